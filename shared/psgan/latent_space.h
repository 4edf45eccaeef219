// How seeds and traits become the latents that a model takes.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "psgan/trait_sampler.h"
#include "psgan/traits.h"

namespace psgan {

/// A model's latents [size]. Without traits they are normally distributed. With traits the first
/// encoded_size(schema) numbers are a character's traits as encode() gives them, and the rest are
/// normally distributed: what traits do not say.
struct LatentSpace {
  int size = 0;
  TraitSchema schema{};
  TraitSampler sampler{};  ///< How characters by seed are drawn.

  bool has_traits() const { return !schema.empty(); }
  bool operator==(const LatentSpace&) const = default;
};

/// Of a seed: latent_from_seed(seed, size), or the traits of that seed (traits_from_seed()), their
/// free numbers by latent_from_seed() of the same seed.
std::vector<float> latent_from_seed(const LatentSpace& space, std::uint64_t seed);

/// Of a character with these traits; the free numbers are the seed's. The space must have traits.
std::vector<float> latent_of_traits(const LatentSpace& space, const TraitValues& values,
                                    std::uint64_t seed);

/// {"size": 149, "traits": [...], "sampler": {...}}, the latter two only if there are traits.
nlohmann::json to_json(const LatentSpace& space);
/// Throws Error naming `where` and what is wrong, also if the traits need more numbers than there
/// are.
LatentSpace latent_space_from_json(const nlohmann::json& json, const std::string& where);

}  // namespace psgan
