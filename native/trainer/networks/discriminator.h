// The discriminator of both presets, which grows as the generator does.
#pragma once

#include <torch/torch.h>

#include <optional>
#include <vector>

#include "psgan/generator_spec.h"
#include "trainer/networks/condition_maps.h"
#include "trainer/networks/growth.h"
#include "trainer/networks/layers.h"
#include "trainer/networks/windows.h"

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

  /// What the first convolution of each resolution makes of the condition map. Computed apart so
  /// that real and generated images of the same poses share it.
  struct Conditioning {
    std::vector<torch::Tensor> parts;  ///< [stage]
    std::optional<Windows> windows;    ///< Of the images to judge; none: they are whole.
    std::vector<torch::Tensor> empty;  ///< [stage]: the same of a small map with nothing in it,
                                       ///< of the resolutions above Windows::whole_up_to.
  };
  Conditioning condition(const ConditionPyramid& conditions, Growth growth);

  /// images [N,3,r,r] (or their windows) → logits [N]. What each resolution sees in them, [N,C,s,s]
  /// from r/2 down to 4, is added to `features` if given. Around windows the ground is white.
  torch::Tensor forward(const torch::Tensor& images, const Conditioning& conditioning,
                        Growth growth, std::vector<torch::Tensor>* features = nullptr);

  /// See Generator.
  void set_compute_type(torch::ScalarType type) { compute_type_ = type; }

 private:
  /// What has become of the images on the way down.
  struct Seen {
    torch::Tensor features;
    torch::Tensor smaller;  ///< The images themselves at the resolution of the features, if they
                            ///< are added to them.
  };
  torch::Tensor from_rgb(int stage, const torch::Tensor& images);
  torch::Tensor empty_map(int side, const ConditionPyramid& like) const;
  /// One resolution down. `conditioning` is that of the stage.
  Seen halved(int stage, const Seen& seen, const torch::Tensor& conditioning, Growth growth);
  /// From windows at Windows::whole_up_to to whole pictures, around which is what the layers so far
  /// make of white ground.
  Seen with_ground(const Seen& seen, const Conditioning& conditioning, Growth growth);

  GeneratorSpec spec_;
  Downsampling downsampling_;
  torch::ScalarType compute_type_ = torch::kFloat32;
  std::vector<EqualizedConv> from_rgb_;  // [stage]
  std::vector<ConditionedConv> first_;   // [stage]
  std::vector<EqualizedConv> second_;    // [stage], none at 4²
  EqualizedLinear dense_{nullptr}, logit_{nullptr};
};

}  // namespace psgan::trainer
