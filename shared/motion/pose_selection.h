// Which poses a data set shows: the most different ones of all clips.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "motion/clip.h"

namespace psgan {

struct SelectedPose {
  BodyPose pose;         ///< Turned so that the pelvis faces +Z.
  float camera_yaw = 0;  ///< Radians.
  std::string clip;
  float time = 0;  ///< Seconds into the clip.
  bool mirror = false;
};

struct PoseSelection {
  int count = 600;
  float yaw_range = 3.14159265f;  ///< Camera yaws lie evenly in ± this, radians.
  std::uint64_t seed = 0;         ///< Moves the yaws.
  float samples_per_second = 12;
  bool mirrors = true;  ///< Also the mirror image of every moment.
};

/// Farthest-point sampling over moments of the clips: from the first clip's beginning on, each pose
/// is the one that is farthest from all before it (distance of the keypoints in space, the body's
/// heading left out). Moments in which a figure of the project's proportions would leave the
/// picture in some view are passed over. Fewer than `count` moments give fewer poses. The same
/// clips and options give the same poses on every machine.
std::vector<SelectedPose> select_poses(std::span<const Clip> clips, const PoseSelection& options);

/// The pose turned about the vertical so that its pelvis faces +Z.
BodyPose facing_forward(const BodyPose& pose);

/// True if a figure of the project's proportions stays within the picture from every side.
bool fits_picture(const BodyPose& pose);

}  // namespace psgan
