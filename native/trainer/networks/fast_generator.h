// A generator that follows the pose from the first minutes of training on.
//
// In the paper's generator the latent's 4² features can draw a whole figure by themselves, and for
// a long time they do. Here the latent cannot carry structure: the first features are a convolution
// of the 4² condition map, and the latent only scales channels after each pixel norm. So the pose
// says where, and the latent what. (Shifting channels too lets the latent tint the whole ground.)
//
// Features are enlarged smoothly: with the papers' doubled pixels, short trainings leave plaid.
#pragma once

#include "trainer/networks/generator.h"

namespace psgan::trainer {

/// Makes latents [N,Z] ones of these looks [N], in place: a look's region is where the number at
/// its place is the largest of the first `look_count`. Exchanging two numbers of a normal latent
/// keeps it a normal one, so that the latents of all looks together are distributed as random ones
/// are.
void move_into_region(const torch::Tensor& latents, const torch::Tensor& looks, int look_count);

class FastGenerator : public Generator {
 public:
  explicit FastGenerator(const GeneratorSpec& spec);

  static constexpr int mapping_layers = 2;
  static constexpr int mapping_width = 128;
  /// Of the soft-max over looks: of twelve normal numbers the largest leads by 0.35 on average,
  /// which makes its look count 16 times as much as the next one's. Without it a dense mapping has
  /// to learn where the regions of the looks meet, and draws mixtures of all looks until it has.
  static constexpr double look_sharpness = 8;
  /// Below this resolution the latent decides on shapes (hair, the cut of clothes), from it on on
  /// colours. So a latent [N,2Z] is two characters: the shapes of the first Z numbers in the
  /// colours of the others.
  static constexpr int colours_from = 64;

  std::vector<EqualizedLinear> mapping;     ///< latent → style [N,mapping_width]
  std::vector<ConditionedConv> first;       ///< [stage]; at 4² of the map alone
  std::vector<EqualizedConv> second;        ///< [stage]
  std::vector<EqualizedLinear> modulation;  ///< [2·stage], [2·stage + 1]: style → scale of the
                                            ///< channels after `first` and `second`

 protected:
  /// latent [N,Z] or [N,2Z] → style [N,mapping_width] or [N,2·mapping_width]
  torch::Tensor prepare(const torch::Tensor& latent) override;
  torch::Tensor begin(const torch::Tensor& style, const torch::Tensor& map) override;
  torch::Tensor grow(int stage, const torch::Tensor& x, const torch::Tensor& style,
                     const torch::Tensor& map) override;

 private:
  torch::Tensor mapped(const torch::Tensor& latent);
  /// What follows the convolution whose output x is; `part` is added to x first.
  torch::Tensor finish(int which, const torch::Tensor& x, const torch::Tensor& style,
                       const torch::Tensor& part = {});
};

}  // namespace psgan::trainer
