// The locks of each hair style.
#pragma once

#include "characters/dice.h"
#include "characters/hair.h"
#include "characters/mesh.h"

namespace psgan {

/// Unskinned geometry that the styles add to.
struct HairPieces {
  Mesh locks;
  Mesh ties;
};

void add_fringe(HairPieces& pieces, const Hair& hair, Dice& dice);
void add_sides(HairPieces& pieces, const Hair& hair, Dice& dice);
void add_back(HairPieces& pieces, const Hair& hair, Dice& dice);

}  // namespace psgan
