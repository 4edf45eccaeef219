#include "trainer/networks.h"

#include <algorithm>

#include "trainer/fast_generator.h"
#include "trainer/fused.h"
#include "trainer/paper_generator.h"

namespace psgan {

using torch::Tensor;

namespace {

Tensor at_least_fp32(const Tensor& x) {
  return x.to(c10::promoteTypes(x.scalar_type(), torch::kFloat32));
}

}  // namespace

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

std::shared_ptr<Generator> make_generator(const GeneratorSpec& spec) {
  if (spec.architecture == Architecture::paper) return std::make_shared<PaperGenerator>(spec);
  return std::make_shared<FastGenerator>(spec);
}

Discriminator::Discriminator(const GeneratorSpec& spec)
    : spec_(spec),
      downsampling_(spec.architecture == Architecture::paper ? Downsampling::after_activation
                                                             : Downsampling::fused) {
  const int maps = channels(spec.encoding);
  const auto condition_weight = spec.architecture == Architecture::paper
                                    ? ConditionWeight::as_features
                                    : ConditionWeight::heard;
  for (int resolution = 4; resolution <= spec.resolution; resolution *= 2) {
    const std::string suffix = std::to_string(resolution);
    const int features = feature_maps(spec, resolution);
    from_rgb_.emplace_back(3, features, 1);
    register_module("from_rgb" + suffix, from_rgb_.back());
    const bool last = resolution == 4;
    first_.emplace_back(last ? features + 1 : features, maps, features, condition_weight);
    register_module("first" + suffix, first_.back());
    second_.push_back(last ? EqualizedConv{nullptr}
                           : EqualizedConv(features, feature_maps(spec, resolution / 2), 3));
    if (!last) register_module("second" + suffix, second_.back());
    if (adds(spec, resolution)) torch::nn::init::zeros_(second_.back()->weight);
  }
  const int features = feature_maps(spec, 4);
  dense_ = register_module("dense", EqualizedLinear(features * 4 * 4, features));
  logit_ = register_module("logit", EqualizedLinear(features, 1, 1.0));
}

Discriminator::Conditioning Discriminator::condition(const ConditionPyramid& drawn, Growth growth) {
  const ConditionPyramid conditions = in_type(drawn, compute_type_);
  Conditioning parts;
  for (int stage = 0; stage <= stage_of(growth.resolution); ++stage) {
    const int resolution = 4 << stage, taken = map_resolution(spec_, resolution);
    const Tensor& map = conditions.at(taken);
    parts.push_back(taken < resolution ? first_[stage]->enlarged_condition_part(map)
                                       : first_[stage]->condition_part(map));
  }
  return parts;
}

Tensor Discriminator::from_rgb(int stage, const Tensor& images) {
  const Tensor features = add_lrelu(from_rgb_[stage]->forward(images));
  return compute_type_ == torch::kFloat32 ? features : features.to(compute_type_);
}

Tensor Discriminator::forward(const Tensor& images, const Conditioning& conditioning, Growth growth,
                              std::vector<Tensor>* features) {
  const int newest = stage_of(growth.resolution);
  Tensor smaller = images, x = from_rgb(newest, images);
  for (int stage = newest; stage > 0; --stage) {
    x = add_lrelu(first_[stage]->feature_part(x), conditioning[stage]);
    if (downsampling_ == Downsampling::fused) {
      x = add_lrelu(second_[stage]->forward_halved(x));
    } else {
      x = downsample_average(add_lrelu(second_[stage]->forward(x)));
    }
    const float share = stage == newest ? growth.alpha : 1;
    const bool adding = adds(spec_, 4 << stage);
    if (adding || share < 1) {
      smaller = downsample_average(smaller);
      const Tensor below = from_rgb(stage - 1, smaller);
      x = adding ? below + x * share : mix(below, x, share);
    }
    if (features) features->push_back(x);
  }
  x = at_least_fp32(add_lrelu(first_[0]->feature_part(with_minibatch_stddev(x)), conditioning[0]));
  // [N,C,4,4] is channels-last; reshape makes it the plain order that the dense layer's weights
  // are in.
  x = lrelu(dense_->forward(x.reshape({x.size(0), -1})));
  return logit_->forward(x).squeeze(1);
}

Tensor mix(const Tensor& lower, const Tensor& upper, float alpha) {
  if (alpha <= 0) return lower;
  if (alpha >= 1) return upper;
  return torch::lerp(lower, upper, alpha);
}

Tensor fade_images(const Tensor& images, Growth growth, Tensor (*enlarge)(const Tensor&)) {
  if (growth.alpha >= 1 || growth.resolution == 4) return images;
  return mix(enlarge(downsample_average(images)), images, growth.alpha);
}

}  // namespace psgan
