// The wardrobe: build, face, hair and clothes of each character, as plain data.
#pragma once

#include <string>

#include "characters/body_field.h"
#include "characters/face.h"
#include "characters/hair.h"
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
};

/// Looks composed by hand: the first ones in full, then those of the wardrobe's table.
int composed_looks();

/// The table's rows, and the look of one.
int tabled_looks();
Look tabled_look(int row);
/// Look 0 and on: first the composed ones, then deterministic combinations of their kinds with
/// palettes of their own.
Look look(int number);

/// The combination with this number, independent of its index among the looks.
Look combined_look(int number);

}  // namespace psgan::characters
