// Latents: a sample of the normal distribution, which decides a character and her clothes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace psgan {

/// Counter-based random numbers: Philox4x32-10 (Salmon et al., SC 2011). The same key and counter
/// give the same four words on every machine.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                    std::array<std::uint32_t, 2> key);

/// z [size] of a seed, normally distributed. Exactly specified, so that a seed gives the same
/// latent everywhere to 1e-6: key = (low, high half of the seed), block i of four numbers from
/// counter (i,0,0,0), each pair of words (a,b) by Box-Muller in double precision with
/// u = (a+1)/2³², v = b/2³²: √(−2 ln u)·cos 2πv, then √(−2 ln u)·sin 2πv.
std::vector<float> latent_from_seed(std::uint64_t seed, int size);

/// Spherical interpolation between two latents of equal size, their lengths interpolated linearly;
/// t from 0 to 1. Parallel and opposite latents are interpolated linearly.
std::vector<float> slerp(std::span<const float> a, std::span<const float> b, float t);

}  // namespace psgan
