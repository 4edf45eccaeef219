#include "trainer/evaluation/ssim.h"

#include <algorithm>
#include <vector>

namespace psgan::trainer {

using torch::Tensor;
namespace functional = torch::nn::functional;

namespace {

constexpr std::int64_t largest_window = 11;
constexpr double sigma_of_largest = 1.5;
constexpr double range = 2;  // of pixels in [−1,1]
constexpr double luminance_constant = (0.01 * range) * (0.01 * range);
constexpr double contrast_constant = (0.03 * range) * (0.03 * range);

std::int64_t window_side(std::int64_t resolution) { return std::min(largest_window, resolution); }

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

/// [N,C,h,w] of each window. Luminance is compared from black on, so pixels are from 0 to 2 here.
Tensor similarities(const Tensor& a, const Tensor& b) {
  const SimilarityMaps maps = similarity_maps(a, b);
  return maps.luminance * maps.structure;
}

}  // namespace

SimilarityMaps similarity_maps(const Tensor& a, const Tensor& b) {
  const torch::NoGradGuard no_grad;
  const Tensor window = gaussian_window(window_side(a.size(2)), a);
  const auto average = [&](const Tensor& x) {
    return functional::conv2d(x, window, functional::Conv2dFuncOptions().groups(x.size(1)));
  };
  const Tensor mean_a = average(a), mean_b = average(b);
  const Tensor variances = average(a * a) - mean_a.square() + average(b * b) - mean_b.square();
  const Tensor covariance = average(a * b) - mean_a * mean_b;
  return {(2 * mean_a * mean_b + luminance_constant) /
              (mean_a.square() + mean_b.square() + luminance_constant),
          (2 * covariance + contrast_constant) / (variances + contrast_constant)};
}

std::int64_t window_margin(std::int64_t resolution) { return (window_side(resolution) - 1) / 2; }

Tensor ssim(const Tensor& a, const Tensor& b) {
  return similarities(a + 1, b + 1).mean(std::vector<std::int64_t>{1, 2, 3});
}

Tensor ssim_on_figure(const Tensor& a, const Tensor& b, const Tensor& mask) {
  const Tensor each = similarities(a + 1, b + 1);
  const std::int64_t margin = window_margin(a.size(2));
  const Tensor middles =
      mask.narrow(2, margin, each.size(2)).narrow(3, margin, each.size(3)).to(each.scalar_type());
  const std::vector<std::int64_t> places = {1, 2, 3};
  const Tensor windows = middles.sum(places) * static_cast<double>(each.size(1));
  return torch::where(windows.gt(0), (each * middles).sum(places) / windows.clamp_min(1),
                      torch::ones_like(windows));
}

Tensor mask_ssim(const Tensor& a, const Tensor& b, const Tensor& mask) {
  return similarities((a + 1) * mask, (b + 1) * mask).mean(std::vector<std::int64_t>{1, 2, 3});
}

}  // namespace psgan::trainer
