// A pose: the positions of the 20 keypoints in the image.
#pragma once

#include <array>
#include <span>

#include "psgan/skeleton.h"

namespace psgan {

/// One keypoint in the image: x to the right and y down, both in [0,1] of the image.
struct PosePoint {
  float x = 0.5f;
  float y = 0.5f;
  bool visible = true;

  friend bool operator==(const PosePoint&, const PosePoint&) = default;
};

struct Pose {
  std::array<PosePoint, keypoint_count> points;

  PosePoint& operator[](Keypoint k) { return points[index(k)]; }
  const PosePoint& operator[](Keypoint k) const { return points[index(k)]; }
  friend bool operator==(const Pose&, const Pose&) = default;
};

/// A pose as networks take it: 20 × (x, y, visible as 0 or 1).
inline constexpr int pose_numbers = keypoint_count * 3;

std::array<float, pose_numbers> to_numbers(const Pose& pose);

/// The reverse. Anything above 0 is visible.
/// Throws Error naming the keypoint if a number is not finite, or a visible point lies outside
/// [0,1].
Pose pose_from_numbers(std::span<const float, pose_numbers> numbers);

/// Throws Error like pose_from_numbers; `where` opens the sentence ("avatar.zip: img00000012.png").
void check(const Pose& pose, const char* where);

/// Mirrored horizontally: x becomes 1 − x, left and right keypoints are swapped.
Pose mirrored(const Pose& pose);

/// Linear interpolation, t from 0 to 1; a point is visible if it is in the nearer of both poses.
Pose interpolate(const Pose& a, const Pose& b, float t);

/// A figure standing upright, facing the camera, arms hanging, with the proportions of the
/// project's own characters in their images.
Pose standing_pose();

}  // namespace psgan
