// What all generators have in common: they grow from 4² on, each new resolution fading in, and take
// the condition map of the matching resolution at every scale.
#pragma once

#include <torch/torch.h>

#include <string>
#include <utility>
#include <vector>

#include "psgan/generator_spec.h"
#include "psgan/latent_space.h"
#include "trainer/networks/condition_maps.h"
#include "trainer/networks/growth.h"
#include "trainer/networks/layers.h"
#include "trainer/networks/tensor_operations.h"

namespace psgan::trainer {

/// Latent and pose → image. Holds the layers of all resolutions from the start.
class Generator : public torch::nn::Module {
 public:
  explicit Generator(const GeneratorSpec& spec) : spec_(spec), latents_{.size = spec.latent_size} {}

  /// latent [N,Z], conditions up to growth.resolution → image [N,3,r,r] (or its windows), not
  /// clamped. latent
  /// [N,2Z] is two characters, if the architecture can tell: the shapes of the first Z numbers in
  /// the colours of the others.
  torch::Tensor forward(const torch::Tensor& latent, const ConditionPyramid& conditions,
                        Growth growth);

  /// From now on, what the latent says is drawn towards its average over these latents: psi is 1
  /// for not at all, 0 for the average itself.
  void truncate(const torch::Tensor& latents, double psi);

  const GeneratorSpec& spec() const { return spec_; }
  /// How seeds become latents; those of spec().traits traits must be set.
  const LatentSpace& latents() const { return latents_; }
  void set_latents(LatentSpace latents) { latents_ = std::move(latents); }

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

  /// image_of() this network.
  virtual torch::Tensor draw(TensorOperations& operations, const torch::Tensor& latent,
                             const torch::Tensor& colours, Growth growth) = 0;
  /// What all blocks take of a latent, before truncation.
  virtual torch::Tensor style_of(TensorOperations& operations, const torch::Tensor& latent) = 0;

 private:
  GeneratorSpec spec_;
  LatentSpace latents_;
  Truncation truncation_;
  torch::ScalarType compute_type_ = torch::kFloat32;
};

/// The image that a network draws, written over `Operations` (TensorOperations or OnnxOperations).
/// A network has, each a template over them: styles_of(operations, latent, colours), which is all
/// that the layers take of the latent; begin(operations, styles) for the 4² features;
/// grow(operations, stage, x, styles) for those of the next resolution; rgb(operations, stage, x,
/// styles) for what a resolution draws.
template <typename Network, typename Operations>
typename Operations::Value image_of(Network& network, Operations& operations,
                                    const typename Operations::Value& latent,
                                    const typename Operations::Value& colours, Growth growth) {
  using Value = typename Operations::Value;
  const int last = stage_of(growth.resolution), first = network.first_drawn(growth);
  const auto styles = network.styles_of(operations, latent, colours);
  Value image, x = network.begin(operations, styles);
  for (int stage = 0; stage <= last; ++stage) {
    const int resolution = 4 << stage;
    if (stage > 0) x = operations.kept(network.grow(operations, stage, x, styles), resolution);
    if (stage < first) continue;
    const Value drawn = network.rgb(operations, stage, x, styles);
    const float share = stage == last ? growth.alpha : 1;
    if (stage == first) {
      image = drawn;
    } else if (adds(network.spec(), resolution)) {
      image = operations.add(operations.kept(operations.upsample_bilinear(image), resolution),
                             drawn, share);
    } else {
      image = operations.mix(operations.kept(operations.upsample_nearest(image), resolution), drawn,
                             share);
    }
  }
  return image;
}

}  // namespace psgan::trainer
