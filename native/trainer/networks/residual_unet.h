// The U-Net that draws PG2's and DPG2's pictures (Ma et al. 2017, section 3.2). Tensors are
// [N,C,H,W] in fp32.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "trainer/networks/residual_blocks.h"

namespace psgan::trainer {

/// What a residual U-Net is made of.
struct UNetShape {
  int inputs = 3;       ///< Channels of its input.
  int resolution = 64;  ///< Of input and output, a power of two.
  int levels = 4;       ///< Each half the resolution of the one above.
  int width = 16;      ///< Channels of the first level; level i, from 0, has (i + 1) times as many.
  int bottleneck = 0;  ///< Numbers in a dense bottleneck after the last level; 0: there is none.
};

/// A U-Net of residual blocks (two 3×3 convolutions each) that halves by convolutions of stride 2
/// and enlarges by nearest neighbour and 1×1 convolutions. The features of each level on the way
/// down are concatenated to those on the way up. With a bottleneck, what is common to the whole
/// picture passes through few numbers, from which the way up begins with `width` channels.
class ResidualUNetImpl : public torch::nn::Module {
 public:
  /// `last_begins_at_zero`: the output is 0 at first.
  explicit ResidualUNetImpl(const UNetShape& shape, bool last_begins_at_zero = false);

  /// [N,inputs,r,r] → [N,3,r,r], not bounded.
  torch::Tensor forward(const torch::Tensor& input);

 private:
  UNetShape shape_;
  torch::nn::Conv2d first_{nullptr}, last_{nullptr};
  std::vector<ResidualBlock> down_blocks_, up_blocks_;  // [level]
  std::vector<torch::nn::Conv2d> halve_;                // [level], none at the last
  std::vector<torch::nn::Conv2d> enlarge_;  // [level], to the one above; the first is none
  torch::nn::Linear code_{nullptr}, spread_{nullptr};
};
TORCH_MODULE(ResidualUNet);

/// How many levels it has at this resolution, log2(r) − 2, so that the last one is 8².
int unet_levels(int resolution);

/// Numbers in the bottleneck, as published.
inline constexpr int unet_bottleneck = 64;

}  // namespace psgan::trainer
