// Progressive growing: the current resolution, and the fade-in of a new one.
#pragma once

#include <torch/torch.h>

#include "trainer/networks/layers.h"

namespace psgan::trainer {

/// The state of growing.
struct Growth {
  int resolution = 4;  ///< Of the images made and judged.
  float alpha = 1;     ///< Share of the newest resolution's layers, 0 to 1 while they fade in.
};

/// Linear interpolation from `lower` to `upper`; alpha 0 and 1 cost nothing.
torch::Tensor mix(const torch::Tensor& lower, const torch::Tensor& upper, float alpha);

/// Real images while growth.alpha fades in: interpolated with their own half resolution, upsampled
/// by `enlarge`.
torch::Tensor fade_images(const torch::Tensor& images, Growth growth,
                          torch::Tensor (*enlarge)(const torch::Tensor&) = upsample_nearest);

}  // namespace psgan::trainer
