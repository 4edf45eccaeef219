#include "characters/colour.h"

#include <cmath>

namespace psgan::characters {

glm::vec3 to_linear(const Colour& c) {
  const auto one = [](float v) {
    return v <= 0.04045f ? v / 12.92f : std::pow((v + 0.055f) / 1.055f, 2.4f);
  };
  return {one(c.x), one(c.y), one(c.z)};
}

Colour shade_of(const Colour& c) {
  const float light = glm::dot(c, Colour(0.3f, 0.59f, 0.11f));
  const auto tint = glm::mix(Colour(0.66f, 0.60f, 0.74f), Colour(0.80f, 0.77f, 0.88f), light);
  return glm::clamp(glm::mix(Colour(light), c, 1.12f) * tint, 0.0f, 1.0f);
}

Colour line_of(const Colour& c) {
  const float light = glm::dot(c, Colour(0.3f, 0.59f, 0.11f));
  const auto deep = glm::clamp(glm::mix(Colour(light), c, 1.3f) * 0.36f, 0.0f, 1.0f);
  return glm::mix(deep, Colour(0.16f, 0.10f, 0.14f), 0.4f);
}

Colour lighter(const Colour& c, float amount) { return glm::mix(c, Colour(1), amount); }
Colour darker(const Colour& c, float amount) {
  return glm::mix(c, Colour(0.05f, 0.03f, 0.08f), amount);
}

}  // namespace psgan::characters
