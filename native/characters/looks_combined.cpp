// Looks beyond the composed ones: combinations of kinds with palettes that go together.
#include "characters/dice.h"
#include "characters/looks.h"

namespace psgan::characters {
namespace {

using K = ExtraKind;

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

}  // namespace

Look combined_look(int number) {
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

}  // namespace psgan::characters
