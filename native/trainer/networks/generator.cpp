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
  average_ = prepare(latents).mean(0, true);
  psi_ = psi;
}

Tensor Generator::forward(const Tensor& latent, const ConditionPyramid& maps, Growth growth) {
  const ConditionPyramid conditions = in_type(maps, compute_type_);
  const int last = stage_of(growth.resolution);
  Tensor prepared = prepare(latent);
  if (average_.defined()) prepared = average_.lerp(prepared, psi_);
  const int first = first_drawn(growth);
  Tensor image, x = begin(prepared, conditions.maps.at(0));
  for (int stage = 0; stage <= last; ++stage) {
    if (stage > 0) {
      x = grow(stage, x, prepared, conditions.at(map_resolution(spec_, 4 << stage)));
    }
    if (stage < first) continue;
    const Tensor drawn = to_rgb[stage]->forward(at_least_fp32(x));
    if (stage == first) {
      image = drawn;
    } else if (adds(spec_, 4 << stage)) {
      image = upsample_bilinear(image) + drawn * (stage == last ? growth.alpha : 1);
    } else {
      image = mix(upsample_nearest(image), drawn, growth.alpha);
    }
  }
  return image;
}

int Generator::first_drawn(Growth growth) const {
  const int last = stage_of(growth.resolution);
  if (adds(spec_, growth.resolution)) return stage_of(spec_.sum_from);
  return growth.alpha < 1 ? std::max(last - 1, 0) : last;
}

}  // namespace psgan::trainer
