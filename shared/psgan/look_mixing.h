// A way from one latent to another on which half way is half way, also where a model chooses one of
// its looks by the largest of the latent's first numbers.
#pragma once

#include <span>
#include <vector>

namespace psgan {

/// The latent at a share t of the way from `a` (0) to `b` (1); for models without looks slerp().
///
/// A model shows one look as long as its number is ahead of all others by about `look_margin`, so
/// that along the great circle one look turns into the other within a few hundredths of the way, at
/// any place, and often by way of a third one. Here the numbers of both looks run towards each
/// other, are equal at t = 1/2, and pass slowly there; all other looks' numbers stay behind.
std::vector<float> mixed(std::span<const float> a, std::span<const float> b, float t, int looks);

/// Where our models show one look as good as alone.
inline constexpr float look_margin = 0.45f;

}  // namespace psgan
