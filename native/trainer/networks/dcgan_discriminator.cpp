#include "trainer/networks/dcgan_discriminator.h"

#include <algorithm>
#include <string>

namespace psgan::trainer {

using torch::Tensor;

DcganDiscriminatorImpl::DcganDiscriminatorImpl(int inputs, int resolution, int width) {
  int in = inputs, out = width, side = resolution;
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

Tensor DcganDiscriminatorImpl::forward(const Tensor& input) {
  Tensor x = input.contiguous(torch::MemoryFormat::ChannelsLast);
  for (std::size_t i = 0; i < convolutions_.size(); ++i) {
    x = convolutions_[i]->forward(x);
    if (i > 0) x = norms_[i - 1]->forward(x);
    x = torch::leaky_relu(x, 0.2);
  }
  return logit_->forward(x.flatten(1)).squeeze(1);
}

int dcgan_width(int generator_width) { return std::min(2 * generator_width, 64); }

}  // namespace psgan::trainer
