// People whom a camera, a photo or a file shows, taken over by the project's own figure: their
// directions, her proportions.
#pragma once

#include <array>
#include <optional>

#include "motion/figure.h"

namespace psgan {

/// How a person is bent, whatever the person's proportions; in our axes (x to the right of the
/// picture, y up, z towards us).
struct SeenPerson {
  /// Rotations from the T-pose, x to the person's left and y up the trunk.
  glm::mat3 hips{1}, chest{1}, head{1};
  /// Of each bone of arms and legs, at the keypoint that it leads to: where it points to, of
  /// length 1; nothing where it is not seen.
  std::array<std::optional<glm::vec3>, keypoint_count> towards{};

  std::optional<glm::vec3>& operator[](Keypoint k) { return towards[index(k)]; }
  const std::optional<glm::vec3>& operator[](Keypoint k) const { return towards[index(k)]; }
};

/// The figure that stands as the person does, each bone as long as the figure's own
/// (own_bone_lengths()):
/// - hips turn with the person's hips; chest, neck and shoulders with the chest; nose and eyes are
///   the figure's own, turned about the neck with the head;
/// - elbows, wrists, knees, ankles and toes lie in the person's directions from the joint before. A
///   bone that is not seen, as the legs before most webcams, points as it does in `before`;
/// - what is lowest stands on the ground, in the middle of the picture; a figure that would reach
///   beyond the picture's edge is moved inwards, and back if it is too large.
Figure fitted(const SeenPerson& person, const Figure& before);

/// The direction between two places, or `otherwise` if they are one.
glm::vec3 direction(glm::vec3 from, glm::vec3 to, glm::vec3 otherwise);

}  // namespace psgan
