// Selects the poses of a data set: the most different ones of all clips.
#pragma once

#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <string>
#include <vector>

#include "motion/clip.h"
#include "motion/humanoid.h"

namespace psgan {

struct SelectedPose {
  BodyPose pose;         ///< Turned so that the pelvis faces +Z, if they are to face us.
  float camera_yaw = 0;  ///< Radians.
  std::string clip;
  float time = 0;  ///< Seconds into the clip.
  bool mirror = false;
  bool test = false;  ///< Of a clip held out from training.
};

struct PoseSelection {
  int count = 600;
  /// Camera yaws are spread evenly over ± this, radians.
  float yaw_range = std::numbers::pi_v<float>;
  std::uint64_t seed = 0;  ///< Moves the yaws.
  float samples_per_second = 12;
  bool mirrors = true;  ///< Also the mirror image of every moment.
  bool face_us = true;  ///< Every pose is turned so; else it keeps its clip's heading.
};

/// The moments looked at, mirror images not counted.
struct MomentCount {
  std::size_t all = 0;
  std::size_t outside = 0;  ///< Of them those that leave the picture.
};

/// Farthest-point sampling over moments of the clips: starting with the first clip's beginning,
/// each pose is the one farthest from all previous ones (distance of the keypoints in space,
/// without the body's heading). Moments in which a figure of the project's proportions would leave
/// the image in some view are skipped. Fewer than `count` moments give fewer poses. The same clips
/// and options give the same poses on every machine.
std::vector<SelectedPose> select_poses(std::span<const Clip> clips, const PoseSelection& options,
                                       MomentCount* count = nullptr);

/// One picture: a pose by its place in a list, and where the camera stands, radians.
struct Shot {
  int pose = 0;
  float camera_yaw = 0;
};

/// Every pose once for each look, as its own camera sees it: look 0's, look 1's and so on.
std::vector<Shot> same_shots(std::span<const SelectedPose> poses, int looks);

/// `each` shots for every look, of poses of its own: look 0's, look 1's and so on. The first `each`
/// poses of `pool`, which are its most different ones, divide it among themselves by nearness;
/// every look has one pose of each part, and takes its turn within it, so that each look shows all
/// kinds of poses, and many looks together show the whole pool. A look's yaws lie evenly in ±
/// yaw_range. The same arguments give the same shots on every machine.
std::vector<Shot> own_shots(std::span<const SelectedPose> pool, int looks, int each,
                            float yaw_range, std::uint64_t seed);

/// A random share of the clips by `seed`, at least one and never all: indices, ascending.
std::vector<std::size_t> draw_lots(std::size_t clips, double share, std::uint64_t seed);

/// Test sequences: `count` moments evenly over held-out clips, each clip from its beginning to its
/// end while the camera moves once through its range. Moments whose pose equals one of the training
/// poses (mean keypoint distance within 2% of the hip height) or leaves the image are skipped.
std::vector<SelectedPose> test_sequences(std::span<const Clip> clips, int count, float yaw_range,
                                         std::span<const SelectedPose> training,
                                         bool face_us = true);

/// The pose rotated about the vertical so that its pelvis faces +Z.
BodyPose facing_forward(const BodyPose& pose);

/// True if a figure of the project's proportions stays within the image from every side.
bool fits_picture(const BodyPose& pose);

}  // namespace psgan
