// Who she is: more than a seed. A character is found by a seed, walked on from by steps towards
// other seeds, mixed with a second one, kept to one outfit, and wears another one's colours.
// Exactly specified, like the latents it is made of, so that a link is the same character
// everywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "psgan/generator_spec.h"

namespace psgan {

/// Along the great circle towards another seed's latent; `share` from 0 (stays) to 1 (arrives).
struct WalkStep {
  std::uint64_t seed = 0;
  float share = 0;
  friend bool operator==(const WalkStep&, const WalkStep&) = default;
};

/// What of a character: all of her, the figure (her hair's shape, the cut of her clothes), or the
/// colours. Models have the colours apart if their cards say so; for the others there is only all.
enum class Part { everything, figure, colours };

struct Character {
  std::uint64_t seed = 1;
  std::vector<WalkStep> walk;            ///< From the seed on, at most `most_steps`.
  std::optional<std::uint64_t> seed2;    ///< The second character of a mix.
  float mix = 0;                         ///< 0 = the first character, 1 = the second.
  std::optional<std::uint64_t> colours;  ///< The seed whose colours she wears; nothing: her own.
  Part part =
      Part::everything;  ///< What a mix, with_seed() and neighbours() change; the rest is kept.
  /// The look to keep whatever the rest says, for models with looks: the largest of the latent's
  /// look numbers changes places with this one's.
  std::optional<int> look;
  /// Truncation: 1 leaves the latent as it is; at 0 all numbers but the look's largest are 0, which
  /// is the purest form of that look. Models without looks do not have it.
  float variety = 1;

  static constexpr std::size_t most_steps = 16;
  friend bool operator==(const Character&, const Character&) = default;
};

/// z [latent_size]: seed, walk, mix, look, variety, in this order. Of a model with colours apart
/// it is the figure's.
std::vector<float> latent_of(const Character& character, const GeneratorSpec& spec);

/// z [latent_size] of her colours: that of `colours` or else her own, then as above.
std::vector<float> colours_of(const Character& character, const GeneratorSpec& spec);

/// Another seed for the part that changes; the other part stays as it was found, without mixes of
/// it. Look, variety and part stay.
Character with_seed(const Character& character, std::uint64_t seed);

/// The look whose number is the largest; nothing in a model without looks.
std::optional<int> look_of(const std::vector<float>& latent, const GeneratorSpec& spec);

/// The same character, or nearly, of a seed, a walk and colours: a mix becomes a step, one of the
/// colours alone the nearer end. Beyond `most_steps` the oldest step is given up.
Character as_walk(const Character& character);

/// The characters around this one: itself in the middle (number 4) of 3 × 3, the others one step
/// away in eight directions, the same ones for the same character, or in others' colours if these
/// are the part that changes. A mix becomes a step of the walk, as in as_walk(); look and variety
/// stay.
std::vector<Character> neighbours(const Character& character, float share);

}  // namespace psgan
