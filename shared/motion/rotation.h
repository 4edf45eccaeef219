// Rotations between directions, and the curve through key frames.
#pragma once

#include <cmath>
#include <glm/glm.hpp>
#include <glm/gtc/quaternion.hpp>
#include <numbers>

namespace psgan {

/// The shortest rotation from one direction to another; for opposite directions about the vertical
/// axis, for a zero vector (a bone without length) the identity.
inline glm::quat between(glm::vec3 from, glm::vec3 to) {
  if (glm::length(from) < 1e-6f || glm::length(to) < 1e-6f) return {1, 0, 0, 0};
  from = glm::normalize(from);
  to = glm::normalize(to);
  const float cosine = glm::dot(from, to);
  if (cosine < -0.9999f) return glm::angleAxis(std::numbers::pi_v<float>, glm::vec3(0, 1, 0));
  const glm::vec3 axis = glm::cross(from, to);
  return glm::normalize(glm::quat(1 + cosine, axis.x, axis.y, axis.z));
}

/// The turn about the vertical that makes a pelvis face +Z. The left hip's direction tells the
/// heading even when the body is bent far forwards; lying on her side she has none.
inline glm::quat to_front(const glm::quat& hips) {
  const glm::vec3 left = hips * glm::vec3(1, 0, 0);
  if (std::abs(left.x) + std::abs(left.z) < 0.05f) return {1, 0, 0, 0};
  return glm::angleAxis(std::atan2(left.z, left.x), glm::vec3(0, 1, 0));
}

/// Cubic Hermite from a to b, t from 0 to 1, with the slopes of a curve through unevenly spaced
/// keys. A value that is equal at two neighbouring keys is constant between them, so that feet do
/// not slide.
inline float curve(float before, float a, float b, float after, float dt_before, float dt,
                   float dt_after, float t) {
  const float slope = (b - a) / dt;
  const float slope_a = 0.5f * ((a - before) / dt_before + slope);
  const float slope_b = 0.5f * ((after - b) / dt_after + slope);
  // At an extremum the slope is 0, so that the curve does not overshoot its keys.
  const auto tamed = [&](float s, float one, float other) { return one * other <= 0 ? 0 : s; };
  const float m0 = tamed(slope_a, a - before, b - a) * dt;
  const float m1 = tamed(slope_b, b - a, after - b) * dt;
  const float t2 = t * t, t3 = t2 * t;
  return (2 * t3 - 3 * t2 + 1) * a + (t3 - 2 * t2 + t) * m0 + (3 * t2 - 2 * t3) * b +
         (t3 - t2) * m1;
}

}  // namespace psgan
