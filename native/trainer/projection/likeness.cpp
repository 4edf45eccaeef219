#include "trainer/projection/likeness.h"

#include "trainer/networks/condition_maps.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr double l1_share = 0.75, feature_share = 0.25;

/// [N]: the mean absolute difference of each image from the one that is wanted.
Tensor mean_difference(const Tensor& images, const Tensor& wanted) {
  return (images - wanted).abs().mean({1, 2, 3}, false, torch::kFloat32);
}

}  // namespace

Likeness::Likeness(Generator& generator, Discriminator& discriminator, Growth growth,
                   const GivenPicture& given)
    : generator_(generator), discriminator_(discriminator), growth_(growth), given_(given) {
  for (torch::nn::Module* network : {static_cast<torch::nn::Module*>(&generator),
                                     static_cast<torch::nn::Module*>(&discriminator)}) {
    for (Tensor& parameter : network->parameters()) parameter.set_requires_grad(false);
  }
  const torch::NoGradGuard no_grad;
  discriminator_.forward(given.image, posed(1).judged, growth_, &wanted_);
}

const Likeness::Posed& Likeness::posed(std::int64_t count) {
  if (const auto found = posed_.find(count); found != posed_.end()) return found->second;
  const torch::NoGradGuard no_grad;
  Posed& made = posed_[count];
  made.conditions = draw_condition_pyramid(given_.keypoints.expand({count, -1, -1}).contiguous(),
                                           generator_.spec(), growth_.resolution);
  made.judged = discriminator_.condition(made.conditions, growth_);
  return made;
}

Tensor Likeness::draw(const Tensor& latents) {
  return generator_.forward(latents, posed(latents.size(0)).conditions, growth_);
}

Tensor Likeness::distances(const Tensor& latents) {
  Tensor images = draw(latents), wanted = given_.image;
  std::vector<Tensor> features;
  discriminator_.forward(images, posed(latents.size(0)).judged, growth_, &features);
  Tensor l1 = mean_difference(images, wanted) / 3;
  for (int scale = 1; scale < 3; ++scale) {
    images = downsample_average(images);
    wanted = downsample_average(wanted);
    l1 = l1 + mean_difference(images, wanted) / 3;
  }
  Tensor seen = torch::zeros_like(l1);
  for (std::size_t i = 0; i < features.size(); ++i) {
    seen = seen + mean_difference(features[i], wanted_[i]) / static_cast<double>(features.size());
  }
  return l1 * l1_share + seen * feature_share;
}

double Likeness::redraw(const Tensor& latent) {
  const torch::NoGradGuard no_grad;
  const Tensor image = ((draw(latent) + 1) * 127.5).round().clamp(0, 255) / 127.5 - 1;
  return 127.5 * (image - given_.image).abs().mean(torch::kFloat64).item<double>();
}

}  // namespace psgan::trainer
