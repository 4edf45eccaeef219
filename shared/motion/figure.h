// The 3D figure of a pose: its 20 keypoints in space, so that bones keep their lengths when a joint
// is moved towards the camera, and the figure can be rotated.
#pragma once

#include <array>
#include <cstdint>
#include <glm/glm.hpp>
#include <optional>
#include <span>

#include "motion/camera.h"
#include "motion/humanoid.h"
#include "psgan/pose.h"
#include "psgan/skeleton.h"

namespace psgan {

/// Whether a point counts as visible: `automatic` follows project()'s rules.
enum class Sight : std::uint8_t { automatic, hidden, shown };

/// Metres in the training camera's world, seen from the front: x to the right of the image, y up,
/// z towards the camera.
struct Figure {
  std::array<glm::vec3, keypoint_count> points{};
  std::array<Sight, keypoint_count> sight{};

  glm::vec3& operator[](Keypoint k) { return points[index(k)]; }
  const glm::vec3& operator[](Keypoint k) const { return points[index(k)]; }
  friend bool operator==(const Figure&, const Figure&) = default;
};

/// A body of the project's own proportions, rotated to her left by `turn` radians.
Figure figure_of(const BodyPose& pose, float turn = 0);

/// Projects the figure. A point that is set to be shown is moved to the image's edge if it lies
/// outside.
Pose project(const Figure& figure);

/// The position in space of a point of the image at a depth (the world's z).
glm::vec3 unproject(float x, float y, float depth);

/// The two depths, the farther one first, at which a point of the image is `length` (metres) from a
/// position; if the line of sight does not come as near, both are the depth of its nearest point.
std::array<float, 2> depths_at(float x, float y, glm::vec3 from, float length);

/// A figure that projects to the pose. Depths follow from the bones' true lengths; of the two
/// solutions, the one that a body can take: knees bend forwards, hands lie in front of elbows.
/// Invisible points stay invisible.
Figure lifted(const Pose& pose);

/// The same with known depths (metres).
Figure lifted(const Pose& pose, std::span<const float, keypoint_count> depths);

/// Rotated to her left about a vertical axis.
Figure turned(const Figure& figure, float radians, glm::vec3 axis = glm::vec3(0));

/// Mirrored: left and right are swapped.
Figure mirrored(const Figure& figure);

/// Direction of the head's front, of length 1, from eyes and nose; towards the camera if these
/// coincide.
glm::vec3 face_direction(const Figure& figure);

/// In the order of `bones`, metres.
using BoneLengths = std::array<float, bone_count>;
BoneLengths bone_lengths(const Figure& figure);

/// Those of the project's own figure in the T-pose.
const BoneLengths& own_bone_lengths();

}  // namespace psgan
