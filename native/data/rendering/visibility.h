// Visibility of a rendered figure's keypoints: a depth test with the thickness of each limb.
#pragma once

#include <array>
#include <glm/glm.hpp>
#include <vector>

#include "data/avatars/avatar.h"
#include "motion/camera.h"
#include "motion/humanoid.h"
#include "psgan/dataset.h"
#include "psgan/skeleton.h"

namespace psgan::data {

/// Depths of a square image, 0 near to 1 far as in OpenGL's depth buffer, rows from the top.
struct DepthMap {
  int size = 0;
  std::vector<float> values;
};

/// A keypoint lies inside its limb, so that a surface is always in front of it. It is visible if
/// that surface can be its own limb's: if its distance to the point is at most the limb's thickness
/// there in the camera's direction, plus a fifth and 1.2% of the figure's height for bending cloth.
///
/// - A limb is what is skinned to the keypoint's bones, including clothes and hair: a wrist is
///   visible through its sleeve, but not through the other arm or the chest.
/// - Its thickness is measured once for each avatar, in the T-pose, along 26 directions, up to a
///   tenth of the figure's height and never across the body's middle: the far shoulder and the far
///   hip are occluded from the side.
/// - For nose and eyes the face's own depth in front of the point counts in all directions, and
/// they
///   are occluded whenever the face is turned away.
class LimbThickness {
 public:
  explicit LimbThickness(const Avatar& avatar);

  /// Visibility of a body's keypoints in an image with these depths.
  Visibilities seen(const Humanoid& humanoid, const PosedBody& body, const Camera& camera,
                    const DepthMap& depth) const;

  /// Metres from the keypoint to its limb's outer surface, in a direction of the T-pose.
  float towards(Keypoint keypoint, glm::vec3 direction) const;

 private:
  static constexpr int direction_count = 26;
  std::array<std::array<float, direction_count>, keypoint_count> thickness_;
  std::array<BodyJoint, keypoint_count> frame_;  ///< The joint that the directions rotate with.
};

}  // namespace psgan::data
