// The networks of PG2 (Ma et al. 2017, "Pose Guided Person Image Generation"): G1 draws a picture's
// character in another pose, coarsely, G2 adds what is missing in it, and a discriminator judges
// pairs of a picture and its source. Tensors are [N,C,H,W] in fp32, pictures in [−1,1].
#pragma once

#include <torch/torch.h>

#include "trainer/networks/dcgan_discriminator.h"
#include "trainer/networks/residual_unet.h"

namespace psgan::trainer {

/// A picture and its source → how real the pair looks.
class PairDiscriminatorImpl : public DcganDiscriminatorImpl {
 public:
  /// `width`: channels at half the resolution.
  PairDiscriminatorImpl(int resolution, int width);

  /// Pictures and sources [N,3,r,r] → logits [N].
  torch::Tensor forward(const torch::Tensor& pictures, const torch::Tensor& sources);
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

/// The discriminator that goes with a generator of this width.
PairDiscriminator make_pair_discriminator(int resolution, int width);

}  // namespace psgan::trainer
