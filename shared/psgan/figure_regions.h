// The parts of a picture that show the parts of a body, each turned with its bones, so that hair is
// always at the same place of one small picture and shoes of another: what the encoder looks at.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "psgan/pose.h"

namespace psgan {

/// A parallelogram of a picture: centre + u · right + v · down for u and v from −1 to 1, in [0,1]
/// of the picture. It may reach beyond the picture, where all is white.
struct FigureRegion {
  float x = 0.5F, y = 0.5F;
  float right_x = 0, right_y = 0;
  float down_x = 0, down_y = 0;
  bool seen = false;  ///< Whether the keypoints that place it are there; otherwise it is white.
};

/// Head, hair and hat around it, chest, hips with skirts, arms, legs, feet, the whole figure.
inline constexpr int figure_region_count = 11;

using FigureRegions = std::array<FigureRegion, figure_region_count>;

/// Of a pose, by its visible keypoints. Widths follow from the figure's size, which is taken from
/// those of its bones that are longest beside a standing figure's: the others are foreshortened.
FigureRegions figure_regions(const Pose& pose);

/// What the regions of a square picture show: [regions,3,size,size] in [−1,1], white being 1. Each
/// number is the mean of 2×2 places, each between its four pixels. `rgb`: side² pixels, rows from
/// the top. Throws Error if there are not as many.
std::vector<float> cut_out(std::span<const std::uint8_t> rgb, int side,
                           const FigureRegions& regions, int size);

}  // namespace psgan
