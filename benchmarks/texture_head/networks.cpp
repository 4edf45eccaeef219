#include "texture_head/networks.h"

#include <cmath>
#include <string>

#include "trainer/networks/fused.h"
#include "trainer/networks/tensor_operations.h"

namespace psgan::texture_head {

using namespace trainer;
using torch::Tensor;

namespace {

constexpr int mapping_width = 128, colour_width = 32, told = 2;  // light and crease

/// What a dense layer makes of rows [M,in]: [M,out]. As a convolution over many images of one line,
/// since LibTorch's matrix products of so many rows, and convolutions of few images, are slow.
/// Few different lengths, as the kernel for each is made anew.
Tensor per_row(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  constexpr std::int64_t images = 64;
  const std::int64_t rows = x.size(0), length = (rows + 64 * images - 1) / (64 * images) * 64;
  const Tensor all =
      length * images == rows ? x : torch::constant_pad_nd(x, {0, 0, 0, length * images - rows});
  const Tensor lines = all.view({images, 1, length, -1}).permute({0, 3, 1, 2});
  return torch::conv2d(lines,
                       weight.view({weight.size(0), weight.size(1), 1, 1}).to(x.scalar_type()),
                       bias.to(x.scalar_type()))
      .permute({0, 2, 3, 1})
      .reshape({images * length, -1})
      .narrow(0, 0, rows);
}

/// Of features [N,C,H,W] in any type: [N,H,W,out].
Tensor per_pixel(EqualizedConv& layer, const Tensor& x) {
  const Tensor pixels = x.permute({0, 2, 3, 1}).contiguous();
  return per_row(pixels.flatten(0, 2), layer->scaled_weight(), layer->bias)
      .to(torch::kFloat32)
      .view({pixels.size(0), pixels.size(1), pixels.size(2), -1});
}

}  // namespace

TextureHeadImpl::TextureHeadImpl(const Sizes& sizes) : sizes_(sizes) {
  columns_ = static_cast<int>(std::ceil(std::sqrt(sizes.charts)));
  rows_ = (sizes.charts + columns_ - 1) / columns_;
  trunk_ = register_module("trunk", std::make_shared<FastGenerator>(sizes.trunk));
  for (int stage = first_head; (4 << stage) <= sizes.trunk.resolution; ++stage) {
    heads_.emplace_back(feature_maps(sizes.trunk, 4 << stage),
                        1 + 3 * sizes.charts + told + sizes.free, 1, 1.0);
    if (stage > first_head) torch::nn::init::zeros_(heads_.back()->weight);
    register_module("head" + std::to_string(4 << stage), heads_.back());
  }
  for (int i = 0; i < 2; ++i) {
    mapping_.emplace_back(i == 0 ? sizes.trunk.latent_size : mapping_width, mapping_width);
    register_module("mapping" + std::to_string(i), mapping_.back());
  }
  const std::vector<int>& features = sizes.texture_stages;
  const auto stages = features.size();
  const int side = sizes.texels >> (stages - 1);
  start_ =
      register_parameter("start", torch::randn({1, features[0], rows_ * side, columns_ * side}));
  for (std::size_t i = 0; i < stages; ++i) {
    const std::string number = std::to_string(i);
    if (i > 0) {
      first_.emplace_back(ConditionedConvImpl::Inputs{.features = features[i - 1]}, features[i],
                          ConditionWeight::as_features);
      register_module("first" + number, first_.back());
    }
    second_.emplace_back(features[i], features[i], 3);
    register_module("second" + number, second_.back());
    for (int m = i == 0 ? 1 : 0; m < 2; ++m) {
      modulation_.emplace_back(mapping_width, features[i], 1.0, 1.0);
      register_module("modulation" + number + "_" + std::to_string(m), modulation_.back());
    }
  }
  texels_ =
      register_module("texels", EqualizedConv(features.back(), sizes.texture_features, 1, 1.0));
  // What a texel's features weigh in its colour is the character's, as in FastGenerator's palette;
  // colours are among the traits, so that a linear way to them is short.
  palette_ = register_module("palette", EqualizedLinear(mapping_width, 3 * features.back(),
                                                        he_constant(features.back(), 1.0)));
  dyes_ = register_module("dyes", EqualizedLinear(sizes.trunk.latent_size, 3 * features.back(),
                                                  he_constant(features.back(), 1.0)));
  colour1_ = register_module(
      "colour1", EqualizedLinear(3 + sizes.texture_features + 1 + told + sizes.free, colour_width));
  colour2_ = register_module("colour2", EqualizedLinear(colour_width, 3, 1.0));
}

CellMaps TextureHeadImpl::cells(const Tensor& latents, const Tensor& keypoints, int side,
                                torch::ScalarType type, Tensor* logits) {
  const GeneratorSpec& spec = sizes_.trunk;
  const ConditionPyramid conditions = in_type(draw_condition_pyramid(keypoints, spec, side), type);
  const Truncation none;
  TensorOperations operations(conditions, none);
  const auto styles = trunk_->styles_of(operations, latents, latents);
  Tensor x = trunk_->begin(operations, styles);
  Tensor numbers;
  for (int stage = 0; (4 << stage) <= side; ++stage) {
    if (stage > 0) x = trunk_->grow(operations, stage, x, styles);
    if (stage < first_head) continue;
    const Tensor said = per_pixel(heads_[static_cast<std::size_t>(stage - first_head)], x);
    numbers = numbers.defined()
                  ? upsample_bilinear(numbers.permute({0, 3, 1, 2})).permute({0, 2, 3, 1}) + said
                  : said;
  }
  const int k = sizes_.charts;
  const Tensor raw = numbers.narrow(3, 0, k + 1);
  if (logits) *logits = raw;
  CellMaps maps;
  maps.shares = torch::softmax(raw, 3);
  maps.places =
      (numbers.narrow(3, k + 1, 2 * k) * 0.5 + 0.5).reshape({numbers.size(0), side, side, k, 2});
  maps.more = numbers.narrow(3, 3 * k + 1, told + sizes_.free);
  return maps;
}

Tensor TextureHeadImpl::textures(const Tensor& latents, torch::ScalarType type) {
  Tensor style = latents;
  for (EqualizedLinear& layer : mapping_) style = lrelu(layer->forward(style));
  const std::int64_t count = latents.size(0);
  Tensor x =
      start_.expand({count, -1, -1, -1}).contiguous(torch::MemoryFormat::ChannelsLast).to(type);
  std::size_t m = 0;
  for (std::size_t i = 0; i < second_.size(); ++i) {
    if (i > 0) {
      x = add_lrelu_norm(first_[i - 1]->enlarged_part(x), {}, modulation_[m++]->forward(style));
    }
    x = add_lrelu_norm(second_[i]->forward(x), {}, modulation_[m++]->forward(style));
  }
  const Tensor weights =
      (palette_->forward(style) + dyes_->forward(latents)).view({count, 3, x.size(1)});
  const Tensor pixels = x.permute({0, 2, 3, 1}).to(torch::kFloat32);
  const Tensor colours = torch::bmm(pixels.flatten(1, 2), weights.transpose(1, 2))
                             .view({count, x.size(2), x.size(3), 3});
  const Tensor texels = torch::cat({colours, per_pixel(texels_, x)}, 3);
  const int side = sizes_.texels;
  return texels.view({count, rows_, side, columns_, side, -1})
      .permute({0, 1, 3, 2, 4, 5})
      .reshape({count, static_cast<std::int64_t>(rows_) * columns_, side, side, -1})
      .narrow(1, 0, sizes_.charts)
      .contiguous();
}

Tensor TextureHeadImpl::paint(const CellMaps& cells, const Tensor& textures, int resolution,
                              double sharpness) {
  const Samples samples = sampled(cells, textures, resolution, sharpness);
  const auto dense = [](EqualizedLinear& layer, const Tensor& x) {
    return per_row(x, layer->scaled_weight(), layer->bias);
  };
  const Tensor colours = samples.features.narrow(1, 0, 3) +
                         dense(colour2_, add_lrelu(dense(colour1_, samples.features), {}));
  return painted(samples, colours, cells.shares.size(0), resolution);
}

std::vector<Tensor> TextureHeadImpl::outer() const {
  std::vector<Tensor> chosen{start_};
  const auto add = [&](const auto& layer) {
    for (const Tensor& parameter : layer->parameters()) chosen.push_back(parameter);
  };
  for (const EqualizedConv& layer : heads_) add(layer);
  add(texels_);
  add(palette_);
  add(dyes_);
  add(colour1_);
  add(colour2_);
  return chosen;
}

std::vector<Tensor> TextureHeadImpl::inner() const {
  std::vector<Tensor> chosen;
  const std::vector<Tensor> others = outer();
  for (const Tensor& parameter : parameters()) {
    bool other = false;
    for (const Tensor& one : others) other = other || one.is_same(parameter);
    if (!other) chosen.push_back(parameter);
  }
  return chosen;
}

}  // namespace psgan::texture_head
