// What makes a face: drawn eyes, brows, mouth, blush.
#pragma once

#include <cstdint>
#include <glm/glm.hpp>
#include <vector>

#include "characters/colour.h"

namespace psgan::characters {

enum class EyeShape { round, gentle, sharp, sleepy };
enum class Mouth { smile, open, cat, calm, small_o };

struct Face {
  Colour eyes = rgb(0x3a78d8);
  Colour brows = rgb(0x5a4034);
  EyeShape shape = EyeShape::round;
  Mouth mouth = Mouth::smile;
  float brow_tilt = 0;  ///< Up outside is stern, down outside is worried; −1 to 1.
  bool freckles = false;
  bool beauty_mark = false;
  bool fang = false;
  float shadow = 1.5f;  ///< The height above which the fringe shades the forehead, metres.

  bool operator==(const Face&) const = default;
};

/// The part of the head that the texture shows, seen from the front, metres.
inline constexpr glm::vec2 face_low{-0.15f, 1.185f}, face_high{0.15f, 1.485f};

/// Texture coordinates of a place on the head: projected from the front.
glm::vec2 face_uv(const glm::vec3& place);

/// The face on skin, 1024 × 1024, as PNG.
std::vector<std::uint8_t> paint_face(const Face& face, const Colour& skin);

}  // namespace psgan::characters
