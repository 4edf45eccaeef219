#include "trainer/evaluation/ms_ssim.h"

#include <array>

#include "trainer/evaluation/ssim.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr std::array<double, 5> scale_weights = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};

}  // namespace

Tensor ms_ssim(const Tensor& first, const Tensor& second) {
  const torch::NoGradGuard no_grad;
  Tensor a = first, b = second, product = torch::ones({a.size(0)}, a.options());
  for (std::size_t scale = 0; scale < scale_weights.size(); ++scale) {
    const SimilarityMaps maps = similarity_maps(a, b);
    const bool last = scale + 1 == scale_weights.size();
    const Tensor similarity = last ? maps.structure * maps.luminance : maps.structure;
    // Pictures that are each other's negative have no root: they are as different as can be.
    product =
        product *
        similarity.mean(std::vector<std::int64_t>{1, 2, 3}).clamp_min(0).pow(scale_weights[scale]);
    if (!last) {
      a = torch::avg_pool2d(a, 2);
      b = torch::avg_pool2d(b, 2);
    }
  }
  return product;
}

}  // namespace psgan::trainer
