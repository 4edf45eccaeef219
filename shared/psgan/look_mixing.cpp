#include "psgan/look_mixing.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "psgan/character.h"
#include "psgan/latent.h"

namespace psgan {
namespace {

// How far other looks' numbers stay behind, and the share of the way from an end on which they get
// there.
constexpr float clear = 0.6f, ramp = 0.1f;

float largest_other(std::span<const float> z, int looks, int i, int j) {
  float largest = -std::numeric_limits<float>::infinity();
  for (int k = 0; k < looks; ++k)
    if (k != i && k != j) largest = std::max(largest, z[k]);
  return largest;
}

/// By how much the number of the nearer end's look is ahead; `ahead`: at that end. u: 1 at the end,
/// 0 half way.
float lead(float u, float ahead) {
  const float margin = std::min(look_margin, ahead);
  // What models make of the margin is steepest at 0; by this power it becomes even.
  const float slow = margin * u * u * std::sqrt(u);
  return slow + (ahead - margin) * std::max(0.f, (u - (1 - 2 * ramp)) / (2 * ramp));
}

}  // namespace

std::vector<float> mixed(std::span<const float> a, std::span<const float> b, float t, int looks) {
  if (looks <= 0) return slerp(a, b, t);
  if (t <= 0) return {a.begin(), a.end()};
  if (t >= 1) return {b.begin(), b.end()};
  std::vector<float> z = slerp(a, b, t);
  const int i = largest_look(a, looks), j = largest_look(b, looks);
  const float top = std::lerp(a[i], b[j], t);
  const float behind =
      t < 0.5f ? a[i] - largest_other(a, looks, i, j) : b[j] - largest_other(b, looks, i, j);
  const float share = std::min(1.f, std::min(t, 1 - t) / ramp);
  const float gap = behind >= clear ? clear : std::lerp(behind, clear, share);
  for (int k = 0; k < looks; ++k)
    if (k != i && k != j) z[k] = std::min(z[k], top - gap);
  z[i] = z[j] = top;
  if (i == j) return z;
  const float u = 1 - 2 * t;
  if (u > 0) z[j] -= lead(u, a[i] - a[j]);
  if (u < 0) z[i] -= lead(-u, b[j] - b[i]);
  return z;
}

}  // namespace psgan
