#include "trainer/projection/figure_colours.h"

#include <vector>

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr double nearly_white = 0.9;  // in every channel
constexpr int iterations = 8;

/// Colours as far from each other as the pixels allow: each is the pixel that is farthest from
/// those before it.
Tensor far_apart(const Tensor& pixels, int count) {
  std::vector<Tensor> colours = {pixels[0]};
  Tensor nearest = (pixels - colours[0]).norm(2, 1);
  while (static_cast<int>(colours.size()) < count && nearest.max().item<double>() > 0) {
    colours.push_back(pixels[nearest.argmax().item<std::int64_t>()]);
    nearest = torch::minimum(nearest, (pixels - colours.back()).norm(2, 1));
  }
  return torch::stack(colours);
}

}  // namespace

Tensor figure_colours(const Tensor& image, int count) {
  const torch::NoGradGuard no_grad;
  const Tensor all = image[0].flatten(1).transpose(0, 1);  // [r·r,3]
  const Tensor drawn = all.lt(nearly_white).any(1);
  if (!drawn.any().item<bool>()) return torch::ones({1, 3}, image.options());
  const Tensor pixels = all.index({drawn});
  Tensor colours = far_apart(pixels, count);
  for (int i = 0; i < iterations; ++i) {
    const Tensor nearest = torch::cdist(pixels, colours).argmin(1);
    for (std::int64_t k = 0; k < colours.size(0); ++k) {
      const Tensor own = nearest.eq(k);
      if (own.any().item<bool>()) colours[k].copy_(pixels.index({own}).mean(0));
    }
  }
  return colours;
}

}  // namespace psgan::trainer
