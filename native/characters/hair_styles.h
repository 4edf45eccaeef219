// The locks of each hair style.
#pragma once

#include <vector>

#include "characters/dice.h"
#include "characters/hair.h"
#include "characters/mesh.h"
#include "characters/springs.h"

namespace psgan::characters {

/// Unskinned geometry that the styles add to.
struct HairPieces {
  Mesh locks;
  Mesh tails;  ///< What hangs free of the head; keeps its own normals.
  Mesh ties;
  std::vector<SpringChain> lock_chains;  ///< What locks hang on below the head,
  std::vector<SpringChain> tail_chains;  ///< and tails from their root.
};

void add_fringe(HairPieces& pieces, const Hair& hair, Dice& dice);
void add_sides(HairPieces& pieces, const Hair& hair, Dice& dice);
void add_back(HairPieces& pieces, const Hair& hair, Dice& dice);

}  // namespace psgan::characters
