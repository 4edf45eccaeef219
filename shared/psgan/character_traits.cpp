#include "psgan/character_traits.h"

#include <algorithm>
#include <array>
#include <utility>

#include "psgan/error.h"
#include "psgan/latent.h"

namespace psgan {
namespace {

constexpr int traits_of_a_neighbour = 3;

struct Share {
  TraitValues values;
  float weight = 1;
};
using Blend = std::vector<Share>;

Blend blend_of(std::uint64_t seed, const LatentSpace& space) {
  return {{traits_from_seed(space.schema, space.sampler, seed), 1}};
}

void blend_in(Blend& blend, std::uint64_t seed, float weight, const LatentSpace& space) {
  for (Share& share : blend) share.weight *= 1 - weight;
  blend.push_back({traits_from_seed(space.schema, space.sampler, seed), weight});
}

Blend walked(const Character& c, const LatentSpace& space) {
  Blend blend = blend_of(c.seed, space);
  for (const WalkStep& step : c.walk) blend_in(blend, step.seed, step.share, space);
  return blend;
}

Blend figure_of(const Character& c, const LatentSpace& space) {
  Blend blend = walked(c, space);
  if (c.seed2 && c.part != Part::colours) blend_in(blend, *c.seed2, c.mix, space);
  return blend;
}

Blend colours_of(const Character& c, const LatentSpace& space) {
  Blend blend = c.colours ? blend_of(*c.colours, space) : walked(c, space);
  if (c.seed2 && c.part != Part::figure) blend_in(blend, *c.seed2, c.mix, space);
  return blend;
}

TraitColour blended_colour(const Blend& blend, std::size_t trait) {
  TraitColour colour{};
  for (const Share& share : blend) {
    for (std::size_t c = 0; c < colour.size(); ++c) {
      colour[c] += share.weight * share.values[trait].colour[c];
    }
  }
  return colour;
}

/// The value chosen for a trait, or nothing.
std::optional<TraitValue> chosen(const Character& c, const Trait& trait) {
  const auto part = c.parts.find(trait.name);
  if (part == c.parts.end()) return std::nullopt;
  try {
    return value_from_text(trait, part->second);
  } catch (const Error&) {
    return std::nullopt;  // unknown_parts() says so.
  }
}

/// The figure's blend with her colours and with the parts that are chosen.
Blend dressed(const Character& c, const LatentSpace& space) {
  Blend blend = figure_of(c, space);
  const Blend colours = colours_of(c, space);
  for (std::size_t i = 0; i < space.schema.size(); ++i) {
    const Trait& trait = space.schema[i];
    const auto part = chosen(c, trait);
    if (!part && trait.kind != TraitKind::colour) continue;
    const TraitColour colour = blended_colour(colours, i);
    for (Share& share : blend) {
      if (part) {
        share.values[i] = *part;
      } else {
        share.values[i].colour = colour;
      }
    }
  }
  return blend;
}

/// The numbers that traits do not decide.
std::vector<float> free_numbers(const Character& c, int count) {
  std::vector<float> z = latent_from_seed(c.seed, count);
  for (const WalkStep& step : c.walk) z = slerp(z, latent_from_seed(step.seed, count), step.share);
  if (c.seed2 && c.part != Part::colours) z = slerp(z, latent_from_seed(*c.seed2, count), c.mix);
  return z;
}

bool same_text(const Trait& trait, const TraitValue& a, const TraitValue& b) {
  return to_text(trait, a) == to_text(trait, b);
}

}  // namespace

TraitValues traits_of(const Character& c, const LatentSpace& space) {
  const Blend blend = dressed(c, space);
  TraitValues values =
      std::max_element(blend.begin(), blend.end(), [](const auto& a, const auto& b) {
        return a.weight < b.weight;
      })->values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (space.schema[i].kind != TraitKind::amount) continue;
    values[i].amount = 0;
    for (const Share& share : blend) values[i].amount += share.weight * share.values[i].amount;
  }
  return values;
}

std::vector<float> latent_of(const Character& c, const LatentSpace& space) {
  std::vector<float> latent(encoded_size(space.schema), 0.f);
  for (const Share& share : dressed(c, space)) {
    const std::vector<float> encoded = encode(space.schema, share.values);
    for (std::size_t i = 0; i < latent.size(); ++i) latent[i] += share.weight * encoded[i];
  }
  const auto free = free_numbers(c, space.size - static_cast<int>(latent.size()));
  latent.insert(latent.end(), free.begin(), free.end());
  return latent;
}

std::vector<std::string> unknown_parts(const Character& c, const TraitSchema& schema) {
  std::vector<std::string> sentences;
  for (const auto& [name, text] : c.parts) {
    const int trait = find_trait(schema, name);
    if (trait < 0) {
      sentences.push_back("there is no part \"" + name + "\"");
      continue;
    }
    try {
      value_from_text(schema[trait], text);
    } catch (const Error& error) {
      sentences.emplace_back(error.what());
    }
  }
  return sentences;
}

Character with_part(const Character& c, const TraitSchema& schema, int trait,
                    const TraitValue& value) {
  Character next = c;
  next.parts[schema.at(trait).name] = to_text(schema.at(trait), value);
  return next;
}

Character with_traits(const Character& c, const LatentSpace& space, const TraitValues& wanted) {
  Character next = c;
  next.walk.clear();
  next.seed2.reset();
  next.colours.reset();
  for (const Trait& trait : space.schema) next.parts.erase(trait.name);
  const TraitValues own = traits_of(next, space);
  for (int i = 0; i < static_cast<int>(own.size()); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const Trait& trait = space.schema[at];
    if (!shows(space.schema, wanted, i) || same_text(trait, wanted[at], own[at])) continue;
    next.parts[trait.name] = to_text(trait, wanted[at]);
  }
  return next;
}

Character with_seed(const Character& c, std::uint64_t seed, const LatentSpace& space,
                    const std::set<std::string>& locked) {
  Character next = with_seed(c, seed);
  next.parts.clear();
  const TraitValues now = traits_of(c, space);
  for (std::size_t i = 0; i < space.schema.size(); ++i) {
    const Trait& trait = space.schema[i];
    const bool colour = trait.kind == TraitKind::colour;
    const bool changes = c.part == Part::everything || (c.part == Part::colours) == colour;
    const auto part = c.parts.find(trait.name);
    if (locked.contains(trait.name)) {
      next.parts[trait.name] = to_text(trait, now[i]);
    } else if (!changes && part != c.parts.end()) {
      next.parts.insert(*part);
    }
  }
  return next;
}

std::vector<Character> neighbours(const Character& c, const LatentSpace& space) {
  const TraitValues now = traits_of(c, space);
  // The same neighbours for the same clothes, whatever way led to them.
  std::array<std::uint32_t, 2> key{0x6e656967, 0x68626f72};
  for (std::size_t i = 0; i < now.size(); ++i) {
    for (const char letter : to_text(space.schema[i], now[i])) {
      const auto words = philox({static_cast<std::uint32_t>(letter), 0, 0, 0}, key);
      key = {words[0], words[1]};
    }
  }
  std::vector<Character> all;
  for (std::uint32_t i = 0; i < 9; ++i) {
    all.push_back(c);
    if (i == 4) continue;
    const std::uint64_t seed = philox({i, 0, 0, 0}, key)[0];
    const TraitValues other = traits_from_seed(space.schema, space.sampler, seed);
    std::vector<int> differing;
    for (int t = 0; t < static_cast<int>(now.size()); ++t) {
      const bool colour = space.schema[t].kind == TraitKind::colour;
      const bool changes = c.part == Part::everything || (c.part == Part::colours) == colour;
      if (changes && shows(space.schema, now, t) && !same_text(space.schema[t], now[t], other[t])) {
        differing.push_back(t);
      }
    }
    for (std::uint32_t n = 0; n < traits_of_a_neighbour && !differing.empty(); ++n) {
      const auto at = philox({i, 1, n, 0}, key)[0] % differing.size();
      const int trait = differing[at];
      differing.erase(differing.begin() + static_cast<std::ptrdiff_t>(at));
      all.back() = with_part(all.back(), space.schema, trait, other[trait]);
    }
  }
  return all;
}

}  // namespace psgan
