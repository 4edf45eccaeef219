#include "motion/bvh.h"

namespace psgan {
namespace {

glm::quat axis_turn(BvhChannel channel, float degrees) {
  glm::vec3 axis(0);
  axis[static_cast<int>(channel) - 3] = 1;
  return glm::angleAxis(glm::radians(degrees), axis);
}

JointFrame place(const Bvh& bvh, const float* values) {
  JointFrame frame;
  for (const BvhJoint& joint : bvh.joints) {
    const bool root = joint.parent < 0;
    const bool replaces = values && bvh.positions_replace_offsets;
    glm::vec3 translation = joint.offset;
    glm::quat rotation(1, 0, 0, 0);
    for (const BvhChannel channel : joint.channels) {
      const float value = values ? *values++ : 0;
      const int c = static_cast<int>(channel);
      // Position channels stand in the offset's stead for a root, as the programs that write BVH
      // have it.
      if (c < 3)
        translation[c] = root || replaces ? value : joint.offset[c] + value;
      else
        rotation = rotation * axis_turn(channel, value);
    }
    if (root) {
      frame.position.push_back(translation);
      frame.orientation.push_back(rotation);
    } else {
      const glm::quat& above = frame.orientation[joint.parent];
      frame.position.push_back(frame.position[joint.parent] + above * translation);
      frame.orientation.push_back(glm::normalize(above * rotation));
    }
  }
  return frame;
}

}  // namespace

JointFrame frame_of(const Bvh& bvh, int frame) {
  return place(bvh, &bvh.values[std::size_t(frame) * bvh.channels]);
}

JointFrame zero_frame(const Bvh& bvh) { return place(bvh, nullptr); }

}  // namespace psgan
