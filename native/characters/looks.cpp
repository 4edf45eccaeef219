#include "characters/looks.h"

#include "characters/dice.h"

namespace psgan {
namespace {

using K = ExtraKind;

const std::vector<Look>& composed() {
  static const Colour white = rgb(0xfbfaff), black = rgb(0x2b2933);
  static const std::vector<Look> looks = {
      {.title = "Sailor",
       .face = {.eyes = rgb(0x5a4fd6), .brows = rgb(0x2b2740), .shape = EyeShape::gentle},
       .hair = {.fringe = Fringe::straight,
                .sides = Sides::chest,
                .back = Back::long_straight,
                .colour = rgb(0x34304d),
                .tip = rgb(0x3d3963)},
       .outfit = {.top = Top::sailor,
                  .top_colour = white,
                  .top_trim = rgb(0x2c4a93),
                  .bottom = Bottom::pleated_skirt,
                  .bottom_colour = rgb(0x2c4a93),
                  .bottom_trim = white,
                  .legs = Legs::knee_socks,
                  .legs_colour = rgb(0x23273f),
                  .shoes = Shoes::loafers,
                  .shoes_colour = rgb(0x6b3a2c),
                  .extras = {{K::chest_bow, rgb(0xe0354b)}, {K::side_bow, rgb(0xe0354b)}}}},
      {.title = "Street",
       .face = {.eyes = rgb(0xe0478f),
                .brows = rgb(0xc25a86),
                .shape = EyeShape::round,
                .mouth = Mouth::open,
                .fang = true},
       .hair = {.fringe = Fringe::messy,
                .sides = Sides::chin,
                .back = Back::twin_tails,
                .colour = rgb(0xf79ac0),
                .tip = rgb(0xfbc8dd),
                .tie = rgb(0x3ec6d8),
                .ahoge = true},
       .outfit = {.top = Top::hoodie,
                  .top_colour = rgb(0xffd23f),
                  .top_trim = rgb(0x3b3a4f),
                  .bottom = Bottom::shorts,
                  .bottom_colour = rgb(0x4d74b3),
                  .bottom_trim = rgb(0xb8d0ee),
                  .legs = Legs::striped_thigh_highs,
                  .legs_colour = rgb(0x3ec6d8),
                  .shoes = Shoes::sneakers,
                  .shoes_colour = rgb(0xe0478f)}},
      {.title = "Maid",
       .face = {.eyes = rgb(0xd23b45),
                .brows = rgb(0x8f8fa6),
                .shape = EyeShape::gentle,
                .mouth = Mouth::calm},
       .hair = {.fringe = Fringe::parted,
                .sides = Sides::chin,
                .back = Back::bob,
                .colour = rgb(0xd5d8e8),
                .tip = rgb(0xe9ebf6)},
       .outfit = {.top = Top::maid,
                  .top_colour = black,
                  .top_trim = white,
                  .bottom = Bottom::flared_skirt,
                  .bottom_colour = black,
                  .bottom_trim = white,
                  .legs = Legs::thigh_highs,
                  .legs_colour = black,
                  .shoes = Shoes::mary_janes,
                  .shoes_colour = black,
                  .extras = {{K::maid_band, white, black}, {K::chest_bow, rgb(0xb5273c)}}}},
      {.title = "Summer festival",
       .face = {.eyes = rgb(0x3f9a54),
                .brows = rgb(0x6a4433),
                .shape = EyeShape::round,
                .mouth = Mouth::smile,
                .beauty_mark = true},
       .hair = {.fringe = Fringe::swept,
                .sides = Sides::chin,
                .back = Back::bun,
                .colour = rgb(0x8a5638),
                .tip = rgb(0x9c6644),
                .tie = rgb(0xf4b63f)},
       .outfit = {.top = Top::kimono,
                  .top_colour = rgb(0x7a55b8),
                  .top_trim = rgb(0xf7a8c9),
                  .bottom = Bottom::narrow_skirt,
                  .bottom_colour = rgb(0x7a55b8),
                  .bottom_trim = rgb(0xf7a8c9),
                  .legs = Legs::bare,
                  .shoes = Shoes::sandals,
                  .shoes_colour = rgb(0xb5493d),
                  .extras = {{K::flower, rgb(0xf98fb5), rgb(0xffd75e)}}}},
      {.title = "Witch",
       .face = {.eyes = rgb(0x5fbf3a),
                .brows = rgb(0xa8481f),
                .shape = EyeShape::sharp,
                .mouth = Mouth::cat},
       .hair = {.fringe = Fringe::open,
                .sides = Sides::chest,
                .back = Back::long_wavy,
                .colour = rgb(0xef7a31),
                .tip = rgb(0xf9a24e)},
       .outfit = {.top = Top::sleeveless,
                  .top_colour = rgb(0x4b3372),
                  .top_trim = rgb(0xa7d94c),
                  .bottom = Bottom::flared_skirt,
                  .bottom_colour = rgb(0x4b3372),
                  .bottom_trim = rgb(0xa7d94c),
                  .legs = Legs::striped_thigh_highs,
                  .legs_colour = rgb(0x33264a),
                  .shoes = Shoes::ankle_boots,
                  .shoes_colour = rgb(0x33264a),
                  .extras = {{K::witch_hat, rgb(0x3a2a5c), rgb(0xa7d94c)},
                             {K::cape, rgb(0x3a2a5c), rgb(0x9a3fa6)}}}},
      {.title = "Runner",
       .skin = rgb(0xf6cfae),
       .face = {.eyes = rgb(0x2f8fe0),
                .brows = rgb(0xb98a3a),
                .shape = EyeShape::sharp,
                .mouth = Mouth::open,
                .freckles = true},
       .hair = {.fringe = Fringe::messy,
                .sides = Sides::chin,
                .back = Back::ponytail,
                .colour = rgb(0xf8d569),
                .tip = rgb(0xfbe69b),
                .tie = rgb(0xe3342f)},
       .outfit = {.top = Top::track_jacket,
                  .top_colour = rgb(0xe3342f),
                  .top_trim = white,
                  .bottom = Bottom::shorts,
                  .bottom_colour = rgb(0x2f3140),
                  .bottom_trim = rgb(0xe3342f),
                  .legs = Legs::socks,
                  .legs_colour = white,
                  .shoes = Shoes::sneakers,
                  .shoes_colour = rgb(0x2f3140),
                  .extras = {{K::headphones, white, rgb(0x2f6fd0)}}}},
      {.title = "Wanderer",
       .build = Build::boy,
       .face = {.eyes = rgb(0x2aa39a),
                .brows = rgb(0x1f5f66),
                .shape = EyeShape::sharp,
                .mouth = Mouth::smile,
                .brow_tilt = 0.6f},
       .hair = {.fringe = Fringe::messy,
                .sides = Sides::none,
                .back = Back::short_cut,
                .colour = rgb(0x2f8f97),
                .tip = rgb(0x49b5b0)},
       .outfit = {.top = Top::tunic,
                  .top_colour = rgb(0x4c9a4a),
                  .top_trim = rgb(0x7a4a2a),
                  .bottom = Bottom::trousers,
                  .bottom_colour = rgb(0xe5d3b0),
                  .bottom_trim = rgb(0x7a4a2a),
                  .legs = Legs::bare,
                  .shoes = Shoes::long_boots,
                  .shoes_colour = rgb(0x7a4a2a),
                  .extras = {{K::cape, rgb(0xc23b3b), rgb(0x7d2430)}}}},
      {.title = "Seaside",
       .face = {.eyes = rgb(0x36a5e8),
                .brows = rgb(0xb8925c),
                .shape = EyeShape::round,
                .mouth = Mouth::smile},
       .hair = {.fringe = Fringe::parted,
                .sides = Sides::chest,
                .back = Back::long_straight,
                .colour = rgb(0xf1cf93),
                .tip = rgb(0xf8e3bd),
                .length = 0.9f},
       .outfit = {.top = Top::sleeveless,
                  .top_colour = rgb(0xc4e4fb),
                  .top_trim = rgb(0x58b4ea),
                  .bottom = Bottom::flared_skirt,
                  .bottom_colour = rgb(0xc4e4fb),
                  .bottom_trim = rgb(0x58b4ea),
                  .legs = Legs::bare,
                  .shoes = Shoes::sandals,
                  .shoes_colour = rgb(0xc98d58),
                  .extras = {{K::straw_hat, rgb(0xf0cf86), rgb(0x3d8fd0)}}}},
      {.title = "Librarian",
       .face = {.eyes = rgb(0x8a5a32),
                .brows = rgb(0x4a2f27),
                .shape = EyeShape::sleepy,
                .mouth = Mouth::calm,
                .brow_tilt = -0.5f},
       .hair = {.fringe = Fringe::straight,
                .sides = Sides::none,
                .back = Back::twin_braids,
                .colour = rgb(0x6e4130),
                .tip = rgb(0x7d4e39),
                .tie = rgb(0xd94f3d)},
       .outfit = {.top = Top::sweater,
                  .top_colour = rgb(0xe2a63b),
                  .top_trim = rgb(0xfdf1d8),
                  .bottom = Bottom::long_skirt,
                  .bottom_colour = rgb(0x71463a),
                  .bottom_trim = rgb(0xe2a63b),
                  .legs = Legs::tights,
                  .legs_colour = rgb(0x3b3038),
                  .shoes = Shoes::ankle_boots,
                  .shoes_colour = rgb(0x4c2f28),
                  .extras = {{K::glasses, rgb(0x332633)},
                             {K::scarf, rgb(0xc93c3c), rgb(0xfdf1d8)}}}},
      {.title = "Shrine fox",
       .ears = Ears::hidden,
       .face = {.eyes = rgb(0xe8a21e),
                .brows = rgb(0xa9a6b8),
                .shape = EyeShape::sharp,
                .mouth = Mouth::cat},
       .hair = {.fringe = Fringe::straight,
                .sides = Sides::chest,
                .back = Back::long_straight,
                .colour = rgb(0xe4dcf0),
                .tip = rgb(0xffe3c8),
                .length = 1.1f},
       .outfit = {.top = Top::kimono,
                  .top_colour = white,
                  .top_trim = rgb(0xe23b34),
                  .sash = rgb(0xc22a2c),
                  .bottom = Bottom::hakama,
                  .bottom_colour = rgb(0xe23b34),
                  .bottom_trim = rgb(0xc22a2c),
                  .legs = Legs::socks,
                  .legs_colour = white,
                  .shoes = Shoes::sandals,
                  .shoes_colour = rgb(0xb98b52),
                  .extras = {{K::fox_ears, rgb(0xe4dcf0), rgb(0xf29aa8)},
                             {K::tail, rgb(0xe4dcf0), rgb(0xf4b36a)}}}},
      {.title = "School president",
       .build = Build::boy,
       .face = {.eyes = rgb(0x4468b8),
                .brows = rgb(0x23222e),
                .shape = EyeShape::sleepy,
                .mouth = Mouth::calm,
                .brow_tilt = 0.3f},
       .hair = {.fringe = Fringe::swept,
                .sides = Sides::none,
                .back = Back::short_cut,
                .colour = rgb(0x33323f),
                .tip = rgb(0x3f3e52)},
       .outfit = {.top = Top::gakuran,
                  .top_colour = rgb(0x2f3350),
                  .top_trim = rgb(0xf2cf63),
                  .bottom = Bottom::trousers,
                  .bottom_colour = rgb(0x2f3350),
                  .bottom_trim = rgb(0x20243c),
                  .legs = Legs::bare,
                  .shoes = Shoes::loafers,
                  .shoes_colour = rgb(0x3d2a28),
                  .extras = {{K::glasses, rgb(0x2a2a34)}}}},
      {.title = "Detective",
       .face = {.eyes = rgb(0x7b56c9),
                .brows = rgb(0x7c2a2a),
                .shape = EyeShape::gentle,
                .mouth = Mouth::smile},
       .hair = {.fringe = Fringe::swept,
                .sides = Sides::chin,
                .back = Back::bob,
                .colour = rgb(0xb93a3a),
                .tip = rgb(0xcf5448)},
       .outfit = {.top = Top::long_coat,
                  .top_colour = rgb(0xd3a873),
                  .top_trim = rgb(0x8a5b3a),
                  .bottom = Bottom::shorts,
                  .bottom_colour = rgb(0x5d4034),
                  .bottom_trim = rgb(0x4a3028),
                  .legs = Legs::tights,
                  .legs_colour = rgb(0x332c3a),
                  .shoes = Shoes::ankle_boots,
                  .shoes_colour = rgb(0x5d3526),
                  .extras = {{K::beret, rgb(0x8a5b3a), rgb(0x8a5b3a)},
                             {K::neck_tie, rgb(0x35703f)}}}},
      {.title = "Student council",
       .face = {.eyes = rgb(0x2e6fd9),
                .brows = rgb(0x274d94),
                .shape = EyeShape::round,
                .mouth = Mouth::smile},
       .hair = {.fringe = Fringe::parted,
                .sides = Sides::chin,
                .back = Back::side_tail,
                .colour = rgb(0x4f86db),
                .tip = rgb(0x7fb2ee),
                .tie = rgb(0xffffff)},
       .outfit = {.top = Top::blazer,
                  .top_colour = rgb(0x9a2f3f),
                  .top_trim = rgb(0xf2cf63),
                  .bottom = Bottom::pleated_skirt,
                  .bottom_colour = rgb(0x6d7388),
                  .bottom_trim = rgb(0x9a2f3f),
                  .legs = Legs::knee_socks,
                  .legs_colour = white,
                  .shoes = Shoes::loafers,
                  .shoes_colour = rgb(0x4a2c26),
                  .extras = {{K::neck_tie, rgb(0x35548f)}}}},
      {.title = "Cat café",
       .ears = Ears::hidden,
       .face = {.eyes = rgb(0x23b59b),
                .brows = rgb(0x4a8f80),
                .shape = EyeShape::round,
                .mouth = Mouth::cat,
                .fang = true},
       .hair = {.fringe = Fringe::messy,
                .sides = Sides::chin,
                .back = Back::bob,
                .colour = rgb(0x86dcc4),
                .tip = rgb(0xb4efdf)},
       .outfit = {.top = Top::t_shirt,
                  .top_colour = rgb(0xff8fb0),
                  .top_trim = white,
                  .bottom = Bottom::pleated_skirt,
                  .bottom_colour = white,
                  .bottom_trim = rgb(0xff8fb0),
                  .legs = Legs::thigh_highs,
                  .legs_colour = rgb(0x5b4a66),
                  .shoes = Shoes::sneakers,
                  .shoes_colour = rgb(0xff8fb0),
                  .extras = {{K::cat_ears, rgb(0x86dcc4), rgb(0xff9fb8)}}}},
      {.title = "Bookshop",
       .face = {.eyes = rgb(0x8d5fd3),
                .brows = rgb(0x8a75b5),
                .shape = EyeShape::sleepy,
                .mouth = Mouth::small_o},
       .hair = {.fringe = Fringe::straight,
                .sides = Sides::chin,
                .back = Back::bob,
                .colour = rgb(0xb9a2e3),
                .tip = rgb(0xd3c2f0)},
       .outfit = {.top = Top::blouse_vest,
                  .top_colour = rgb(0x3f7a6d),
                  .top_trim = rgb(0xf1d38a),
                  .bottom = Bottom::long_skirt,
                  .bottom_colour = rgb(0xf2e3c6),
                  .bottom_trim = rgb(0x3f7a6d),
                  .legs = Legs::socks,
                  .legs_colour = white,
                  .shoes = Shoes::mary_janes,
                  .shoes_colour = rgb(0x6b3a2c),
                  .extras = {{K::neck_tie, rgb(0xd9594c)}, {K::hair_clip, rgb(0xf1b83a)}}}},
      {.title = "Little demon",
       .ears = Ears::pointed,
       .face = {.eyes = rgb(0xf04f6a),
                .brows = rgb(0x5b2f63),
                .shape = EyeShape::sharp,
                .mouth = Mouth::open,
                .brow_tilt = 0.5f,
                .fang = true},
       .hair = {.fringe = Fringe::messy,
                .sides = Sides::chin,
                .back = Back::twin_buns,
                .colour = rgb(0x7c3f8a),
                .tip = rgb(0xb05aa8),
                .tie = rgb(0x24202c)},
       .outfit = {.top = Top::sleeveless,
                  .top_colour = rgb(0x24202c),
                  .top_trim = rgb(0xf04f6a),
                  .bottom = Bottom::pleated_skirt,
                  .bottom_colour = rgb(0xd93353),
                  .bottom_trim = rgb(0x24202c),
                  .legs = Legs::thigh_highs,
                  .legs_colour = rgb(0x24202c),
                  .shoes = Shoes::ankle_boots,
                  .shoes_colour = rgb(0x24202c),
                  .extras = {{K::horns, rgb(0xf2e6d0)}, {K::chest_bow, rgb(0xf04f6a)}}}},
  };
  return looks;
}

struct Palette {
  unsigned main, second, trim, accent;
};

/// Combinations that go together; any garment may take any part of one.
constexpr std::array<Palette, 14> palettes{{
    {0x2c4a93, 0xfbfaff, 0xe0354b, 0xf2cf63},
    {0xff8fb0, 0xfbfaff, 0x5b4a66, 0x86dcc4},
    {0x3f7a6d, 0xf2e3c6, 0xd9594c, 0xf1d38a},
    {0x2b2933, 0xe0354b, 0xfbfaff, 0xb9a2e3},
    {0xe2a63b, 0x71463a, 0xfdf1d8, 0xc93c3c},
    {0x7a55b8, 0xf7a8c9, 0xf4b63f, 0x36264a},
    {0x58b4ea, 0xeaf6ff, 0x2f5fae, 0xffd23f},
    {0x9a2f3f, 0x6d7388, 0xf2cf63, 0x2f3350},
    {0x4c9a4a, 0xe5d3b0, 0x7a4a2a, 0xc23b3b},
    {0x3ec6d8, 0x3b3a4f, 0xffd23f, 0xe0478f},
    {0xef7a31, 0x2f3140, 0xfdf1d8, 0x3d8fd0},
    {0xd9c7f2, 0x6b5a99, 0xfbfaff, 0xf598b8},
    {0xc9e4a6, 0x4e7d57, 0xfff6df, 0xe98a5c},
    {0x5a6474, 0xc9d2de, 0x2b2f3a, 0x4fb3c8},
}};

struct HairColour {
  unsigned root, tip;
};
constexpr std::array<HairColour, 16> hair_colours{{
    {0x34304d, 0x3d3963},
    {0xf79ac0, 0xfbc8dd},
    {0xd5d8e8, 0xe9ebf6},
    {0x8a5638, 0x9c6644},
    {0xef7a31, 0xf9a24e},
    {0xf8d569, 0xfbe69b},
    {0x2f8f97, 0x49b5b0},
    {0xf1cf93, 0xf8e3bd},
    {0x6e4130, 0x7d4e39},
    {0xe4dcf0, 0xffd9c0},
    {0xb93a3a, 0xcf5448},
    {0x4f86db, 0x7fb2ee},
    {0x86dcc4, 0xb4efdf},
    {0xb9a2e3, 0xd3c2f0},
    {0x7c3f8a, 0xb05aa8},
    {0x4a5a3c, 0x7a9a55},
}};
constexpr std::array<unsigned, 10> eye_colours{0x5a4fd6, 0xe0478f, 0xd23b45, 0x3f9a54, 0x2f8fe0,
                                               0x2aa39a, 0x8a5a32, 0xe8a21e, 0x7b56c9, 0x23b59b};
constexpr std::array<unsigned, 4> skins{0xffe6d6, 0xfde0cc, 0xf6cfae, 0xd9a077};

template <typename Kind>
Kind any(Dice& dice, Kind last) {
  return static_cast<Kind>(dice.below(static_cast<int>(last) + 1));
}

Look combined(int number) {
  Dice dice(static_cast<std::uint32_t>(number) + 1000);
  const auto palette = palettes[std::size_t(dice.below(int(palettes.size())))];
  const auto hair = hair_colours[std::size_t(dice.below(int(hair_colours.size())))];
  Look l;
  l.title = "Look " + std::to_string(number);
  l.skin = rgb(skins[std::size_t(std::min(dice.below(6), 5) % 4)]);
  l.build = dice.chance(0.2f) ? Build::boy : Build::girl;
  const bool boy = l.build == Build::boy;

  l.face.eyes = rgb(eye_colours[std::size_t(dice.below(int(eye_colours.size())))]);
  l.face.brows = darker(rgb(hair.root), 0.35f);
  l.face.shape = any(dice, EyeShape::sleepy);
  l.face.mouth = any(dice, Mouth::small_o);
  l.face.brow_tilt = dice.uniform(-0.5f, 0.6f);
  l.face.beauty_mark = dice.chance(0.12f);
  l.face.freckles = dice.chance(0.1f);

  l.hair.colour = rgb(hair.root);
  l.hair.tip = rgb(hair.tip);
  l.hair.tie = rgb(palette.accent);
  l.hair.fringe = any(dice, Fringe::open);
  l.hair.sides = boy ? Sides::none : any(dice, Sides::chest);
  l.hair.back = boy ? Back::short_cut : any(dice, Back::twin_buns);
  l.hair.length = dice.uniform(0.75f, 1.1f);
  l.hair.ahoge = dice.chance(0.2f);

  Outfit& o = l.outfit;
  constexpr std::array<Top, 6> boy_tops{Top::hoodie, Top::t_shirt, Top::track_jacket,
                                        Top::tunic,  Top::gakuran, Top::sweater};
  o.top = boy ? boy_tops[std::size_t(dice.below(6))] : any(dice, Top::long_coat);
  o.top_colour = rgb(palette.main);
  o.top_trim = rgb(palette.trim);
  o.bottom =
      boy ? (dice.chance(0.7f) ? Bottom::trousers : Bottom::shorts) : any(dice, Bottom::trousers);
  const bool dress =
      o.bottom != Bottom::trousers && o.bottom != Bottom::shorts && dice.chance(0.3f);
  o.bottom_colour = rgb(dress ? palette.main : palette.second);
  o.bottom_trim = rgb(palette.trim);
  // Some tops are half of an outfit.
  if (o.top == Top::kimono) {
    o.bottom = dice.chance(0.5f) ? Bottom::narrow_skirt : Bottom::hakama;
    o.sash = rgb(palette.accent);
    o.bottom_colour = o.bottom == Bottom::hakama ? rgb(palette.second) : o.top_colour;
  } else if (o.top == Top::maid) {
    o.bottom = Bottom::flared_skirt;
    o.bottom_colour = o.top_colour;
    o.top_trim = o.bottom_trim = rgb(0xfbfaff);
  } else if (o.top == Top::long_coat) {
    o.bottom = Bottom::shorts;
  } else if (o.bottom == Bottom::narrow_skirt) {
    o.bottom = Bottom::pleated_skirt;
  }
  o.legs = boy ? Legs::socks : any(dice, Legs::striped_thigh_highs);
  o.legs_colour = rgb(dice.chance(0.5f) ? palette.second : palette.trim);
  o.shoes = any(dice, o.top == Top::kimono ? Shoes::sandals : Shoes::mary_janes);
  if (o.top == Top::kimono) o.shoes = Shoes::sandals;
  o.shoes_colour = darker(rgb(palette.main), 0.35f);

  constexpr std::array<K, 11> on_head{K::hair_bow,  K::side_bow,  K::cat_ears,   K::witch_hat,
                                      K::straw_hat, K::beret,     K::headphones, K::flower,
                                      K::horns,     K::hair_clip, K::cap};
  if (dice.chance(0.6f)) {
    const auto kind = on_head[std::size_t(dice.below(int(on_head.size())))];
    const bool ears = kind == K::cat_ears;
    o.extras.push_back({kind, ears ? l.hair.colour : rgb(palette.accent),
                        ears ? rgb(0xff9fb8) : rgb(palette.second)});
    if (ears) l.ears = Ears::hidden;
  }
  if (dice.chance(0.18f)) o.extras.push_back({K::glasses, rgb(0x332633), rgb(0x332633)});
  const bool collar = o.top == Top::blouse_vest || o.top == Top::blazer || o.top == Top::long_coat;
  if (o.top == Top::sailor || (collar && dice.chance(0.7f)))
    o.extras.push_back({o.top == Top::sailor ? K::chest_bow : K::neck_tie, rgb(palette.accent),
                        rgb(palette.accent)});
  else if (o.top != Top::hoodie && o.top != Top::kimono && dice.chance(0.15f))
    o.extras.push_back(
        {dice.chance(0.5f) ? K::scarf : K::cape, rgb(palette.accent), rgb(palette.second)});
  return l;
}

}  // namespace

int composed_looks() { return static_cast<int>(composed().size()); }

Look look(int number) {
  return number < composed_looks() ? composed()[std::size_t(number)] : combined(number);
}

}  // namespace psgan
