// Colours as designers write them, and the shade that goes with each.
#pragma once

#include <glm/glm.hpp>

namespace psgan::characters {

/// sRGB, each channel 0 to 1.
using Colour = glm::vec3;

/// 0xRRGGBB.
constexpr Colour rgb(unsigned hex) {
  return {float((hex >> 16) & 255) / 255, float((hex >> 8) & 255) / 255, float(hex & 255) / 255};
}

/// As glTF's factors want it.
glm::vec3 to_linear(const Colour& srgb);

/// The colour in shadow: darker, a little more saturated and turned towards violet, as cel
/// painters choose it; pale colours keep more of their light.
Colour shade_of(const Colour& colour);

/// A line that goes round a patch of this colour: dark, of the same hue.
Colour line_of(const Colour& colour);

Colour lighter(const Colour& colour, float amount);
Colour darker(const Colour& colour, float amount);

}  // namespace psgan::characters
