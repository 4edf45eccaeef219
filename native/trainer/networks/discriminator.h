// The discriminator of both presets, which grows as the generator does.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "psgan/generator_spec.h"
#include "trainer/networks/condition_maps.h"
#include "trainer/networks/growth.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {

/// How the discriminator halves the resolution at the end of a block.
enum class Downsampling {
  after_activation,  ///< Progressive GAN's: convolution, leaky ReLU, average pooling.
  fused,             ///< Average pooling first, then leaky ReLU: one convolution with stride 2.
};

/// Image and pose → how real the pair looks. Progressive GAN's discriminator with the condition map
/// concatenated to the features at every scale.
class Discriminator : public torch::nn::Module {
 public:
  /// In what the architectures' discriminators differ.
  struct Kind {
    Downsampling downsampling;
    ConditionWeight condition_weight;
  };

  /// With fresh weights from LibTorch's global random numbers.
  explicit Discriminator(const GeneratorSpec& spec);

  /// What the first convolution of each resolution makes of the condition map, [stage]. Computed
  /// apart so that real and generated images of the same poses share it.
  using Conditioning = std::vector<torch::Tensor>;
  Conditioning condition(const ConditionPyramid& conditions, Growth growth);

  /// images [N,3,r,r] → logits [N]. What each resolution sees in them, [N,C,s,s] from r/2 down to
  /// 4, is added to `features` if given.
  torch::Tensor forward(const torch::Tensor& images, const Conditioning& conditioning,
                        Growth growth, std::vector<torch::Tensor>* features = nullptr);

  /// See Generator.
  void set_compute_type(torch::ScalarType type) { compute_type_ = type; }

 private:
  torch::Tensor from_rgb(int stage, const torch::Tensor& images);

  GeneratorSpec spec_;
  Downsampling downsampling_;
  torch::ScalarType compute_type_ = torch::kFloat32;
  std::vector<EqualizedConv> from_rgb_;  // [stage]
  std::vector<ConditionedConv> first_;   // [stage]
  std::vector<EqualizedConv> second_;    // [stage], none at 4²
  EqualizedLinear dense_{nullptr}, logit_{nullptr};
};

}  // namespace psgan::trainer
