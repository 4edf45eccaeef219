// Controls for colours.
#pragma once

#include <string>

#include "psgan/traits.h"
#include "view/widgets.h"

namespace psgan::web {

ImU32 packed(const TraitColour& colour);

/// A round swatch; true when clicked. `at` is the upper left of a square of swatch_size, `name`
/// what it is called to those who do not see it.
bool swatch(const std::string& id, ImVec2 at, const TraitColour& colour, bool chosen,
            const std::string& name, Widgets& widgets);
inline constexpr float swatch_size = 30;

/// A field of all hues (across) from white to black (down), to pick any colour from; true while it
/// changes `colour`. The keyboard, for which it is a slider called `name`, moves the hue.
bool colour_field(const std::string& id, const Rect& field, TraitColour& colour,
                  const std::string& name, Widgets& widgets);

}  // namespace psgan::web
