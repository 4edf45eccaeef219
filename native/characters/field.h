// Signed distance fields: shapes as functions that are negative inside, in metres.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <glm/glm.hpp>

namespace psgan::characters {

using Field = std::function<float(const glm::vec3&)>;

/// A capsule whose radius goes from ra at a to rb at b.
inline float capsule(const glm::vec3& p, const glm::vec3& a, const glm::vec3& b, float ra,
                     float rb) {
  const auto ab = b - a;
  const float t = std::clamp(glm::dot(p - a, ab) / glm::dot(ab, ab), 0.0f, 1.0f);
  return glm::length(p - a - ab * t) - glm::mix(ra, rb, t);
}

inline float ellipsoid(const glm::vec3& p, const glm::vec3& centre, const glm::vec3& radii) {
  const auto q = (p - centre) / radii;
  const float k0 = glm::length(q), k1 = glm::length(q / radii);
  return k1 < 1e-6f ? -std::min({radii.x, radii.y, radii.z}) : k0 * (k0 - 1) / k1;
}

/// Union with a fillet about k wide.
inline float smooth_union(float a, float b, float k) {
  const float h = std::max(k - std::abs(a - b), 0.0f) / k;
  return std::min(a, b) - h * h * k * 0.25f;
}

inline float smoothstep(float from, float to, float x) {
  const float t = std::clamp((x - from) / (to - from), 0.0f, 1.0f);
  return t * t * (3 - 2 * t);
}

/// Points outward; length about 1.
inline glm::vec3 gradient(const Field& field, const glm::vec3& p) {
  constexpr float e = 0.0015f;
  return glm::vec3(field(p + glm::vec3(e, 0, 0)) - field(p - glm::vec3(e, 0, 0)),
                   field(p + glm::vec3(0, e, 0)) - field(p - glm::vec3(0, e, 0)),
                   field(p + glm::vec3(0, 0, e)) - field(p - glm::vec3(0, 0, e))) /
         (2 * e);
}

}  // namespace psgan::characters
