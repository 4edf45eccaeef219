#include "characters/wardrobe.h"
#include "data/figures.h"

namespace psgan {

Avatar own_look(int number) {
  return read_vrm(character_vrm(number), "look " + std::to_string(number));
}

}  // namespace psgan
