// Hair: a cap on the skull, and tapered locks for the fringe, the sides and the back, each chosen
// separately.
#pragma once

#include <glm/glm.hpp>
#include <vector>

#include "characters/character.h"
#include "characters/head.h"
#include "characters/springs.h"

namespace psgan::characters {

enum class Fringe { straight, parted, swept, messy, open, one_eye, spiky };
enum class Sides { none, chin, chest };
enum class Back {
  short_cut,  ///< Cropped, spiky at the crown.
  bob,        ///< To the chin, turned in.
  long_straight,
  long_wavy,
  ponytail,
  twin_tails,
  twin_braids,
  side_tail,
  bun,
  twin_buns,
  medium,  ///< To the shoulders, ends flipped out.
  drills,  ///< Two tails of corkscrew curls.
};

struct Hair {
  Fringe fringe = Fringe::messy;
  Sides sides = Sides::chin;
  Back back = Back::bob;
  Colour colour = rgb(0x6b4a3a);
  Colour tip = rgb(0x6b4a3a);  ///< Where the locks end; the same as colour for plain hair.
  Colour tie = rgb(0xe05068);  ///< Of bands and ribbons that hold tails.
  float length = 1;            ///< Of what hangs, as a share of the style's own.
  bool ahoge = false;          ///< A single lock that stands up on top.

  bool operator==(const Hair&) const = default;
};

/// Skinned parts: the hair itself, then the bands that hold it. Its spring chains are
/// appended to `chains`.
std::vector<Part> hair_parts(const Hair& hair, std::vector<SpringChain>& chains);

/// The height at which the fringe's shadow falls on the forehead, metres.
float fringe_end(Fringe fringe);

/// A position on the skull by azimuth (0 in front, 90 her left) and
/// elevation in degrees, `lift` metres above it.
glm::vec3 on_skull(float azimuth, float elevation, float lift);

}  // namespace psgan::characters
