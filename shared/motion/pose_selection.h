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
  bool test = false;  ///< Of a clip that training does not show.
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

/// A share of the clips, at least one and never all, drawn by lot from `seed`: indices, ascending.
std::vector<std::size_t> draw_lots(std::size_t clips, double share, std::uint64_t seed);

/// Test sequences: `count` moments evenly over held-out clips, each clip from its beginning to its
/// end while the camera goes once through its range. Moments in which she stands as in one of the
/// training poses (keypoints within 2% of her hip height in the mean) or leaves the picture are
/// passed over.
std::vector<SelectedPose> test_sequences(std::span<const Clip> clips, int count, float yaw_range,
                                         std::span<const SelectedPose> training);

/// The pose turned about the vertical so that its pelvis faces +Z.
BodyPose facing_forward(const BodyPose& pose);

/// True if a figure of the project's proportions stays within the picture from every side.
bool fits_picture(const BodyPose& pose);

}  // namespace psgan
