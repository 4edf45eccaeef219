// The colours in which every program draws skeletons, so that left and right can be told apart.
#pragma once

#include <cstdint>

#include "psgan/skeleton.h"

namespace psgan {

/// 0xRRGGBB. The character's own left is warm, her right cool, the midline violet; for white
/// ground.
inline constexpr std::uint32_t left_colour = 0xF0622D;
inline constexpr std::uint32_t right_colour = 0x1289C9;
inline constexpr std::uint32_t midline_colour = 0x7C4DDB;

/// Of a keypoint, or of the bone that ends there.
inline std::uint32_t side_colour(Keypoint keypoint) {
  if (mirrored(keypoint) == keypoint) return midline_colour;
  return is_left(keypoint) ? left_colour : right_colour;
}

}  // namespace psgan
