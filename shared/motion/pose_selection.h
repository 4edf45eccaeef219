// Selects the poses of a data set: the most different ones of all clips.
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
  bool test = false;  ///< Of a clip held out from training.
};

struct PoseSelection {
  int count = 600;
  float yaw_range = 3.14159265f;  ///< Camera yaws are spread evenly over ± this, radians.
  std::uint64_t seed = 0;         ///< Moves the yaws.
  float samples_per_second = 12;
  bool mirrors = true;  ///< Also the mirror image of every moment.
};

/// Farthest-point sampling over moments of the clips: starting with the first clip's beginning,
/// each pose is the one farthest from all previous ones (distance of the keypoints in space,
/// without the body's heading). Moments in which a figure of the project's proportions would leave
/// the image in some view are skipped. Fewer than `count` moments give fewer poses. The same clips
/// and options give the same poses on every machine.
std::vector<SelectedPose> select_poses(std::span<const Clip> clips, const PoseSelection& options);

/// A random share of the clips by `seed`, at least one and never all: indices, ascending.
std::vector<std::size_t> draw_lots(std::size_t clips, double share, std::uint64_t seed);

/// Test sequences: `count` moments evenly over held-out clips, each clip from its beginning to its
/// end while the camera moves once through its range. Moments whose pose equals one of the training
/// poses (mean keypoint distance within 2% of the hip height) or leaves the image are skipped.
std::vector<SelectedPose> test_sequences(std::span<const Clip> clips, int count, float yaw_range,
                                         std::span<const SelectedPose> training);

/// The pose rotated about the vertical so that its pelvis faces +Z.
BodyPose facing_forward(const BodyPose& pose);

/// True if a figure of the project's proportions stays within the image from every side.
bool fits_picture(const BodyPose& pose);

}  // namespace psgan
