// Which keypoints of a drawn figure a person sees: a depth test that knows how thick limbs are.
#pragma once

#include <array>
#include <vector>

#include "data/avatars/avatar.h"
#include "motion/camera.h"
#include "psgan/dataset.h"

namespace psgan::data {

/// Depths of a square picture, 0 near to 1 far as in OpenGL's depth buffer, rows from the top.
struct DepthMap {
  int size = 0;
  std::vector<float> values;
};

/// A keypoint lies inside its limb, so that a surface is always before it. It is seen if that
/// surface can be its own limb's: if it is no farther before the point than the limb is thick there
/// in the camera's direction, plus a fifth and 1.2% of the figure's height for bending cloth.
///
/// - A limb is what hangs on the keypoint's bones, clothes and hair included: a wrist is seen
///   through its sleeve, but not through the other arm or the chest.
/// - How thick it is, is measured once for each avatar, in the T-pose, along 26 directions, up to a
///   tenth of the figure's height and never across the body's middle: the far shoulder and the far
///   hip are hidden from the side.
/// - For nose and eyes the face's own depth before the point counts in all directions, and they are
///   hidden whenever the face is turned away.
class LimbThickness {
 public:
  explicit LimbThickness(const Avatar& avatar);

  /// What is seen of a body in a picture with these depths.
  Visibilities seen(const Humanoid& humanoid, const PosedBody& body, const Camera& camera,
                    const DepthMap& depth) const;

  /// Metres from the keypoint to its limb's outer surface, in a direction of the T-pose.
  float towards(Keypoint keypoint, glm::vec3 direction) const;

 private:
  static constexpr int direction_count = 26;
  std::array<std::array<float, direction_count>, keypoint_count> thickness_;
  std::array<BodyJoint, keypoint_count> frame_;  ///< The joint that the directions turn with.
};

}  // namespace psgan::data
