// Colours in sRGB, and the shade that goes with each.
#pragma once

#include <glm/glm.hpp>

namespace psgan::characters {

/// sRGB, each channel 0 to 1.
using Colour = glm::vec3;

/// 0xRRGGBB.
constexpr Colour rgb(unsigned hex) {
  return {float((hex >> 16) & 255) / 255, float((hex >> 8) & 255) / 255, float(hex & 255) / 255};
}

/// Linear, as glTF's factors are.
glm::vec3 to_linear(const Colour& srgb);

/// The colour in shadow: darker, a little more saturated and turned towards violet, as in
/// cel painting; pale colours are darkened less.
Colour shade_of(const Colour& colour);

/// The outline of an area of this colour: dark, of the same hue.
Colour line_of(const Colour& colour);

Colour lighter(const Colour& colour, float amount);
Colour darker(const Colour& colour, float amount);

}  // namespace psgan::characters
