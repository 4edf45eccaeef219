#include "trainer/evaluation/ms_ssim.h"

#include <algorithm>
#include <array>

namespace psgan::trainer {

using torch::Tensor;
namespace functional = torch::nn::functional;

namespace {

constexpr std::array<double, 5> scale_weights = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
constexpr std::int64_t largest_window = 11;
constexpr double sigma_of_largest = 1.5;
constexpr double range = 2;  // of pixels in [−1,1]
constexpr double luminance_constant = (0.01 * range) * (0.01 * range);
constexpr double contrast_constant = (0.03 * range) * (0.03 * range);

Tensor gaussian_window(std::int64_t size, const Tensor& like) {
  const double sigma = sigma_of_largest * static_cast<double>(size) / largest_window;
  const Tensor places = torch::arange(size, torch::kFloat64) - (static_cast<double>(size) - 1) / 2;
  Tensor line = (-places.square() / (2 * sigma * sigma)).exp();
  line = line / line.sum();
  return torch::outer(line, line)
      .to(like.options())
      .expand({like.size(1), 1, size, size})
      .contiguous();
}

}  // namespace

Tensor ms_ssim(const Tensor& first, const Tensor& second) {
  const torch::NoGradGuard no_grad;
  Tensor a = first, b = second, product = torch::ones({a.size(0)}, a.options());
  for (std::size_t scale = 0; scale < scale_weights.size(); ++scale) {
    const Tensor window = gaussian_window(std::min(largest_window, a.size(2)), a);
    const auto average = [&](const Tensor& x) {
      return functional::conv2d(x, window, functional::Conv2dFuncOptions().groups(x.size(1)));
    };
    const Tensor mean_a = average(a), mean_b = average(b);
    const Tensor variances = average(a * a) - mean_a.square() + average(b * b) - mean_b.square();
    const Tensor covariance = average(a * b) - mean_a * mean_b;
    Tensor similarity = (2 * covariance + contrast_constant) / (variances + contrast_constant);
    if (scale + 1 == scale_weights.size()) {
      similarity = similarity * (2 * mean_a * mean_b + luminance_constant) /
                   (mean_a.square() + mean_b.square() + luminance_constant);
    }
    // Pictures that are each other's negative have no root: they are as different as can be.
    product =
        product *
        similarity.mean(std::vector<std::int64_t>{1, 2, 3}).clamp_min(0).pow(scale_weights[scale]);
    if (scale + 1 < scale_weights.size()) {
      a = torch::avg_pool2d(a, 2);
      b = torch::avg_pool2d(b, 2);
    }
  }
  return product;
}

}  // namespace psgan::trainer
