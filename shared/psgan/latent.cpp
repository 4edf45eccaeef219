#include "psgan/latent.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace psgan {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                    std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53u} * counter[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57u} * counter[2];
    counter = {
        static_cast<std::uint32_t>(p1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(p1),
        static_cast<std::uint32_t>(p0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(p0)};
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return counter;
}

std::vector<float> latent_from_seed(std::uint64_t seed, int size) {
  const std::array<std::uint32_t, 2> key = {static_cast<std::uint32_t>(seed),
                                            static_cast<std::uint32_t>(seed >> 32)};
  std::vector<float> z;
  z.reserve(size + 3);
  for (std::uint32_t block = 0; static_cast<int>(z.size()) < size; ++block) {
    const auto words = philox({block, 0, 0, 0}, key);
    for (int pair = 0; pair < 2; ++pair) {
      const double u = (words[2 * pair] + 1.0) / 4294967296.0;
      const double v = words[2 * pair + 1] / 4294967296.0;
      const double radius = std::sqrt(-2 * std::log(u));
      const double angle = 2 * std::numbers::pi * v;
      z.push_back(static_cast<float>(radius * std::cos(angle)));
      z.push_back(static_cast<float>(radius * std::sin(angle)));
    }
  }
  z.resize(size);
  return z;
}

std::vector<float> slerp(std::span<const float> a, std::span<const float> b, float t) {
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    aa += double{a[i]} * a[i];
    bb += double{b[i]} * b[i];
    ab += double{a[i]} * b[i];
  }
  const double length_a = std::sqrt(aa), length_b = std::sqrt(bb);
  double weight_a = 1.0 - t, weight_b = t;
  if (length_a > 0 && length_b > 0) {
    const double angle = std::acos(std::clamp(ab / (length_a * length_b), -1.0, 1.0));
    const double sine = std::sin(angle);
    // Below this there is no one great circle, or it is a straight line to within rounding.
    if (sine > 1e-6) {
      const double length = (1.0 - t) * length_a + t * length_b;
      weight_a = std::sin((1.0 - t) * angle) / sine * length / length_a;
      weight_b = std::sin(t * angle) / sine * length / length_b;
    }
  }
  std::vector<float> mix(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    mix[i] = static_cast<float>(weight_a * a[i] + weight_b * b[i]);
  }
  return mix;
}

}  // namespace psgan
