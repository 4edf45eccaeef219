#include "characters/wardrobe.h"
#include "data/avatars/figures.h"

namespace psgan::data {

Avatar own_look(int number) {
  return read_vrm(characters::character_vrm(number), "look " + std::to_string(number));
}

}  // namespace psgan::data
