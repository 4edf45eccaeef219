#include "characters/simplify.h"

#include <meshoptimizer.h>

#include <glm/gtc/quaternion.hpp>

#include "characters/rig.h"

namespace psgan::characters {
namespace {

/// How far each joint is bent, degrees about the axis.
struct Bend {
  Joint joint;
  glm::vec3 axis;
  float degrees;
};

/// The joints' matrices in a pose that bends all of them. Joints beyond the rig's own stay with the
/// figure; nothing is cut away from what they move.
std::array<glm::mat4, max_joints> bent_joints() {
  static const std::array<Bend, 16> bends{{{Joint::spine, {1, 0, 0}, 20},
                                           {Joint::chest, {1, 0.5f, 0}, 20},
                                           {Joint::neck, {1, 0, 0}, 20},
                                           {Joint::head, {1, 1, 0}, 15},
                                           {Joint::left_shoulder, {0, 0, 1}, 15},
                                           {Joint::left_upper_arm, {0, 1, 1}, 60},
                                           {Joint::left_lower_arm, {0, -1, 0}, 80},
                                           {Joint::left_hand, {0, 0, -1}, 30},
                                           {Joint::right_shoulder, {0, 0, -1}, 15},
                                           {Joint::right_upper_arm, {0, -1, -1}, 60},
                                           {Joint::right_lower_arm, {0, 1, 0}, 80},
                                           {Joint::right_hand, {0, 0, 1}, 30},
                                           {Joint::left_upper_leg, {-1, 0, 0.4f}, 60},
                                           {Joint::left_lower_leg, {1, 0, 0}, 80},
                                           {Joint::right_upper_leg, {-1, 0, -0.4f}, 60},
                                           {Joint::right_lower_leg, {1, 0, 0}, 80}}};
  std::array<glm::mat4, max_joints> world;
  world.fill(glm::mat4(1));
  for (int i = 0; i < joint_count; ++i) {
    const auto& info = joint_info(i);
    glm::mat4 turn(1);
    for (const auto& bend : bends)
      if (int(bend.joint) == i)
        turn =
            glm::mat4_cast(glm::angleAxis(glm::radians(bend.degrees), glm::normalize(bend.axis)));
    glm::mat4 there(1), back(1);
    there[3] = glm::vec4(info.position, 1);
    back[3] = glm::vec4(-info.position, 1);
    const glm::mat4 own = there * turn * back;
    world[std::size_t(i)] = info.parent < 0 ? own : world[std::size_t(info.parent)] * own;
  }
  return world;
}

}  // namespace

Mesh simplified(const Mesh& mesh, float tolerance) {
  static const auto joints = bent_joints();
  std::vector<glm::vec3> bent;
  for (const auto& v : mesh.vertices) {
    glm::vec4 p(0);
    for (std::size_t k = 0; k < 4; ++k)
      p += v.weights[k] * (joints[v.joints[k]] * glm::vec4(v.position, 1));
    bent.emplace_back(p);
  }
  if (bent.empty()) return mesh;
  const float scale = meshopt_simplifyScale(&bent[0].x, bent.size(), sizeof(glm::vec3));
  std::vector<std::uint32_t> indices(mesh.indices.size());
  indices.resize(meshopt_simplify(indices.data(), mesh.indices.data(), mesh.indices.size(),
                                  &bent[0].x, bent.size(), sizeof(glm::vec3), 0, tolerance / scale,
                                  meshopt_SimplifyLockBorder, nullptr));
  // Only the vertices that are left, in the order of their use.
  Mesh result;
  std::vector<std::int64_t> kept(mesh.vertices.size(), -1);
  for (const auto i : indices) {
    if (kept[i] < 0) {
      kept[i] = static_cast<std::int64_t>(result.vertices.size());
      result.vertices.push_back(mesh.vertices[i]);
    }
    result.indices.push_back(static_cast<std::uint32_t>(kept[i]));
  }
  return result;
}

}  // namespace psgan::characters
