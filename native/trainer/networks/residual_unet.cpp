#include "trainer/networks/residual_unet.h"

#include <string>

#include "psgan/generator_spec.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {

using torch::Tensor;

int unet_levels(int resolution) { return stage_of(resolution); }

ResidualUNetImpl::ResidualUNetImpl(const UNetShape& shape, bool last_begins_at_zero)
    : shape_(shape) {
  const auto channels = [&](int level) { return shape.width * (level + 1); };
  const int last = shape.levels - 1;
  first_ = before_relu(add_convolution(*this, "first", shape.inputs, shape.width, 3, 1));
  for (int level = 0; level <= last; ++level) {
    const std::string number = std::to_string(level);
    down_blocks_.push_back(add_residual_block(*this, "down" + number, channels(level)));
    if (level < last) {
      halve_.push_back(before_relu(
          add_convolution(*this, "halve" + number, channels(level), channels(level + 1), 3, 2)));
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
    up_blocks_.push_back(add_residual_block(*this, "up" + number, all));
    enlarge_.push_back(level == 0 ? torch::nn::Conv2d(nullptr)
                                  : before_relu(add_convolution(*this, "enlarge" + number, all,
                                                                channels(level - 1), 1, 1)));
    if (level == 0) last_ = add_convolution(*this, "last", all, 3, 3, 1);
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
    x = torch::cat(
        {torch::relu(spread_->forward(code)).view({x.size(0), -1, x.size(2), x.size(3)}), x}, 1);
  }
  for (std::size_t level = seen.size(); level-- > 0;) {
    if (level + 1 < seen.size()) x = torch::cat({x, seen[level]}, 1);
    x = up_blocks_[level](x);
    // A 1×1 convolution is the same before enlarging, and a quarter of the work.
    if (level > 0) x = upsample_nearest(torch::relu(enlarge_[level]->forward(x)));
  }
  return last_->forward(x);
}

}  // namespace psgan::trainer
