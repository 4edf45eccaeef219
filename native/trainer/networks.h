// What both presets' networks have in common: they grow from 4² on, each new resolution fading in,
// and take the condition map of the matching resolution at every scale.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "psgan/generator_spec.h"
#include "trainer/condition_maps.h"
#include "trainer/layers.h"

namespace psgan {

/// How far the networks have grown.
struct Growth {
  int resolution = 4;  ///< Of the images made and judged.
  float alpha = 1;     ///< Share of the newest resolution's layers, 0 to 1 while they fade in.
};

/// Latent and pose → image. Holds the layers of all resolutions from the start.
class Generator : public torch::nn::Module {
 public:
  explicit Generator(const GeneratorSpec& spec) : spec_(spec) {}

  /// latent [N,Z], conditions up to growth.resolution → image [N,3,r,r], not clamped.
  torch::Tensor forward(const torch::Tensor& latent, const ConditionPyramid& conditions,
                        Growth growth);

  /// From now on, what the latent says is drawn towards its average over these latents: psi is 1
  /// for not at all, 0 for the average itself.
  void truncate(const torch::Tensor& latents, double psi);

  const GeneratorSpec& spec() const { return spec_; }

  /// The first stage that draws anything of the picture.
  int first_drawn(Growth growth) const;
  /// What features are computed in; weights, mapping, pixel norm's sums and images stay fp32.
  void set_compute_type(torch::ScalarType type) { compute_type_ = type; }
  torch::ScalarType compute_type() const { return compute_type_; }

  std::vector<EqualizedConv> to_rgb;  ///< [stage]

 protected:
  /// Registers to_rgb; images start at this value, as a white ground is +1, and what is added to
  /// them at zero.
  void register_to_rgb(double initial_value);

  /// What all blocks need of the latent (nothing, or channel modulations).
  virtual torch::Tensor prepare(const torch::Tensor& latent) = 0;
  /// The features at 4².
  virtual torch::Tensor begin(const torch::Tensor& prepared, const torch::Tensor& map) = 0;
  /// The features of one stage from those of the stage below, and the map that it takes.
  virtual torch::Tensor grow(int stage, const torch::Tensor& x, const torch::Tensor& prepared,
                             const torch::Tensor& map) = 0;

 private:
  GeneratorSpec spec_;
  torch::Tensor average_;  // what prepare() gives on average; undefined without truncation
  double psi_ = 1;
  torch::ScalarType compute_type_ = torch::kFloat32;
};

/// The networks of spec.architecture with fresh weights from LibTorch's global random numbers.
std::shared_ptr<Generator> make_generator(const GeneratorSpec& spec);

/// How the discriminator halves the resolution at the end of a block.
enum class Downsampling {
  after_activation,  ///< Progressive GAN's: convolution, leaky ReLU, average pooling.
  fused,             ///< Average pooling first, then leaky ReLU: one convolution with stride 2.
};

/// Image and pose → how real the pair looks. Progressive GAN's discriminator with the condition map
/// concatenated to the features at every scale.
class Discriminator : public torch::nn::Module {
 public:
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

/// What is linear between `lower` and `upper`; alpha 0 and 1 cost nothing.
torch::Tensor mix(const torch::Tensor& lower, const torch::Tensor& upper, float alpha);

/// Real images as they look while growth.alpha fades in: mixed with their own half resolution,
/// which `enlarge` brings back to the size of the images.
torch::Tensor fade_images(const torch::Tensor& images, Growth growth,
                          torch::Tensor (*enlarge)(const torch::Tensor&) = upsample_nearest);

}  // namespace psgan
