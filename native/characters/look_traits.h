// A look as traits: named options, colours and amounts, from which the same look is made again.
#pragma once

#include "characters/looks.h"
#include "psgan/trait_sampler.h"
#include "psgan/traits.h"

namespace psgan::characters {

/// What all looks are made of, in plain words: hair, fringe, top, top-colour …
const TraitSchema& wardrobe_schema();

/// The look's values in wardrobe_schema(). A title is no trait; of accessories, a look wears at
/// most one of each kind (headwear, on the back …): throws Error for more.
TraitValues traits_of(const Look& look);

/// The look with these values; those of traits that do not show do not matter. Throws Error for
/// values that wardrobe_schema() does not allow.
Look look_from_traits(const TraitValues& values);

/// The look with one of its traits changed, which one and to what by the seed: another option of a
/// choice that shows, or another colour. Never to what would pierce the rest.
Look with_one_change(const Look& look, std::uint64_t seed);

/// How combinations are drawn: every option of a choice about equally often but for marks and
/// accessories, which most characters lack; garments that would pierce one another apart; colours
/// from palettes, some of them free.
const TraitSampler& wardrobe_sampler();

}  // namespace psgan::characters
