#include "editor/resample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>

#include "psgan/error.h"

namespace psgan::web {
namespace {

constexpr int channels = 4;
constexpr float lobes = 3;

float lanczos(float x) {
  x = std::abs(x);
  if (x < 1e-4f) return 1;
  if (x >= lobes) return 0;
  const float turn = std::numbers::pi_v<float> * x;
  return lobes * std::sin(turn) * std::sin(turn / lobes) / (turn * turn);
}

/// Of what source pixels one new pixel is made.
struct Mixture {
  int first = 0;               ///< May lie beyond the edge.
  std::vector<float> weights;  ///< Their sum is 1.
};

std::vector<Mixture> mixtures(int from, int to) {
  const float step = static_cast<float>(from) / static_cast<float>(to);
  const float stretch = std::max(step, 1.f);
  std::vector<Mixture> all(to);
  for (int i = 0; i < to; ++i) {
    const float centre = (static_cast<float>(i) + 0.5f) * step - 0.5f;
    Mixture& mixture = all[i];
    mixture.first = static_cast<int>(std::ceil(centre - lobes * stretch));
    const int last = static_cast<int>(std::floor(centre + lobes * stretch));
    float sum = 0;
    for (int k = mixture.first; k <= last; ++k) {
      mixture.weights.push_back(lanczos((static_cast<float>(k) - centre) / stretch));
      sum += mixture.weights.back();
    }
    for (float& weight : mixture.weights) weight /= sum;
  }
  return all;
}

}  // namespace

std::vector<std::uint8_t> resampled(std::span<const std::uint8_t> rgba, int width, int height,
                                    int new_width, int new_height) {
  if (std::min({width, height, new_width, new_height}) < 1 ||
      rgba.size() != static_cast<std::size_t>(width) * height * channels) {
    throw Error("A picture of " + std::to_string(rgba.size()) + " bytes is not " +
                std::to_string(width) + " × " + std::to_string(height) + " pixels of RGBA.");
  }
  const auto row_of = [](int y, int row_width) {
    return static_cast<std::size_t>(y) * row_width * channels;
  };
  // First along x.
  std::vector<float> wide(row_of(height, new_width));
  const std::vector<Mixture> columns = mixtures(width, new_width);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = &rgba[row_of(y, width)];
    float* into = &wide[row_of(y, new_width)];
    for (const Mixture& mixture : columns) {
      for (std::size_t k = 0; k < mixture.weights.size(); ++k) {
        const int x = std::clamp(mixture.first + static_cast<int>(k), 0, width - 1);
        for (int c = 0; c < channels; ++c) {
          into[c] += mixture.weights[k] * static_cast<float>(row[x * channels + c]);
        }
      }
      into += channels;
    }
  }
  // Then along y, row by row.
  std::vector<std::uint8_t> result(row_of(new_height, new_width));
  const std::vector<Mixture> rows = mixtures(height, new_height);
  std::vector<float> sums(row_of(1, new_width));
  for (int y = 0; y < new_height; ++y) {
    std::fill(sums.begin(), sums.end(), 0.f);
    for (std::size_t k = 0; k < rows[y].weights.size(); ++k) {
      const int from = std::clamp(rows[y].first + static_cast<int>(k), 0, height - 1);
      const float* row = &wide[row_of(from, new_width)];
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += rows[y].weights[k] * row[i];
    }
    std::uint8_t* into = &result[row_of(y, new_width)];
    for (std::size_t i = 0; i < sums.size(); ++i) {
      into[i] = static_cast<std::uint8_t>(std::clamp(sums[i] + 0.5f, 0.f, 255.f));
    }
  }
  return result;
}

}  // namespace psgan::web
