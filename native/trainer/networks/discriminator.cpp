#include "trainer/networks/discriminator.h"

#include <string>

#include "trainer/networks/architectures.h"
#include "trainer/networks/fused.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

/// Of the patch of white ground around windows, at Windows::whole_up_to: its edge is seen two
/// pixels far.
constexpr int ground_side = 8;

}  // namespace

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
  Conditioning conditioning{{}, conditions.windows, {}};
  const auto part_of = [&](int stage, const Tensor& map) {
    return map_resolution(spec_, 4 << stage) < 4 << stage
               ? first_[stage]->enlarged_condition_part(map)
               : first_[stage]->condition_part(map);
  };
  for (int stage = 0; stage <= stage_of(growth.resolution); ++stage) {
    const int taken = map_resolution(spec_, 4 << stage);
    const bool in_windows = conditions.windows && 4 << stage > Windows::whole_up_to;
    conditioning.parts.push_back(part_of(
        stage, in_windows ? conditions.in(conditions.windows->at(taken)) : conditions.at(taken)));
    if (!conditions.windows) continue;
    const int side = ground_side * (4 << stage) / Windows::whole_up_to;
    conditioning.empty.push_back(
        in_windows ? part_of(stage, empty_map(side * taken / (4 << stage), drawn)) : Tensor());
  }
  return conditioning;
}

/// A map [1,C,side,side] with no point in it.
Tensor Discriminator::empty_map(int side, const ConditionPyramid& like) const {
  const Tensor nobody = torch::zeros({1, keypoint_count, 3}, like.maps[0].options());
  return in_type({{draw_condition_maps(nobody, spec_.encoding, side)}}, compute_type_).maps[0];
}

Tensor Discriminator::from_rgb(int stage, const Tensor& images) {
  const Tensor features = add_lrelu(from_rgb_[stage]->forward(images));
  return compute_type_ == torch::kFloat32 ? features : features.to(compute_type_);
}

Discriminator::Seen Discriminator::halved(int stage, const Seen& seen, const Tensor& conditioning,
                                          Growth growth) {
  Tensor x = add_lrelu(first_[stage]->feature_part(seen.features), conditioning);
  if (downsampling_ == Downsampling::fused) {
    x = add_lrelu(second_[stage]->forward_halved(x));
  } else {
    x = downsample_average(add_lrelu(second_[stage]->forward(x)));
  }
  const float share = stage == stage_of(growth.resolution) ? growth.alpha : 1;
  const bool adding = adds(spec_, 4 << stage);
  if (!adding && share == 1) return {x, seen.smaller};
  const Tensor smaller = downsample_average(seen.smaller);
  const Tensor below = from_rgb(stage - 1, smaller);
  return {adding ? below + x * share : mix(below, x, share), smaller};
}

Discriminator::Seen Discriminator::with_ground(const Seen& seen, const Conditioning& conditioning,
                                               Growth growth) {
  const int newest = stage_of(growth.resolution), whole = stage_of(Windows::whole_up_to);
  const int side = ground_side * growth.resolution / Windows::whole_up_to;
  const Tensor white = torch::ones({1, 3, side, side}, seen.smaller.options());
  Seen ground{from_rgb(newest, white), white};
  for (int stage = newest; stage > whole; --stage) {
    ground = halved(stage, ground, conditioning.empty[stage], growth);
  }
  // Its middle, where nothing has seen the patch's edge.
  const Tensor one = ground.features.narrow(2, ground_side / 2, 1).narrow(3, ground_side / 2, 1);
  const Regions regions = conditioning.windows->at(Windows::whole_up_to);
  const bool has_smaller = seen.smaller.size(2) == regions.height;
  return {pasted(seen.features, regions, one),
          has_smaller ? pasted(seen.smaller, regions, torch::ones({}, white.options())) : Tensor()};
}

Tensor Discriminator::forward(const Tensor& images, const Conditioning& conditioning, Growth growth,
                              std::vector<Tensor>* features) {
  const int newest = stage_of(growth.resolution);
  Seen seen{from_rgb(newest, images), images};
  for (int stage = newest; stage > 0; --stage) {
    if (conditioning.windows && 4 << stage == Windows::whole_up_to) {
      seen = with_ground(seen, conditioning, growth);
    }
    seen = halved(stage, seen, conditioning.parts[stage], growth);
    if (features) features->push_back(seen.features);
  }
  Tensor x = with_minibatch_stddev(seen.features);
  x = at_least_fp32(add_lrelu(first_[0]->feature_part(x), conditioning.parts[0]));
  // [N,C,4,4] is channels-last; reshape makes it the plain order that the dense layer's weights
  // are in.
  x = lrelu(dense_->forward(x.reshape({x.size(0), -1})));
  return logit_->forward(x).squeeze(1);
}

}  // namespace psgan::trainer
