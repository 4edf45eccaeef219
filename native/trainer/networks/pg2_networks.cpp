#include "trainer/networks/pg2_networks.h"

#include <algorithm>
#include <string>

#include "psgan/generator_spec.h"
#include "psgan/skeleton.h"
#include "trainer/networks/layers.h"
#include "trainer/networks/pose_mask.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr int bottleneck_numbers = 64;

/// log2(r) − 2, so that the last level is 8².
int levels_at(int resolution) { return stage_of(resolution); }

/// He's initial weights (He et al. 2015), for a convolution that ReLU follows: LibTorch's own are
/// so small that in so deep a network what the input says is lost at first.
torch::nn::Conv2d before_relu(torch::nn::Conv2d convolution) {
  torch::nn::init::kaiming_normal_(convolution->weight, 0, torch::kFanIn, torch::kReLU);
  torch::nn::init::zeros_(convolution->bias);
  return convolution;
}

Tensor concatenated(const Tensor& a, const Tensor& b) { return torch::cat({a, b}, 1); }

}  // namespace

torch::nn::Conv2d ResidualUNetImpl::convolution(const std::string& name, int in, int out,
                                                int kernel, int stride) {
  return register_module(
      name, torch::nn::Conv2d(
                torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2)));
}

ResidualUNetImpl::Block ResidualUNetImpl::make_block(const std::string& name, int channels) {
  // The second one's weights stay small, so that the sums over many blocks do not grow.
  return {before_relu(convolution(name + "_first", channels, channels, 3, 1)),
          convolution(name + "_second", channels, channels, 3, 1)};
}

Tensor ResidualUNetImpl::Block::operator()(const Tensor& x) {
  return x + torch::relu(second->forward(torch::relu(first->forward(x))));
}

ResidualUNetImpl::ResidualUNetImpl(const UNetShape& shape, bool last_begins_at_zero)
    : shape_(shape) {
  const auto channels = [&](int level) { return shape.width * (level + 1); };
  const int last = shape.levels - 1;
  first_ = before_relu(convolution("first", shape.inputs, shape.width, 3, 1));
  for (int level = 0; level <= last; ++level) {
    const std::string number = std::to_string(level);
    down_blocks_.push_back(make_block("down" + number, channels(level)));
    if (level < last) {
      halve_.push_back(
          before_relu(convolution("halve" + number, channels(level), channels(level + 1), 3, 2)));
    }
  }
  if (shape.bottleneck > 0) {
    const int side = shape.resolution >> last, pixels = side * side;
    code_ = register_module("code", torch::nn::Linear(channels(last) * pixels, shape.bottleneck));
    spread_ = register_module("spread", torch::nn::Linear(shape.bottleneck, shape.width * pixels));
  }
  for (int level = 0; level <= last; ++level) {
    const std::string number = std::to_string(level);
    const bool begins = level == last;
    const int from_below = begins ? (shape.bottleneck > 0 ? shape.width : 0) : channels(level);
    const int all = from_below + channels(level);
    up_blocks_.push_back(make_block("up" + number, all));
    enlarge_.push_back(
        level == 0 ? torch::nn::Conv2d(nullptr)
                   : before_relu(convolution("enlarge" + number, all, channels(level - 1), 1, 1)));
    if (level == 0) last_ = convolution("last", all, 3, 3, 1);
  }
  if (!last_begins_at_zero) return;
  const torch::NoGradGuard no_grad;
  last_->weight.zero_();
  last_->bias.zero_();
}

Tensor ResidualUNetImpl::forward(const Tensor& input) {
  Tensor x = torch::relu(first_->forward(input.contiguous(torch::MemoryFormat::ChannelsLast)));
  std::vector<Tensor> seen;
  for (std::size_t level = 0; level < down_blocks_.size(); ++level) {
    x = down_blocks_[level](x);
    seen.push_back(x);
    if (level < halve_.size()) x = torch::relu(halve_[level]->forward(x));
  }
  if (shape_.bottleneck > 0) {
    const Tensor code = code_->forward(x.flatten(1));
    x = concatenated(
        torch::relu(spread_->forward(code)).view({x.size(0), -1, x.size(2), x.size(3)}), x);
  }
  for (std::size_t level = seen.size(); level-- > 0;) {
    if (level + 1 < seen.size()) x = concatenated(x, seen[level]);
    x = up_blocks_[level](x);
    // A 1×1 convolution is the same before enlarging, and a quarter of the work.
    if (level > 0) x = upsample_nearest(torch::relu(enlarge_[level]->forward(x)));
  }
  return last_->forward(x);
}

PairDiscriminatorImpl::PairDiscriminatorImpl(int resolution, int width) {
  int in = 6, out = width, side = resolution;
  while (side > 4) {
    const std::string number = std::to_string(convolutions_.size());
    convolutions_.push_back(register_module(
        "halve" + number,
        torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 5).stride(2).padding(2))));
    if (convolutions_.size() > 1) {
      // Without running means: it only ever judges minibatches.
      norms_.push_back(register_module(
          "norm" + number,
          torch::nn::BatchNorm2d(torch::nn::BatchNorm2dOptions(out).track_running_stats(false))));
    }
    in = out;
    out = std::min(2 * out, 8 * width);
    side /= 2;
  }
  logit_ = register_module("logit", torch::nn::Linear(in * side * side, 1));
  const torch::NoGradGuard no_grad;
  // DCGAN's initial weights.
  for (auto& convolution : convolutions_) {
    convolution->weight.normal_(0, 0.02);
    convolution->bias.zero_();
  }
}

Tensor PairDiscriminatorImpl::forward(const Tensor& pictures, const Tensor& sources) {
  Tensor x = concatenated(pictures, sources).contiguous(torch::MemoryFormat::ChannelsLast);
  for (std::size_t i = 0; i < convolutions_.size(); ++i) {
    x = convolutions_[i]->forward(x);
    if (i > 0) x = norms_[i - 1]->forward(x);
    x = torch::leaky_relu(x, 0.2);
  }
  return logit_->forward(x.flatten(1)).squeeze(1);
}

Pg2Generator::Pg2Generator(int side, int width)
    : resolution(side),
      g1(UNetShape{3 + keypoint_count, side, levels_at(side), width, bottleneck_numbers}),
      g2(UNetShape{6, side, std::min(levels_at(side), 4), width, 0}, true) {}

Tensor Pg2Generator::coarse(const Tensor& sources, const Tensor& keypoints) {
  return g1->forward(concatenated(sources, draw_pose_discs(keypoints, resolution)));
}

Tensor Pg2Generator::refined(const Tensor& coarse, const Tensor& sources) {
  return coarse + g2->forward(concatenated(coarse, sources));
}

PairDiscriminator make_pair_discriminator(int resolution, int width) {
  return PairDiscriminator(resolution, std::min(2 * width, 64));
}

}  // namespace psgan::trainer
