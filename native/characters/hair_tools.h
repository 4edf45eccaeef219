// Building blocks of hair styles: locks, tails, braids, bands.
#pragma once

#include <glm/glm.hpp>
#include <vector>

#include "characters/dice.h"
#include "characters/hair.h"
#include "characters/hair_styles.h"

namespace psgan::characters {

using Path = std::vector<glm::vec3>;

/// A lock's section and taper; see Strand.
struct Shape {
  float width = 0.04f, thickness = 0.016f;
  float root = 0.7f, belly = 0.45f, tip = 0.0f;
  int segments = 8, sides = 6;
};

/// A lock that lies on the head along the path.
void lock(HairPieces& pieces, const Path& path, const Shape& shape);
/// A place beside the head or below it: azimuth in degrees, height, distance from the skull's
/// width.
glm::vec3 beside(float azimuth, float y, float out);
/// The same place on the other side of the head if side is −1.
glm::vec3 flip(glm::vec3 p, float side);
/// A ring round a tail, its hole along the axis.
void band(HairPieces& pieces, const glm::vec3& at, const glm::vec3& axis, float radius,
          float thick);
/// A tail: strands from one place, spreading and meeting again at the tip.
void tail(HairPieces& pieces, const Path& spine, float spread, int count, float width, Dice& dice,
          float wave = 0);
/// Locks combed over the skull from the hairline to where the hair is held.
void comb_to(HairPieces& pieces, const glm::vec3& at, float from_az, float to_az, int count);
/// Two strands crossing in `links` turns, narrower towards the end.
void braid(HairPieces& pieces, const Path& spine, float width, int links);

}  // namespace psgan::characters
