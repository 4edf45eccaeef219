// The wardrobe as the page shows it: traits put together in rows.
#pragma once

#include <string>
#include <vector>

#include "psgan/trait_sampler.h"
#include "psgan/traits.h"

namespace psgan::web {

/// A choice and what belongs to it, or colours and amounts that belong together.
struct WardrobeRow {
  std::string name;         ///< The choice's, or the first word of the others'.
  int choice = -1;          ///< A trait; −1: none.
  std::vector<int> others;  ///< Colours and amounts, in the schema's order.
};

/// In the schema's order. A colour or amount belongs to the choice that decides whether it shows,
/// else to the row whose name its own begins with ("eye-colour" to "eyes"), else to a row of its
/// first word.
std::vector<WardrobeRow> wardrobe_rows(const TraitSchema& schema);

/// For people: "hair-tip-colour" → "Hair tip colour".
std::string title_of(const std::string& name);

/// Colours worth offering for a trait: those that its draw's palettes have for it, each different
/// from the others, at most `most`; a few common ones if there is no such draw.
std::vector<TraitColour> colours_offered(const TraitSampler& sampler, const std::string& trait,
                                         std::size_t most);

}  // namespace psgan::web
