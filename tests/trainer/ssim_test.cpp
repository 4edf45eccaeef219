// Structural similarity against plain loops over pixels.
#include "trainer/evaluation/ssim.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// Of one window of a and b, from pixels between 0 and 1, as the paper's equation 13 has it.
double plain_window(const Tensor& a, const Tensor& b, int top, int left, int size) {
  const double sigma = 1.5 * size / 11;
  double total = 0, ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j < size; ++j) {
      const double dy = i - (size - 1) / 2.0, dx = j - (size - 1) / 2.0;
      const double w = std::exp(-(dy * dy + dx * dx) / (2 * sigma * sigma));
      const double p = (a[top + i][left + j].item<double>() + 1) / 2,
                   q = (b[top + i][left + j].item<double>() + 1) / 2;
      total += w;
      ma += w * p, mb += w * q, aa += w * p * p, bb += w * q * q, ab += w * p * q;
    }
  }
  ma /= total, mb /= total, aa /= total, bb /= total, ab /= total;
  constexpr double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
  return (2 * ma * mb + c1) * (2 * (ab - ma * mb) + c2) /
         ((ma * ma + mb * mb + c1) * (aa - ma * ma + bb - mb * mb + c2));
}

/// The mean over the windows [1,C,r,r] whose middle the mask [r,r] has.
double plain_ssim(const Tensor& a, const Tensor& b, const Tensor& mask) {
  const int side = static_cast<int>(a.size(2)), size = std::min(11, side);
  double sum = 0;
  int windows = 0;
  for (int y = 0; y + size <= side; ++y) {
    for (int x = 0; x + size <= side; ++x) {
      if (mask[y + (size - 1) / 2][x + (size - 1) / 2].item<double>() == 0) continue;
      for (std::int64_t c = 0; c < a.size(1); ++c) {
        sum += plain_window(a[0][c], b[0][c], y, x, size);
        ++windows;
      }
    }
  }
  return sum / windows;
}

class Ssim : public testing::TestWithParam<int> {
 protected:
  Ssim() {
    torch::manual_seed(GetParam());
    const int side = GetParam();
    const Tensor smooth = torch::arange(side, torch::kFloat64).div(4).sin();
    a = (torch::outer(smooth, smooth).expand({1, 2, side, side}) +
         0.2 * torch::rand({1, 2, side, side}, torch::kFloat64))
            .clamp(-1, 1);
    b = (a * 0.8 + 0.3 * torch::rand({1, 2, side, side}, torch::kFloat64) - 0.1).clamp(-1, 1);
    mask = torch::zeros({1, 1, side, side}, torch::kFloat64);
    mask.narrow(2, side / 3, side / 3).narrow(3, side / 4, side / 2).fill_(1);
  }
  Tensor a, b, mask;
};

TEST_P(Ssim, EqualsThePlainVersion) {
  EXPECT_NEAR(ssim(a, b).item<double>(), plain_ssim(a, b, torch::ones_like(mask[0][0])), 1e-9);
}

TEST_P(Ssim, OnTheFigureOnlyItsWindowsCount) {
  EXPECT_NEAR(ssim_on_figure(a, b, mask).item<double>(), plain_ssim(a, b, mask[0][0]), 1e-9);
  Tensor elsewhere = b.clone();
  elsewhere.narrow(2, GetParam() - 1, 1).fill_(-1);  // out of all those windows
  if (GetParam() > 24) {
    EXPECT_NEAR(ssim_on_figure(a, elsewhere, mask).item<double>(),
                ssim_on_figure(a, b, mask).item<double>(), 1e-9);
  }
}

TEST_P(Ssim, AsPublishedTheGroundIsBlackInBoth) {
  const Tensor black_a = (a + 1) * mask - 1, black_b = (b + 1) * mask - 1;
  EXPECT_NEAR(mask_ssim(a, b, mask).item<double>(),
              plain_ssim(black_a, black_b, torch::ones_like(mask[0][0])), 1e-9);
}

TEST_P(Ssim, EqualImagesAreAlike) {
  EXPECT_NEAR(ssim(a, a).item<double>(), 1, 1e-9);
  EXPECT_NEAR(ssim_on_figure(b, b, mask).item<double>(), 1, 1e-9);
  EXPECT_EQ(ssim_on_figure(a, b, torch::zeros_like(mask)).item<double>(), 1);
  EXPECT_LT(ssim(a, -a).item<double>(), ssim(a, b).item<double>());
}

INSTANTIATE_TEST_SUITE_P(OfSides, Ssim, testing::Values(8, 32));

}  // namespace
}  // namespace psgan::trainer
