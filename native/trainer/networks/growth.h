// Progressive growing: how far networks have grown, and how a new resolution is faded in.
#pragma once

#include <torch/torch.h>

#include "trainer/networks/layers.h"

namespace psgan::trainer {

/// How far the networks have grown.
struct Growth {
  int resolution = 4;  ///< Of the images made and judged.
  float alpha = 1;     ///< Share of the newest resolution's layers, 0 to 1 while they fade in.
};

/// What is linear between `lower` and `upper`; alpha 0 and 1 cost nothing.
torch::Tensor mix(const torch::Tensor& lower, const torch::Tensor& upper, float alpha);

/// Real images as they look while growth.alpha fades in: mixed with their own half resolution,
/// which `enlarge` brings back to the size of the images.
torch::Tensor fade_images(const torch::Tensor& images, Growth growth,
                          torch::Tensor (*enlarge)(const torch::Tensor&) = upsample_nearest);

}  // namespace psgan::trainer
