// Characters by seed: how traits are drawn, and the drawing itself. Nothing here knows which traits
// there are: options by their frequencies, colours by palettes, so that they go together.
//
// As JSON:
//
//   {"weights": {"glasses": [8, 1]},
//    "apart":   [{"top": ["long-coat"], "bottom": ["flared-skirt", "tiered-skirt"]}],
//    "colours": [{"traits": ["top-colour", "bottom-colour"], "palettes": [["2c4a93", "fbfaff"]],
//                 "weights": [1], "roles": [[3, 1], [1, 3]], "spread": 0.05, "free": 0.1}],
//    "amounts": {"hair-length": [0.2, 0.8]}}
//
// Everything may be absent.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "psgan/traits.h"

namespace psgan {

/// Colours that go together, drawn for several traits at once.
struct ColourDraw {
  std::vector<std::string> traits;                 ///< Colours; none is in two draws.
  std::vector<std::vector<TraitColour>> palettes;  ///< Each as many colours as the others.
  std::vector<float> weights{};  ///< How often each palette is drawn; empty: all alike.
  /// For each trait, how often it takes the palette's first, second … colour.
  std::vector<std::vector<float>> roles;
  float spread = 0;  ///< By how much each channel may lie beside the palette's, evenly.
  float free = 0;    ///< The share of colours that are any colour instead, evenly in the RGB cube.

  bool operator==(const ColourDraw&) const = default;
};

/// Options of two choices that are not drawn together.
struct OptionsApart {
  std::string choice;
  std::vector<std::string> options;
  std::string other;
  std::vector<std::string> other_options;

  bool operator==(const OptionsApart&) const = default;
};

struct TraitSampler {
  /// How often each option of a choice is drawn; without an entry, all alike.
  std::map<std::string, std::vector<float>> weights{};
  std::vector<OptionsApart> apart{};
  std::vector<ColourDraw> colours{};  ///< Colours that no draw has are any colour.
  /// The least and the greatest of an amount; without an entry 0 and 1.
  std::map<std::string, std::array<float, 2>> amounts{};

  bool operator==(const TraitSampler&) const = default;
};

/// The values of a seed: the same everywhere, natively and in WebAssembly. The random numbers are
/// the words of philox(counter, (low, high half of the seed)), w/2³² each:
///
///   choice i (the trait's index)   counter (i,0,0,1), word 0: its place in the sum of the weights
///                                  of all options; those that an earlier choice bars count 0
///   amount i                       (i,0,0,1), word 0: from the least to the greatest, evenly
///   palette of draw g              (g,1,0,1), word 0: its place in the sum of the weights
///   colour i                       (i,0,0,1), word 0: below `free`, words 1 to 3 are its channels;
///                                  else word 1 is its place in the sum of its roles' weights, and
///                                  (i,2,0,1), words 0 to 2, move its channels by ± spread
///
/// Colours are rounded to 1/255 and amounts to 1/1000, so that links tell them exactly.
/// (latent_from_seed has the counters (i,0,0,0): a seed's free numbers do not repeat its traits.)
TraitValues traits_from_seed(const TraitSchema& schema, const TraitSampler& sampler,
                             std::uint64_t seed);

/// Throws Error naming `where`, the trait and what is wrong: traits or options that do not exist,
/// weights that are negative, all 0 or of another number, palettes of different lengths.
void check(const TraitSchema& schema, const TraitSampler& sampler, const std::string& where);

nlohmann::json to_json(const TraitSampler& sampler);
TraitSampler trait_sampler_from_json(const TraitSchema& schema, const nlohmann::json& json,
                                     const std::string& where);

}  // namespace psgan
