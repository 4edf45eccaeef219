// The wardrobe: build, face, hair and clothes of each character, as plain data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "characters/body_field.h"
#include "characters/face.h"
#include "characters/hair.h"
#include "characters/head.h"
#include "characters/outfit.h"

namespace psgan::characters {

struct Look {
  std::string title;
  Build build = Build::girl;
  Colour skin = rgb(0xffe6d6);
  Ears ears = Ears::human;
  Face face;
  Hair hair;
  Outfit outfit;

  bool operator==(const Look&) const = default;
};

/// Looks composed by hand: the first ones in full, then those of the wardrobe's table.
int composed_looks();

/// The table's rows, and the look of one.
int tabled_looks();
Look tabled_look(int row);
/// Look 0 and on: first the composed ones, then combinations.
Look look(int number);

/// The combination of this number: what wardrobe_sampler() (look_traits.h) draws for it as a seed.
Look combined_look(int number);

/// A complete VRM 1.0 file (binary glTF) of any look.
std::vector<std::uint8_t> character_vrm(const Look& look);

}  // namespace psgan::characters
