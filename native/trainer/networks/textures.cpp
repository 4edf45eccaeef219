#include "trainer/networks/textures.h"

#include <string>

#include "psgan/texture_painter.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr int bent_width = 128;

}  // namespace

TexturesImpl::TexturesImpl(const GeneratorSpec& spec)
    : layers_(layers_of(spec.parts)), basis_(spec.basis), texels_(spec.texels) {
  const auto parts = static_cast<int>(spec.parts.size());
  std::vector<std::int64_t> layers;
  for (const TexturePart& part : spec.parts) layers.push_back(part.layer);
  elsewhere_ = torch::arange(layers_).unsqueeze(1) != torch::tensor(layers, torch::kInt64);
  for (int side = spec.texels / 8; side <= spec.texels; side *= 2) {
    // The coarse one alone begins with differences: seldom seen texels are filled from around.
    const Tensor begin = banks.empty() ? torch::randn({parts, 2, spec.basis, side, side}) * 0.3
                                       : torch::zeros({parts, 2, spec.basis, side, side});
    banks.push_back(register_parameter("bank" + std::to_string(side), begin));
  }
  for (int i = 0; i < 2; ++i) {
    mapping.emplace_back(i == 0 ? spec.latent_size : bent_width, bent_width);
    register_module("mapping" + std::to_string(i), mapping.back());
  }
  const auto linear = [&](const char* name, int in, int out, double gain) {
    return register_module(name, EqualizedLinear(in, out, gain));
  };
  presence = linear("presence", spec.latent_size, parts, 1);
  presence_bent = linear("presence_bent", bent_width, parts, 1);
  const int numbers = static_cast<int>(layers_) * 3 * (spec.basis + 1);
  const double gain = he_constant(spec.basis, 1) * 2;
  dyes = linear("dyes", spec.latent_size, numbers, gain);
  dyes_bent = linear("dyes_bent", bent_width, numbers, gain);
}

Tensor TexturesImpl::bent(const Tensor& latents) {
  Tensor x = latents;
  for (EqualizedLinear& layer : mapping) x = lrelu(layer->forward(x));
  return x;
}

Tensor TexturesImpl::parts(const Tensor& latents) {
  const Tensor sure = presence->forward(latents) + presence_bent->forward(bent(latents));
  return sure.unsqueeze(1).masked_fill(elsewhere_.to(latents.device()), -1e4);
}

Tensor TexturesImpl::chosen(const Tensor& latents) { return parts(latents).argmax(2); }

Tensor TexturesImpl::forward(const Tensor& latents, const Tensor& chosen) {
  const std::int64_t count = latents.size(0);
  Tensor x;
  for (const Tensor& bank : banks) {
    const Tensor said = bank.index_select(0, chosen.flatten()).flatten(0, 1);
    x = x.defined() ? upsample_bilinear(x) + said : said;
  }
  const Tensor weights = (dyes->forward(latents) + dyes_bent->forward(bent(latents)))
                             .view({count * layers_, 1, 3, basis_ + 1})
                             .expand({-1, 2, -1, -1})
                             .reshape({count * layers_ * 2, 3, basis_ + 1});
  const Tensor flat = x.reshape({count * layers_ * 2, basis_, texels_ * texels_});
  const Tensor colours =
      torch::baddbmm(weights.narrow(2, basis_, 1), weights.narrow(2, 0, basis_), flat);
  return torch::cat({colours, flat.narrow(1, 0, texel_features)}, 1)
      .view({count, 2 * layers_, texel_numbers, texels_, texels_})
      .permute({0, 1, 3, 4, 2})
      .contiguous();
}

}  // namespace psgan::trainer
