#include "data/avatars/avatar.h"

namespace psgan::data {

std::vector<glm::mat4> pose_matrices(const Avatar& avatar, const PosedBody& body) {
  const std::vector<glm::mat4> rest = rest_matrices(avatar);
  std::vector<glm::mat4> world(rest.size());
  std::vector<int> joint_of(rest.size(), -1);
  for (int j = 0; j < body_joint_count; ++j)
    if (const int node = avatar.joint_node[static_cast<BodyJoint>(j)]; node >= 0)
      joint_of[node] = j;

  for (std::size_t i = 0; i < world.size(); ++i) {
    const int parent = avatar.nodes[i].parent;
    if (joint_of[i] < 0) {
      // Whatever is no joint (hair, skirt, fingers) stays as it was to its parent.
      world[i] = parent < 0 ? rest[i] : world[parent] * glm::inverse(rest[parent]) * rest[i];
      continue;
    }
    // A joint's node keeps its own axes and scale: turn it about the joint, then move it there.
    const auto joint = static_cast<BodyJoint>(joint_of[i]);
    glm::mat4 turned = glm::mat4_cast(body.orientation[joint]) * rest[i];
    turned[3] = glm::vec4(body.position[joint], 1);
    world[i] = turned;
  }
  settle_springs(avatar, world);
  return world;
}

}  // namespace psgan::data
