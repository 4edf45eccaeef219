#include "trainer/projection/likeness.h"

#include "trainer/evaluation/subject.h"
#include "trainer/networks/condition_maps.h"
#include "trainer/networks/layers.h"
#include "trainer/training/gradients.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr int scales = 3;

/// [N]: the mean absolute difference of each image from the one that is wanted.
Tensor mean_difference(const Tensor& images, const Tensor& wanted) {
  return (images - wanted).abs().mean({1, 2, 3}, false, torch::kFloat32);
}

}  // namespace

Likeness::Likeness(Generator& generator, Discriminator& discriminator, Growth growth,
                   const GivenPicture& given, double features)
    : generator_(generator),
      discriminator_(discriminator),
      growth_(growth),
      given_(given),
      features_(features) {
  set_requires_grad(generator, false);
  set_requires_grad(discriminator, false);
  if (features == 0) return;
  const torch::NoGradGuard no_grad;
  discriminator_.forward(given.image, posed(1).judged, growth_, &wanted_);
}

const Likeness::Posed& Likeness::posed(std::int64_t count) {
  if (const auto found = posed_.find(count); found != posed_.end()) return found->second;
  const torch::NoGradGuard no_grad;
  Posed& made = posed_[count];
  made.conditions = draw_condition_pyramid(given_.keypoints.expand({count, -1, -1}).contiguous(),
                                           generator_.spec(), growth_.resolution);
  if (features_ > 0) made.judged = discriminator_.condition(made.conditions, growth_);
  return made;
}

Tensor Likeness::draw(const Tensor& latents) {
  return generator_.forward(latents, posed(latents.size(0)).conditions, growth_);
}

Tensor Likeness::distances(const Tensor& latents) {
  const Tensor drawn = draw(latents);
  Tensor images = drawn, wanted = given_.image, sum = mean_difference(images, wanted);
  for (int scale = 1; scale < scales; ++scale) {
    images = downsample_average(images);
    wanted = downsample_average(wanted);
    sum = sum + mean_difference(images, wanted);
  }
  sum = sum / scales;
  if (features_ == 0) return sum;
  std::vector<Tensor> seen;
  discriminator_.forward(drawn, posed(latents.size(0)).judged, growth_, &seen);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    sum =
        sum + mean_difference(seen[i], wanted_[i]) * (features_ / static_cast<double>(seen.size()));
  }
  return sum;
}

double Likeness::redraw(const Tensor& latent) {
  const torch::NoGradGuard no_grad;
  return 127.5 *
         (as_picture(draw(latent)) - given_.image).abs().mean(torch::kFloat64).item<double>();
}

}  // namespace psgan::trainer
