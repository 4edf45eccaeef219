// Clothes that follow the body: offset layers of its field, cut along their hems.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "characters/body_field.h"
#include "characters/canvas.h"
#include "characters/character.h"

namespace psgan::characters {

/// Paints a layer as seen from the front or the back, in metres of the T-pose (x is the figure's
/// own, so that the same x is the same side in both).
using Print = std::function<void(const Canvas& canvas, bool back)>;

struct Cloth {
  std::string name;
  Colour colour{1};
  Ease ease;
  Region region;  ///< What it covers.
  Print print{};  ///< Painted on the colour; empty for a plain one.
  float cell = 0.0155f;
  bool two_legs = false;    ///< Below the hips it is two tubes, each its own leg's.
  bool only_hides = false;  ///< No cloth of its own: what lies under it is removed.
};

/// Meshes the layers from the skin outward. What a later layer covers is removed from the
/// earlier ones, so that nothing pokes through.
std::vector<Part> layers(Build build, const std::vector<Cloth>& from_inside);

}  // namespace psgan::characters
