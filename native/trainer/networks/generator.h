// What both presets' generators have in common: they grow from 4² on, each new resolution fading
// in, and take the condition map of the matching resolution at every scale.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "psgan/generator_spec.h"
#include "trainer/networks/condition_maps.h"
#include "trainer/networks/growth.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {

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

}  // namespace psgan::trainer
