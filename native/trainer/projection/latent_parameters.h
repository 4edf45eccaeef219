// Latents as numbers that gradients can move without leaving where the latents of characters lie.
#pragma once

#include <torch/torch.h>

#include "psgan/generator_spec.h"
#include "psgan/latent_space.h"

namespace psgan::trainer {

/// How choices among traits are made of parameters.
enum class Choices {
  relaxed,  ///< As a soft-max of their numbers: a mixture of options, which gradients can move.
  made      ///< As the option with the largest number alone.
};

/// Parameters are as many as a latent's numbers and stand in the same places. For a space with
/// traits a choice's are the logits of its options, colours and amounts are themselves, from −1 to
/// 1, and what shows only with certain options counts by how much these were chosen. All others are
/// the latent's numbers, which are normally distributed.
class LatentParameters {
 public:
  explicit LatentParameters(LatentSpace space);

  const LatentSpace& space() const { return space_; }

  /// Of these latents [N,Z]: relaxed, a choice made is one of six to four, so that gradients can
  /// still change it.
  torch::Tensor of_latents(const torch::Tensor& latents) const;
  /// [N,Z] of parameters [N,Z].
  torch::Tensor latents(const torch::Tensor& parameters, Choices choices) const;
  /// The traits of one latent [1,Z]. The space must have traits.
  TraitValues values(const torch::Tensor& latent) const;
  /// [N]: how far the free numbers are from where random ones lie, half the mean of their squares.
  torch::Tensor unlikelihood(const torch::Tensor& parameters) const;
  /// Colours and amounts back to −1 to 1, in place.
  void keep_in_range(const torch::Tensor& parameters) const;

 private:
  LatentSpace space_;
  std::vector<TraitPlace> places_;
  std::int64_t choices_ = 0, traits_ = 0;  // so many of the first numbers
};

}  // namespace psgan::trainer
