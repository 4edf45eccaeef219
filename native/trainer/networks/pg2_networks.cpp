#include "trainer/networks/pg2_networks.h"

#include <algorithm>

#include "psgan/skeleton.h"
#include "trainer/networks/pose_mask.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

Tensor concatenated(const Tensor& a, const Tensor& b) { return torch::cat({a, b}, 1); }

}  // namespace

PairDiscriminatorImpl::PairDiscriminatorImpl(int resolution, int width)
    : DcganDiscriminatorImpl(6, resolution, width) {}

Tensor PairDiscriminatorImpl::forward(const Tensor& pictures, const Tensor& sources) {
  return DcganDiscriminatorImpl::forward(concatenated(pictures, sources));
}

Pg2Generator::Pg2Generator(int side, int width)
    : resolution(side),
      g1(UNetShape{3 + keypoint_count, side, unet_levels(side), width, unet_bottleneck}),
      g2(UNetShape{6, side, std::min(unet_levels(side), 4), width, 0}, true) {}

Tensor Pg2Generator::coarse(const Tensor& sources, const Tensor& keypoints) {
  return g1->forward(concatenated(sources, draw_pose_discs(keypoints, resolution)));
}

Tensor Pg2Generator::refined(const Tensor& coarse, const Tensor& sources) {
  return coarse + g2->forward(concatenated(coarse, sources));
}

PairDiscriminator make_pair_discriminator(int resolution, int width) {
  return PairDiscriminator(resolution, dcgan_width(width));
}

}  // namespace psgan::trainer
