// A character's clothes, as choices and colours.
#pragma once

#include <vector>

#include "characters/body_field.h"
#include "characters/canvas.h"
#include "characters/character.h"
#include "characters/cloth.h"

namespace psgan::characters {

enum class Top {
  sailor,
  blouse_vest,
  hoodie,
  t_shirt,
  blazer,
  maid,
  kimono,
  sleeveless,
  sweater,
  track_jacket,
  tunic,
  gakuran,
  long_coat,
};

enum class Bottom {
  pleated_skirt,
  flared_skirt,
  long_skirt,
  narrow_skirt,
  shorts,
  trousers,
  hakama,
  tiered_skirt,
  tight_skirt,
  overalls,
  leggings,
};
enum class Legs { bare, socks, knee_socks, thigh_highs, tights, striped_thigh_highs };
enum class Shoes { loafers, sneakers, ankle_boots, long_boots, mary_janes, sandals };

enum class ExtraKind {
  chest_bow,
  neck_tie,
  hair_bow,  ///< At the back of the head.
  side_bow,  ///< On her left side.
  cat_ears,
  fox_ears,
  witch_hat,
  straw_hat,
  beret,
  cap,
  glasses,
  headphones,
  scarf,
  cape,
  maid_band,
  flower,  ///< In the hair, on her left.
  horns,
  tail,
  hair_clip,
  satchel,
  backpack,
  crown,
  halo,
  wings,
  rabbit_ears,
};

struct Extra {
  ExtraKind kind;
  Colour colour{1};
  Colour second{0.5f};

  bool operator==(const Extra&) const = default;
};

struct Outfit {
  Top top = Top::t_shirt;
  Colour top_colour{1}, top_trim{0.5f};  ///< Main colour; collar, cuffs, prints.
  Colour sash = rgb(0xf4b63f);           ///< Of a kimono.
  Bottom bottom = Bottom::pleated_skirt;
  Colour bottom_colour{0.3f}, bottom_trim{0.3f};
  Legs legs = Legs::bare;
  Colour legs_colour{1};
  Shoes shoes = Shoes::loafers;
  Colour shoes_colour{0.3f};
  std::vector<Extra> extras{};

  bool operator==(const Outfit&) const = default;
};

/// Layers worn on the trunk, from the inside out, and parts that hang free of it.
struct Worn {
  std::vector<Cloth> layers;
  std::vector<Cloth> over{};  ///< Worn over the top: bibs, straps.
  std::vector<Part> parts;
};

void add_legs_and_shoes(Worn& worn, const Outfit& outfit);
void add_bottom(Worn& worn, const Outfit& outfit, Build build);
void add_top(Worn& worn, const Outfit& outfit, Build build);
/// Where a top that hangs over skirt or trousers ends, metres; 0 for one that is tucked in.
float hem_of(Top top);

/// Adds an accessory to the character, with its spring chains.
void add_extra(Character& character, const Extra& extra);

/// Fills that both tops and bottoms use: a horizontal stripe over the whole width.
void stripe(const Canvas& canvas, const Colour& colour, float low, float high);

}  // namespace psgan::characters
