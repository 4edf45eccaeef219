// What the networks of PG2 and DPG2 are made of: plain convolutions and dense layers, and residual
// blocks of two. All are registered in the module that they are part of. Tensors are [N,C,H,W] or
// [N,C] in fp32.
#pragma once

#include <torch/torch.h>

#include <string>
#include <vector>

namespace psgan::trainer {

/// A convolution with "same" padding, a part of `module`.
torch::nn::Conv2d add_convolution(torch::nn::Module& module, const std::string& name, int in,
                                  int out, int kernel, int stride);

/// He's initial weights (He et al. 2015), for a convolution or dense layer that ReLU follows:
/// LibTorch's own are so small that in a deep network what the input says is lost at first.
torch::nn::Conv2d before_relu(torch::nn::Conv2d convolution);
torch::nn::Linear before_relu(torch::nn::Linear linear);

/// Two 3×3 convolutions, each followed by ReLU, whose result is added to what they were given.
struct ResidualBlock {
  torch::nn::Conv2d first{nullptr}, second{nullptr};
  torch::Tensor operator()(const torch::Tensor& x);
};
ResidualBlock add_residual_block(torch::nn::Module& module, const std::string& name, int channels);

/// Dense layers: one to `width` numbers, `blocks` residual blocks of two layers each, one to the
/// outputs, which are not bounded.
class ResidualMlpImpl : public torch::nn::Module {
 public:
  ResidualMlpImpl(int inputs, int width, int blocks, int outputs);

  /// [N,inputs] → [N,outputs]
  torch::Tensor forward(const torch::Tensor& input);

 private:
  struct Block {
    torch::nn::Linear first, second;
  };
  torch::nn::Linear first_{nullptr}, last_{nullptr};
  std::vector<Block> blocks_;
};
TORCH_MODULE(ResidualMlp);

}  // namespace psgan::trainer
