// The networks of PG2 (Ma et al. 2017, "Pose Guided Person Image Generation"): G1 draws a picture's
// character in another pose, coarsely, G2 adds what is missing in it, and a discriminator judges
// pairs of a picture and its source. Tensors are [N,C,H,W] in fp32, pictures in [−1,1].
#pragma once

#include <torch/torch.h>

#include <string>
#include <vector>

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
  /// Two 3×3 convolutions, each followed by ReLU, whose result is added to what they were given.
  struct Block {
    torch::nn::Conv2d first{nullptr}, second{nullptr};
    torch::Tensor operator()(const torch::Tensor& x);
  };
  Block make_block(const std::string& name, int channels);
  torch::nn::Conv2d convolution(const std::string& name, int in, int out, int kernel, int stride);

  UNetShape shape_;
  torch::nn::Conv2d first_{nullptr}, last_{nullptr};
  std::vector<Block> down_blocks_, up_blocks_;  // [level]
  std::vector<torch::nn::Conv2d> halve_;        // [level], none at the last
  std::vector<torch::nn::Conv2d> enlarge_;      // [level], to the one above; the first is none
  torch::nn::Linear code_{nullptr}, spread_{nullptr};
};
TORCH_MODULE(ResidualUNet);

/// A picture and its source → how real the pair looks. DCGAN's (Radford et al. 2015): 5×5
/// convolutions of stride 2 down to 4², batch normalisation over the minibatch, leaky ReLU.
class PairDiscriminatorImpl : public torch::nn::Module {
 public:
  /// `width`: channels at half the resolution; they double at each level, to eight times as many.
  PairDiscriminatorImpl(int resolution, int width);

  /// Pictures and sources [N,3,r,r] → logits [N].
  torch::Tensor forward(const torch::Tensor& pictures, const torch::Tensor& sources);

 private:
  std::vector<torch::nn::Conv2d> convolutions_;
  std::vector<torch::nn::BatchNorm2d> norms_;  // of all convolutions but the first
  torch::nn::Linear logit_{nullptr};
};
TORCH_MODULE(PairDiscriminator);

/// G1 and G2. At resolution r, G1 has log2(r) − 2 levels and a bottleneck of 64 numbers, G2 the
/// same levels, at most four, and no bottleneck.
struct Pg2Generator {
  /// Fresh weights from LibTorch's global random numbers. `width`: of the first level of both; as
  /// published 128.
  Pg2Generator(int resolution, int width);

  /// G1's picture [N,3,r,r] of the sources' characters in the poses `keypoints` [N,20,3]; not
  /// clamped.
  torch::Tensor coarse(const torch::Tensor& sources, const torch::Tensor& keypoints);
  /// G2's picture of them: G1's and a difference map, which is 0 for fresh networks.
  torch::Tensor refined(const torch::Tensor& coarse, const torch::Tensor& sources);

  int resolution;
  ResidualUNet g1{nullptr}, g2{nullptr};
};

/// The discriminator that goes with a generator of this width: as published, 64 channels at half
/// the resolution to 128 of the generator's. Narrow generators have it wider than that, since it
/// costs little.
PairDiscriminator make_pair_discriminator(int resolution, int width);

}  // namespace psgan::trainer
