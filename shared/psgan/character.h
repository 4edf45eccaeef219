// A character as a point of the latent space: a seed, steps from it towards other seeds, a mixture
// with a second seed, a fixed look, the colours of another seed, and parts chosen one by one.
// Exactly specified, like the latents themselves, so that a link gives the same character
// everywhere. What follows is for models whose latents are normal; character_traits.h has the same
// for those whose latents begin with traits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "psgan/generator_spec.h"

namespace psgan {

/// Towards another seed's latent, as look_mixing.h says; `share` from 0 (stays) to 1 (arrives).
struct WalkStep {
  std::uint64_t seed = 0;
  float share = 0;
  friend bool operator==(const WalkStep&, const WalkStep&) = default;
};

/// A part of a character: everything, the figure (shape of hair, cut of clothes), or the colours.
/// Models have separate colours if their cards say so or if they have traits; for the others there
/// is only everything.
enum class Part { everything, figure, colours };

std::string_view name(Part part);
std::optional<Part> part_named(std::string_view name);

struct Character {
  std::uint64_t seed = 1;
  std::vector<WalkStep> walk;            ///< From the seed on, at most `most_steps`.
  std::optional<std::uint64_t> seed2;    ///< The second character of a mixture.
  float mix = 0;                         ///< 0 = the first character, 1 = the second.
  std::optional<std::uint64_t> colours;  ///< The seed whose colours she wears; nothing: her own.
  Part part =
      Part::everything;  ///< What a mixture, with_seed() and neighbours() change; the rest is kept.
  /// The look to keep, for models with looks: the largest of the latent's look numbers is swapped
  /// with the number of this one.
  std::optional<int> look;
  /// 1 leaves the latent unchanged; at 0 all numbers but the look's largest are 0, which is the
  /// typical form of that look. Models without looks do not have it. (No truncation: that moves
  /// what a network makes of a latent towards the average of all latents.)
  float variety = 1;
  /// Between looks, mixture and walk go by way of both (look_mixing.h), so that half way is half
  /// way. False: along the great circle, as links from before that mean it.
  bool even = true;
  /// Values chosen for single traits, by the traits' names, as links write them (to_text() in
  /// traits.h). Models without traits do not have them.
  std::map<std::string, std::string> parts;

  static constexpr std::size_t most_steps = 16;
  friend bool operator==(const Character&, const Character&) = default;
};

/// z [latent_size]: seed, walk, look, variety, mix (see look_mixing.h), in this order. Of a model
/// with separate colours it is the figure's.
std::vector<float> latent_of(const Character& character, const GeneratorSpec& spec);

/// z [latent_size] of her colours: that of `colours` or else her own, then as above.
std::vector<float> colours_of(const Character& character, const GeneratorSpec& spec);

/// The character for a model without colours apart: her own colours alone.
Character without_parts(Character character);

/// The numbers of a character (0) and those in a row with her (from 1), from the left: she stands
/// in the middle.
std::vector<int> numbers_left_to_right(int in_row);
/// The same, the characters.
std::vector<Character> left_to_right(const Character& character, const std::vector<Character>& row);

/// Another seed for the part that changes; the other part keeps its value, without its mixtures.
/// Look, variety and part stay; chosen parts go.
Character with_seed(const Character& character, std::uint64_t seed);

/// Which of the latent's first `looks` numbers (1 or more) is the largest: the look whose region it
/// is in.
int largest_look(std::span<const float> latent, int looks);

/// The look whose number is the largest; nothing in a model without looks.
std::optional<int> look_of(const std::vector<float>& latent, const GeneratorSpec& spec);

/// The same character, or nearly, as a seed, a walk and colours: a mixture becomes a step; one of
/// the colours alone becomes its nearer end. Beyond `most_steps` the oldest step is dropped.
Character as_walk(const Character& character);

/// The characters around this one: itself in the middle (number 4) of 3 × 3, the others one step
/// away in eight directions, the same ones for the same character, or in others' colours if these
/// are the part that changes. A mixture becomes a step of the walk, as in as_walk(); look and
/// variety stay.
std::vector<Character> neighbours(const Character& character, float share);

}  // namespace psgan
