// texture_sampling.h on tensors, with gradients.
#pragma once

#include <torch/torch.h>

namespace psgan::trainer {

/// What a grid of cells says. Channels come last in memory.
struct CellMaps {
  torch::Tensor shares;  ///< [N,C,C,1+K]: of the ground and of each chart, their sum 1.
  torch::Tensor places;  ///< [N,C,C,K,2]: each chart's place (x, y), 0 to 1 in its texture.
  torch::Tensor known;   ///< [N,C,C,K]: 1 where that place counts, else 0; undefined: everywhere.
  torch::Tensor more;    ///< [N,C,C,E]: what else is enlarged (light …).
};

/// What some pixels of a picture show: one or two charts each.
struct PaintSamples {
  torch::Tensor pixels;    ///< [M] int64: image · R² + y · R + x
  torch::Tensor weights;   ///< [M]: the chart's share of the pixel
  torch::Tensor features;  ///< [M,F+1+E], see sample_features().
};

/// Of pictures of R² pixels, R a multiple of C, from textures [N,K,T,T,F]. Differentiable in all
/// but `known`. On the CPU, wherever the tensors lie.
PaintSamples sampled(const CellMaps& cells, const torch::Tensor& textures, int resolution);

/// Pictures [N,3,R,R]: white, and over it colours [M,3] of these samples.
torch::Tensor painted(const PaintSamples& samples, const torch::Tensor& colours,
                      std::int64_t images, int resolution);

}  // namespace psgan::trainer
