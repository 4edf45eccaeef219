#include "trainer/networks/texture_generator.h"

#include <string>

#include "psgan/error.h"
#include "trainer/networks/fused.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

/// What a dense layer makes of rows [M,in]: [M,out]. As a convolution over many images of one line,
/// since LibTorch's matrix products of so many rows, and convolutions of few images, are slow.
/// Few different lengths, as the kernel for each is made anew.
Tensor per_row(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  constexpr std::int64_t images = 64;
  const std::int64_t rows = x.size(0), length = (rows + 64 * images - 1) / (64 * images) * 64;
  if (rows == 0) return torch::zeros({0, weight.size(0)}, x.options());
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

GeneratorSpec TextureGenerator::trunk_spec(const GeneratorSpec& spec) {
  GeneratorSpec trunk;
  trunk.encoding = spec.encoding;
  trunk.resolution = spec.cells;
  trunk.latent_size = spec.latent_size;
  trunk.traits = spec.traits;
  trunk.fmap_base = spec.fmap_base;
  trunk.fmap_max = spec.fmap_max;
  return trunk;
}

TextureGenerator::TextureGenerator(const GeneratorSpec& spec) : Generator(spec) {
  if (spec.parts.empty()) {
    throw Error("a texture generator without parts: expected those of a data set with coordinates");
  }
  const int charts = charts_of(spec.parts);
  trunk = register_module("trunk", std::make_shared<FastGenerator>(trunk_spec(spec)));
  for (int stage = first_head; (4 << stage) <= spec.cells; ++stage) {
    heads.emplace_back(feature_maps(trunk->spec(), 4 << stage), 1 + 3 * charts + paint_extras, 1,
                       1.0);
    if (stage > first_head) torch::nn::init::zeros_(heads.back()->weight);
    register_module("head" + std::to_string(4 << stage), heads.back());
  }
  textures = register_module("textures", Textures(spec));
  colour1 = register_module("colour1", EqualizedLinear(colour_inputs, colour_width));
  colour2 = register_module("colour2", EqualizedLinear(colour_width, 3, 1.0));
}

CellMaps TextureGenerator::cells(const Tensor& latents, const ConditionPyramid& conditions,
                                 int side, Tensor* logits) {
  const ConditionPyramid maps = in_type(conditions, compute_type());
  const Truncation none;
  TensorOperations operations(maps, none);
  return cells_by(operations, latents, side, logits);
}

CellMaps TextureGenerator::cells_by(TensorOperations& operations, const Tensor& latents, int side,
                                    Tensor* logits) {
  const auto styles = trunk->styles_of(operations, latents, latents);
  Tensor x = trunk->begin(operations, styles);
  Tensor numbers;
  for (int stage = 0; (4 << stage) <= side; ++stage) {
    if (stage > 0) x = trunk->grow(operations, stage, x, styles);
    if (stage < first_head) continue;
    const Tensor said = per_pixel(heads[static_cast<std::size_t>(stage - first_head)], x);
    numbers = numbers.defined()
                  ? upsample_bilinear(numbers.permute({0, 3, 1, 2})).permute({0, 2, 3, 1}) + said
                  : said;
  }
  const int k = charts_of(spec().parts);
  const Tensor raw = numbers.narrow(3, 0, k + 1);
  if (logits) *logits = raw;
  CellMaps maps;
  maps.shares = torch::softmax(raw, 3);
  maps.places =
      (numbers.narrow(3, k + 1, 2 * k) * 0.5 + 0.5).reshape({numbers.size(0), side, side, k, 2});
  maps.more = numbers.narrow(3, 3 * k + 1, paint_extras);
  return maps;
}

Tensor TextureGenerator::paint(const CellMaps& maps, const Tensor& atlas, int resolution) {
  const PaintSamples samples = sampled(maps, atlas, resolution);
  const auto dense = [](EqualizedLinear& layer, const Tensor& x) {
    return per_row(x, layer->scaled_weight(), layer->bias);
  };
  const Tensor colours = samples.features.narrow(1, 0, 3) +
                         dense(colour2, add_lrelu(dense(colour1, samples.features), {}));
  return painted(samples, colours, maps.shares.size(0), resolution);
}

Tensor TextureGenerator::draw(TensorOperations& operations, const Tensor& latent,
                              const Tensor& colours, Growth growth) {
  const CellMaps maps = cells_by(operations, latent, cells_for(growth.resolution), nullptr);
  const Tensor painted =
      paint(maps, textures->forward(colours, textures->chosen(latent)), growth.resolution);
  return painted.contiguous(torch::MemoryFormat::ChannelsLast);
}

Tensor TextureGenerator::style_of(TensorOperations& operations, const Tensor& latent) {
  return trunk->mapped(operations, latent);
}

std::vector<Tensor> TextureGenerator::of_heads() const {
  std::vector<Tensor> all;
  const std::vector<Tensor> trunks = trunk->parameters();
  for (const Tensor& parameter : parameters()) {
    const bool in_trunk = std::any_of(trunks.begin(), trunks.end(), [&](const Tensor& other) {
      return other.is_same(parameter);
    });
    if (!in_trunk) all.push_back(parameter);
  }
  return all;
}

}  // namespace psgan::trainer
