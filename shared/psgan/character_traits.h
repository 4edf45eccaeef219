// Characters of models whose latents begin with traits: what a character wears by her seed, her
// walk, her mixture and the parts that were chosen for her.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "psgan/character.h"
#include "psgan/latent_space.h"

namespace psgan {

/// What she wears, as a wardrobe shows it: of a walk and a mixture the options of the character
/// with the largest share, colours and amounts blended by the shares, and the chosen parts. The
/// space must have traits. Parts that the schema does not have change nothing.
TraitValues traits_of(const Character& character, const LatentSpace& space);

/// z [space.size]. The seed's traits and those of its walk and its mixture are encoded one by one
/// and blended by their shares, so that half way between two characters the numbers are half way;
/// her colours are those of `colours` or else her own, mixed as the part that changes says; chosen
/// parts take the place of all of these. The free numbers go along great circles, as latents
/// without traits do. `look` and `variety` have no meaning here.
std::vector<float> latent_of(const Character& character, const LatentSpace& space);

/// A sentence for each chosen part that the schema does not have, or not with that value.
std::vector<std::string> unknown_parts(const Character& character, const TraitSchema& schema);

/// The same character with one trait chosen. Throws Error if there is no such trait.
Character with_part(const Character& character, const TraitSchema& schema, int trait,
                    const TraitValue& value);

/// A character of the same seed who wears these traits: the parts in which what shows of them
/// differs from the seed's own are chosen, and only those. Walk and mixture come to an end.
Character with_traits(const Character& character, const LatentSpace& space,
                      const TraitValues& wanted);

/// Another seed for what is not locked: the traits named in `locked` stay as they are worn, and
/// so do, if the part that changes is the figure or the colours, chosen parts of the other kind.
Character with_seed(const Character& character, std::uint64_t seed, const LatentSpace& space,
                    const std::set<std::string>& locked);

/// The characters around this one as in neighbours(): each of the others takes three of the traits
/// that show, in which it differs, from another seed; of colours alone, if these are the part that
/// changes, and of none for the figure.
std::vector<Character> neighbours(const Character& character, const LatentSpace& space);

}  // namespace psgan
