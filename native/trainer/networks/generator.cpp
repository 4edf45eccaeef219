#include "trainer/networks/generator.h"

#include <algorithm>
#include <string>

namespace psgan::trainer {

using torch::Tensor;

void Generator::register_to_rgb(double initial_value) {
  for (int resolution = 4; resolution <= spec_.resolution; resolution *= 2) {
    to_rgb.emplace_back(feature_maps(spec_, resolution), 3, 1, 1.0);
    const bool adds_to_it = adds(spec_, resolution);
    torch::nn::init::constant_(to_rgb.back()->bias, adds_to_it ? 0 : initial_value);
    if (adds_to_it) torch::nn::init::zeros_(to_rgb.back()->weight);
    register_module("to_rgb" + std::to_string(resolution), to_rgb.back());
  }
}

void Generator::truncate(const Tensor& latents, double psi) {
  const torch::NoGradGuard no_grad;
  const ConditionPyramid no_maps;
  const Truncation none;
  TensorOperations operations(no_maps, none);
  truncation_ = {style_of(operations, latents).mean(0, true), psi};
}

Tensor Generator::forward(const Tensor& latent, const ConditionPyramid& maps, Growth growth) {
  const ConditionPyramid conditions = in_type(maps, compute_type_);
  TensorOperations operations(conditions, truncation_);
  const std::int64_t size = spec_.latent_size;
  if (latent.size(1) != 2 * size) return draw(operations, latent, latent, growth);
  return draw(operations, latent.narrow(1, 0, size), latent.narrow(1, size, size), growth);
}

int Generator::first_drawn(Growth growth) const {
  const int last = stage_of(growth.resolution);
  if (adds(spec_, growth.resolution)) return stage_of(spec_.sum_from);
  return growth.alpha < 1 ? std::max(last - 1, 0) : last;
}

}  // namespace psgan::trainer
