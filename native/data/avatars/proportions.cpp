#include "data/avatars/proportions.h"

#include <algorithm>
#include <cstdio>

#include "data/avatars/framing.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

using enum BodyJoint;

struct Box {
  glm::vec3 low{1e9f}, high{-1e9f};

  void add(glm::vec3 p) {
    low = glm::min(low, p);
    high = glm::max(high, p);
  }
  bool empty() const { return !(low.y <= high.y); }
};

/// The extent of all vertices, and of those that hang on the head, in the rest position.
struct Extent {
  Box all, head;
};

Extent extent(const Avatar& avatar, const std::vector<glm::mat4>& world) {
  const std::vector<BodyJoint> joints = joints_of_nodes(avatar);
  Extent e;
  for (const Surface& surface : avatar.surfaces) {
    const std::vector<glm::vec3> positions = skinned_positions(avatar, surface, world);
    for (std::size_t i = 0; i < positions.size(); ++i) {
      e.all.add(positions[i]);
      const BodyJoint joint = joints[heaviest_node(avatar, surface, surface.vertices[i])];
      if (joint == head || joint == left_eye || joint == right_eye) e.head.add(positions[i]);
    }
  }
  return e;
}

/// Where the joints are; those that are not present are at the origin.
PerJoint<glm::vec3> joint_places(const Avatar& avatar, const std::vector<glm::mat4>& world) {
  PerJoint<glm::vec3> places;
  for (int j = 0; j < body_joint_count; ++j) {
    const int node = avatar.joint_node[static_cast<BodyJoint>(j)];
    places[static_cast<BodyJoint>(j)] = node >= 0 ? glm::vec3(world[node][3]) : glm::vec3(0);
  }
  return places;
}

/// The height of the ground: the mesh's lowest vertex. If the mesh ends above the ankles, it is the
/// file's own ground where the feet stand on that, else as far below the ankles as feet are high.
float ground_below(const PerJoint<glm::vec3>& joints, float lowest) {
  const float ankles = std::min(joints[left_foot].y, joints[right_foot].y);
  if (lowest <= ankles) return lowest;
  const float body = joints[head].y - ankles;
  const bool stands_on_origin = ankles >= 0 && ankles < 0.12f * body;
  return stands_on_origin ? 0 : ankles - std::max(0.06f * body, 0.f);
}

/// The crown's height. Hats, ears and buns must not make one figure smaller than the next, so that
/// the eyes tell: see eye_height.
/// Without eye bones the highest vertex counts, unless it is far above the head. A mesh that ends
/// below the head says nothing.
float crown(const Humanoid& h, float top) {
  const float joint = h.rest[head].y, least = 1.02f * joint;
  const bool has_eyes = h.present[left_eye] && h.present[right_eye];
  const float eyes = 0.5f * (h.rest[left_eye].y + h.rest[right_eye].y);
  const float by_eyes = joint + (eyes - joint) / eye_height;
  if (top < least) return std::max(has_eyes ? by_eyes : 1.2f * joint, least);
  if (has_eyes) return std::clamp(by_eyes, std::min(std::max(0.75f * top, least), top), top);
  return std::min(top, 1.45f * joint);
}

/// Eye bones that are both in the head's joint or in one place are none.
void drop_eyes_without_place(Avatar& avatar, const PerJoint<glm::vec3>& joints, float height) {
  const bool both = avatar.joint_node[left_eye] >= 0 && avatar.joint_node[right_eye] >= 0;
  if (both && glm::distance(joints[left_eye], joints[right_eye]) < 1e-3f * height)
    avatar.joint_node[left_eye] = avatar.joint_node[right_eye] = -1;
}

/// Moves eyes and nose into the head's mesh. By its rule a nose sticks out of a flat face a little:
/// what is as near as that stays. An eye's mesh stays where it is.
void keep_face_in(const Box& box, Avatar& avatar) {
  Humanoid& h = avatar.humanoid;
  const float near = 0.04f * h.height;
  const auto inside = [&](glm::vec3 p) {
    const glm::vec3 nearest = glm::clamp(p, box.low, box.high);
    return glm::distance(p, nearest) > near ? nearest : p;
  };
  for (const BodyJoint eye : {left_eye, right_eye}) {
    const glm::vec3 place = inside(h.rest[eye]);
    if (place == h.rest[eye]) continue;
    h.rest[eye] = place;
    avatar.joint_node[eye] = -1;
  }
  PosedBody rest;
  rest.position = h.rest;
  rest.orientation.fill(glm::quat(1, 0, 0, 0));
  const glm::vec3 nose = keypoints(h, rest)[index(Keypoint::nose)];
  if (inside(nose) != nose) h.nose = inside(nose);
}

void check_upright(const PerJoint<glm::vec3>& joints, float size, const std::string& where) {
  const glm::vec3 up = joints[head] - joints[hips];
  const float length = glm::length(up);
  if (length > 0.05f * size && up.y < 0.5f * length)
    throw Error(where + ": its skeleton does not stand upright (the head is not above the hips)");
}

/// Makes a figure that is smaller than a doll or larger than a house as tall as a person.
void fit_to_person(Avatar& avatar, float size, const std::string& where) {
  constexpr float smallest = 0.25f, largest = 12, person = 1.5f;
  char text[160];
  if (!(size > 1e-4f && size < 1e5f)) {
    std::snprintf(text, sizeof text, ": its figure is %g m tall, which is no size of a figure",
                  size);
    throw Error(where + text);
  }
  if (size >= smallest && size <= largest) return;
  Node scale;
  scale.name = "(scaled to a person's size)";
  scale.scale = glm::vec3(person / size);
  hang_from(avatar, scale);
  std::snprintf(text, sizeof text, ": its figure is %g m tall; taken as %g m", size, person);
  avatar.warnings.push_back(where + text);
}

}  // namespace

void measure(Avatar& avatar, const std::string& where) {
  {
    const std::vector<glm::mat4> world = rest_matrices(avatar);
    const PerJoint<glm::vec3> joints = joint_places(avatar, world);
    const Box all = extent(avatar, world).all;
    const float ground = ground_below(joints, all.low.y);
    // Scenery is higher than any head.
    const float body = joints[head].y - ground, top = all.high.y - ground;
    const float size = std::max(body, body > 0 ? std::min(top, 4 * body) : top);
    check_upright(joints, size, where);
    fit_to_person(avatar, size, where);
  }
  std::vector<glm::mat4> world = rest_matrices(avatar);
  PerJoint<glm::vec3> joints = joint_places(avatar, world);
  Extent mesh = extent(avatar, world);
  const float ground = ground_below(joints, mesh.all.low.y);
  const glm::vec3 shift(-joints[hips].x, -ground, -joints[hips].z);
  for (Node& n : avatar.nodes)
    if (n.parent < 0) n.translation += shift;

  Humanoid& h = avatar.humanoid;
  const float top = mesh.all.high.y - ground;
  drop_eyes_without_place(avatar, joints, std::max(top, joints[head].y - ground));
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    h.present[joint] = avatar.joint_node[joint] >= 0;
    h.rest[joint] = h.present[joint] ? joints[joint] + shift : glm::vec3(0);
  }
  mesh.head.low += shift;
  mesh.head.high += shift;
  h.height = crown(h, top);
  complete(h);
  if (!mesh.head.empty()) keep_face_in(mesh.head, avatar);
  frame_rest(avatar);
}

}  // namespace psgan::data
