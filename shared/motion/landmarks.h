// A person in a photo by MediaPipe's pose model (BlazePose): 33 landmarks in space. The project's
// own figure takes their pose and keeps its proportions.
#pragma once

#include <array>
#include <cstdint>
#include <glm/glm.hpp>
#include <optional>
#include <string>

#include "motion/figure.h"

namespace psgan {

/// MediaPipe's order. Left and right are the person's own.
enum class Landmark : std::uint8_t {
  nose,
  left_eye_inner,
  left_eye,
  left_eye_outer,
  right_eye_inner,
  right_eye,
  right_eye_outer,
  left_ear,
  right_ear,
  mouth_left,
  mouth_right,
  left_shoulder,
  right_shoulder,
  left_elbow,
  right_elbow,
  left_wrist,
  right_wrist,
  left_pinky,
  right_pinky,
  left_index,
  right_index,
  left_thumb,
  right_thumb,
  left_hip,
  right_hip,
  left_knee,
  right_knee,
  left_ankle,
  right_ankle,
  left_heel,
  right_heel,
  left_foot_index,
  right_foot_index,
};
inline constexpr int landmark_count = 33;

/// "World landmarks": metres from the middle of the hips, in our axes (x to the right of the
/// image, y up, z towards the camera); the visibility of each, from 0 to 1.
struct Landmarks {
  std::array<glm::vec3, landmark_count> places{};
  std::array<float, landmark_count> seen{};

  const glm::vec3& operator[](Landmark l) const { return places[static_cast<int>(l)]; }
  /// More likely seen than not.
  bool sees(Landmark l) const { return seen[static_cast<int>(l)] >= 0.5f; }
};

/// Reads a list of 33 lists [x, y, z, visibility] in MediaPipe's axes (y down, z away from the
/// camera). Throws Error naming `where` and what is wrong.
Landmarks read_landmarks(const std::string& json, const std::string& where);

/// The figure in the person's pose (see fitted()); nothing if the shoulders are not visible.
/// - Shoulders, elbows, wrists, hips, knees and ankles give their bones' directions, the tips of
/// the
///   feet those of the toes;
/// - the trunk goes from the middle of the hips to that of the shoulders and is turned as both are;
/// - the head's axis from right to left goes through the ears, its axis upwards from the mouth to
///   the eyes. Ears, mouth, hands and heels are not points of the figure.
/// What is not visible is as in `before`.
std::optional<Figure> figure_of(const Landmarks& person, const Figure& before);

}  // namespace psgan
