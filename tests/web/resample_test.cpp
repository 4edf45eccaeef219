#include "editor/resample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <random>

#include "psgan/error.h"

namespace psgan::web {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes noise(int width, int height) {
  std::mt19937 random(7);
  Bytes rgba(static_cast<std::size_t>(width) * height * 4);
  for (std::uint8_t& byte : rgba) byte = static_cast<std::uint8_t>(random() % 256);
  return rgba;
}

double kernel(double x) {
  const double turn = std::numbers::pi * std::abs(x);
  if (turn < 1e-9) return 1;
  return std::abs(x) < 3 ? 3 * std::sin(turn) * std::sin(turn / 3) / (turn * turn) : 0;
}

// Every new pixel by itself, of all pixels, in double precision.
double plain(const Bytes& rgba, int width, int height, double step_x, double step_y, int x, int y,
             int channel) {
  double sum = 0, weights = 0;
  const double cx = (x + 0.5) * step_x - 0.5, cy = (y + 0.5) * step_y - 0.5;
  const int reach_x = 4 * std::max(1, static_cast<int>(std::ceil(step_x)));
  const int reach_y = 4 * std::max(1, static_cast<int>(std::ceil(step_y)));
  for (int j = static_cast<int>(cy) - reach_y; j <= cy + reach_y; ++j) {
    for (int i = static_cast<int>(cx) - reach_x; i <= cx + reach_x; ++i) {
      const double weight =
          kernel((i - cx) / std::max(1.0, step_x)) * kernel((j - cy) / std::max(1.0, step_y));
      const int from = std::clamp(j, 0, height - 1) * width + std::clamp(i, 0, width - 1);
      sum += weight * rgba[4 * static_cast<std::size_t>(from) + channel];
      weights += weight;
    }
  }
  return std::clamp(sum / weights, 0.0, 255.0);
}

TEST(Resample, IsLanczosByAPlainLoop) {
  const int width = 13, height = 9;
  const Bytes rgba = noise(width, height);
  for (const auto& [new_width, new_height] :
       {std::pair{52, 36}, std::pair{20, 31}, std::pair{5, 4}}) {
    const Bytes result = resampled(rgba, width, height, new_width, new_height);
    ASSERT_EQ(result.size(), static_cast<std::size_t>(new_width) * new_height * 4);
    for (int y = 0; y < new_height; ++y) {
      for (int x = 0; x < new_width; ++x) {
        for (int c = 0; c < 4; ++c) {
          const double expected = plain(rgba, width, height, static_cast<double>(width) / new_width,
                                        static_cast<double>(height) / new_height, x, y, c);
          const std::size_t at = 4 * (static_cast<std::size_t>(y) * new_width + x) + c;
          ASSERT_NEAR(result[at], expected, 0.52) << new_width << ": " << x << ", " << y;
        }
      }
    }
  }
}

TEST(Resample, LeavesTheSameSizeAndEvenSurfacesAsTheyAre) {
  const Bytes rgba = noise(8, 6);
  EXPECT_EQ(resampled(rgba, 8, 6, 8, 6), rgba);
  const Bytes even(8 * 6 * 4, 201);
  EXPECT_EQ(resampled(even, 8, 6, 32, 24), Bytes(32 * 24 * 4, 201));
}

TEST(Resample, RefusesAPictureOfAnotherSize) {
  const Bytes rgba(15);
  EXPECT_THROW(resampled(rgba, 2, 2, 4, 4), Error);
  EXPECT_THROW(resampled({}, 0, 0, 4, 4), Error);
}

}  // namespace
}  // namespace psgan::web
