// Paints a picture of what a texture generator says: the cells of a pose, the textures of a
// character and the small network that colours a pixel. No LibTorch, so that the page can.
#pragma once

#include <span>
#include <vector>

#include "psgan/texture_sampling.h"

namespace psgan {

/// Of what a pixel's colour is made, beside its texture: the light, 0 in shade to 1, and the share
/// of outlines within parts.
inline constexpr int paint_extras = 2;
/// Numbers of a texel that textures give: its colour, and features.
inline constexpr int texel_features = 6, texel_numbers = 3 + texel_features;
/// What colours a pixel: texel, lead and extras → colour_width → three.
inline constexpr int colour_inputs = texel_numbers + 1 + paint_extras, colour_width = 32;

/// Two dense layers, row-major, with a leaky ReLU (0.2) between them; their sum with the texel's
/// colour is the pixel's.
struct PixelColours {
  std::vector<float> first_weight;   ///< [colour_width, colour_inputs]
  std::vector<float> first_bias;     ///< [colour_width]
  std::vector<float> second_weight;  ///< [3, colour_width]
  std::vector<float> second_bias;    ///< [3]
};

/// A picture [3, resolution, resolution] in about [−1,1], on white, of the first image of `from`.
std::vector<float> paint(const PaintSource<const float>& from, const PixelColours& colours,
                         int resolution);

}  // namespace psgan
