#include "trainer/networks/residual_blocks.h"

namespace psgan::trainer {

using torch::Tensor;

torch::nn::Conv2d add_convolution(torch::nn::Module& module, const std::string& name, int in,
                                  int out, int kernel, int stride) {
  return module.register_module(
      name, torch::nn::Conv2d(
                torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2)));
}

torch::nn::Conv2d before_relu(torch::nn::Conv2d convolution) {
  torch::nn::init::kaiming_normal_(convolution->weight, 0, torch::kFanIn, torch::kReLU);
  torch::nn::init::zeros_(convolution->bias);
  return convolution;
}

torch::nn::Linear before_relu(torch::nn::Linear linear) {
  torch::nn::init::kaiming_normal_(linear->weight, 0, torch::kFanIn, torch::kReLU);
  torch::nn::init::zeros_(linear->bias);
  return linear;
}

ResidualBlock add_residual_block(torch::nn::Module& module, const std::string& name, int channels) {
  // The second one's weights stay small, so that the sums over many blocks do not grow.
  return {before_relu(add_convolution(module, name + "_first", channels, channels, 3, 1)),
          add_convolution(module, name + "_second", channels, channels, 3, 1)};
}

Tensor ResidualBlock::operator()(const Tensor& x) {
  return x + torch::relu(second->forward(torch::relu(first->forward(x))));
}

ResidualMlpImpl::ResidualMlpImpl(int inputs, int width, int blocks, int outputs) {
  first_ = before_relu(register_module("first", torch::nn::Linear(inputs, width)));
  for (int i = 0; i < blocks; ++i) {
    const std::string name = "block" + std::to_string(i);
    const auto inner =
        before_relu(register_module(name + "_first", torch::nn::Linear(width, width)));
    blocks_.push_back({inner, register_module(name + "_second", torch::nn::Linear(width, width))});
  }
  last_ = register_module("last", torch::nn::Linear(width, outputs));
}

Tensor ResidualMlpImpl::forward(const Tensor& input) {
  Tensor x = torch::relu(first_->forward(input));
  for (Block& block : blocks_) {
    x = x + block.second->forward(torch::relu(block.first->forward(x)));
  }
  return last_->forward(x);
}

}  // namespace psgan::trainer
