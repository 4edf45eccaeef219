#include "data/avatars/spring_bones.h"

#include <algorithm>
#include <cmath>
#include <glm/gtc/quaternion.hpp>

#include "data/avatars/avatar.h"

namespace psgan::data {
namespace {

/// A collider in the world.
struct Obstacle {
  glm::vec3 from, to;
  float radius;
};

std::vector<Obstacle> obstacles_of(const Springs& springs, const std::vector<glm::mat4>& world) {
  std::vector<Obstacle> list;
  for (const SpringCollider& c : springs.colliders) {
    const glm::mat4& m = world[c.node];
    list.push_back({glm::vec3(m * glm::vec4(c.offset, 1)), glm::vec3(m * glm::vec4(c.tail, 1)),
                    c.radius * glm::length(glm::vec3(m[0]))});
  }
  return list;
}

/// Out of an obstacle, if the point is in it.
glm::vec3 pushed_out(const glm::vec3& point, float radius, const Obstacle& o) {
  const glm::vec3 along = o.to - o.from;
  const float square = glm::dot(along, along);
  const float t = square > 0 ? std::clamp(glm::dot(point - o.from, along) / square, 0.f, 1.f) : 0.f;
  const glm::vec3 nearest = o.from + along * t, away = point - nearest;
  const float distance = glm::length(away), clear = o.radius + radius;
  if (distance >= clear || distance < 1e-6f) return point;
  return nearest + away * (clear / distance);
}

/// The direction turned up so far that the tail stays on the ground, towards where it points
/// anyway, or straight back.
glm::vec3 above_ground(const glm::vec3& direction, const glm::vec3& head, float length,
                       float radius, const glm::vec3& back) {
  const float lowest = (std::min(radius, head.y) - head.y) / length;  // the direction's least y
  if (direction.y >= lowest || lowest <= -1) return direction;
  glm::vec3 level(direction.x, 0, direction.z);
  if (glm::length(level) < 1e-3f) level = glm::vec3(back.x, 0, back.z);
  if (glm::length(level) < 1e-3f) return direction;
  return glm::normalize(level) * std::sqrt(1 - lowest * lowest) + glm::vec3(0, lowest, 0);
}

/// The direction in which a bone of this length rests, about `head`, wanted to be `wanted`.
glm::vec3 clear_direction(const SpringBone& bone, const glm::vec3& head, const glm::vec3& wanted,
                          float length, const glm::vec3& back,
                          const std::vector<Obstacle>& obstacles) {
  glm::vec3 direction = wanted;
  // Pushing out and keeping the length, in turns, ends on the obstacles' border.
  for (int turn = 0; turn < 6; ++turn) {
    const glm::vec3 before = head + direction * length;
    glm::vec3 tail = before;
    for (const int c : bone.colliders) tail = pushed_out(tail, bone.radius, obstacles[c]);
    if (glm::distance(tail, head) < 1e-6f) break;
    tail =
        head + length * above_ground(glm::normalize(tail - head), head, length, bone.radius, back);
    direction = glm::normalize(tail - head);
    if (glm::distance(tail, before) < 1e-5f) break;
  }
  return direction;
}

}  // namespace

void settle_springs(const Avatar& avatar, std::vector<glm::mat4>& world) {
  const Springs& springs = avatar.springs;
  if (springs.bones.empty()) return;
  const std::vector<Obstacle> obstacles = obstacles_of(springs, world);
  std::vector<char> moved(avatar.nodes.size(), 0);
  std::size_t next = 0;
  for (std::size_t i = 0; i < avatar.nodes.size(); ++i) {
    const Node& node = avatar.nodes[i];
    if (node.parent >= 0 && moved[node.parent]) {
      world[i] = world[node.parent] * local_matrix(node);
      moved[i] = 1;
    }
    if (next == springs.bones.size() || springs.bones[next].node != int(i)) continue;
    const SpringBone& bone = springs.bones[next++];
    const glm::vec3 head = world[i][3];
    const glm::vec3 rest = glm::vec3(world[i] * glm::vec4(bone.tail, 1)) - head;
    const float length = glm::length(rest);
    if (length < 1e-5f) continue;
    // At rest the forces' sum points along the bone.
    const glm::vec3 force = bone.stiffness * (rest / length) + bone.gravity_power * bone.gravity;
    const glm::vec3 wanted = glm::length(force) > 1e-5f ? glm::normalize(force) : rest / length;
    const glm::vec3 direction =
        clear_direction(bone, head, wanted, length, -glm::vec3(world[i][2]), obstacles);
    if (glm::dot(direction, rest / length) > 1 - 1e-7f) continue;
    const glm::mat4 swing = glm::mat4_cast(glm::quat(rest / length, direction));
    world[i] = swing * world[i];
    world[i][3] = glm::vec4(head, 1);
    moved[i] = 1;
  }
}

}  // namespace psgan::data
