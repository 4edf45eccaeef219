// The figure behind a pose: its 20 keypoints in space, so that bones keep their lengths when a
// joint is pulled towards us, and the whole can be turned round.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "motion/camera.h"

namespace psgan {

/// Whether a point counts as visible: `automatic` follows project()'s rules.
enum class Sight : std::uint8_t { automatic, hidden, shown };

/// Metres in the training camera's world, seen from the front: x to the right of the picture, y up,
/// z towards us.
struct Figure {
  std::array<glm::vec3, keypoint_count> points{};
  std::array<Sight, keypoint_count> sight{};

  glm::vec3& operator[](Keypoint k) { return points[index(k)]; }
  const glm::vec3& operator[](Keypoint k) const { return points[index(k)]; }
  friend bool operator==(const Figure&, const Figure&) = default;
};

/// A body of the project's own proportions, turned to her left by so many radians.
Figure figure_of(const BodyPose& pose, float turn = 0);

/// The figure in the picture. A point that was asked to be shown is moved into the picture's edge
/// if it lies outside.
Pose project(const Figure& figure);

/// The place in space of a point of the picture at a depth (the world's z).
glm::vec3 unproject(float x, float y, float depth);

/// The two depths, the farther one first, at which a point of the picture is `length` (metres) from
/// a place; twice the depth that comes nearest to it if the line of sight does not reach.
std::array<float, 2> depths_at(float x, float y, glm::vec3 from, float length);

/// A figure that projects to the pose. Depths follow from the bones' true lengths; of the two that
/// fit, the one that a body can do: knees bend forwards, hands lie before elbows. Hidden points
/// stay hidden.
Figure lifted(const Pose& pose);

/// The same where the depths (metres) are known.
Figure lifted(const Pose& pose, std::span<const float, keypoint_count> depths);

/// Turned to her left about a vertical axis.
Figure turned(const Figure& figure, float radians, glm::vec3 axis = glm::vec3(0));

/// The picture's mirror image: left and right change places.
Figure mirrored(const Figure& figure);

/// Where the front of the head points to, of length 1, by eyes and nose; towards us if they lie in
/// one place.
glm::vec3 face_direction(const Figure& figure);

/// In the order of `bones`, metres.
using BoneLengths = std::array<float, bone_count>;
BoneLengths bone_lengths(const Figure& figure);

/// Those of the project's own figure in the T-pose.
const BoneLengths& own_bone_lengths();

}  // namespace psgan
