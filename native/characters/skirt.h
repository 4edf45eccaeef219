// Cloth that hangs free of the body: skirts, aprons, capes, wide sleeves.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "characters/canvas.h"
#include "characters/character.h"
#include "characters/field.h"
#include "characters/springs.h"

namespace psgan::characters {

struct Skirt {
  std::string name = "skirt";
  Colour colour{1};
  float waist = 0.92f, hem = 0.62f;  ///< Heights, metres.
  float flare = 0.08f;               ///< How much farther out the hem hangs than the hips.
  float ease = 0.006f;               ///< Distance from what it is worn over.
  int pleats = 0;                    ///< Folds round the whole; 0 hangs smooth in a few waves.
  float fold = 0.012f;               ///< Depth of folds at the hem.
  int waves = 9;                     ///< Of a skirt without pleats.
  float shaped_to = 0;       ///< The hem of the skirt whose shape it follows; 0 for its own.
  float from = 0, to = 360;  ///< Degrees round the body, 0 in front, 90 her left.
  /// Paints it unrolled: x from 0 to 1 round the body from its front, y from 0 (hem) to 1 (waist).
  std::function<void(const Canvas&)> print{};
};

/// Parts for the outside and the inside; `worn_over` is the field of what it must clear.
std::vector<Part> skirt_parts(const Skirt& skirt, const Field& worn_over);

struct Cape {
  Colour colour{1}, lining{0.8f};
  float top = 1.135f, hem = 0.45f;
  float width = 0.24f;                         ///< Half of the hem.
  std::function<void(const Canvas&)> print{};  ///< As a skirt's, x from her left to her right.
};

/// The chains on which it hangs are appended to `chains`.
std::vector<Part> cape_parts(const Cape& cape, std::vector<SpringChain>& chains);

}  // namespace psgan::characters
