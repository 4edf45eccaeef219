#include "trainer/networks/discriminator.h"

#include <string>

#include "trainer/networks/architectures.h"
#include "trainer/networks/fused.h"

namespace psgan::trainer {

using torch::Tensor;

Discriminator::Discriminator(const GeneratorSpec& spec) : spec_(spec) {
  const Kind kind = architecture_traits(spec.architecture).discriminator;
  downsampling_ = kind.downsampling;
  for (int resolution = 4; resolution <= spec.resolution; resolution *= 2) {
    const std::string suffix = std::to_string(resolution);
    const int features = feature_maps(spec, resolution);
    from_rgb_.emplace_back(3, features, 1);
    register_module("from_rgb" + suffix, from_rgb_.back());
    const bool last = resolution == 4;
    // The minibatch's deviation is one channel more, which no layer below makes.
    first_.emplace_back(conditioned_inputs(spec, features, last ? 1 : 0), features,
                        kind.condition_weight);
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

}  // namespace psgan::trainer
