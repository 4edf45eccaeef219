// DCGAN's discriminator (Radford et al. 2015), as PG2 and DPG2 have it.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace psgan::trainer {

/// 5×5 convolutions of stride 2 down to 4², batch normalisation over the minibatch, leaky ReLU.
class DcganDiscriminatorImpl : public torch::nn::Module {
 public:
  /// `inputs`: channels of what is judged. `width`: channels at half the resolution; they double at
  /// each level, to eight times as many.
  DcganDiscriminatorImpl(int inputs, int resolution, int width);

  /// [N,inputs,r,r] → logits [N], how real each is.
  torch::Tensor forward(const torch::Tensor& input);

 private:
  std::vector<torch::nn::Conv2d> convolutions_;
  std::vector<torch::nn::BatchNorm2d> norms_;  // of all convolutions but the first
  torch::nn::Linear logit_{nullptr};
};
TORCH_MODULE(DcganDiscriminator);

/// The width that goes with a generator's: as published, 64 to 128 of the generator's. Narrow
/// generators have it wider than that, since it costs little.
int dcgan_width(int generator_width);

}  // namespace psgan::trainer
