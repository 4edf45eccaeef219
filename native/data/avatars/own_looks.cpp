#include "characters/wardrobe.h"
#include "data/avatars/figures.h"

namespace psgan::data {

Avatar own_look(int number) {
  return read_vrm(characters::character_vrm(number), "look " + std::to_string(number));
}

Avatar own_look(const characters::Look& look) {
  return read_vrm(characters::character_vrm(look), look.title);
}

}  // namespace psgan::data
