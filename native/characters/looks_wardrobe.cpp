// The wardrobe's looks 16 to 78: one row for each, chosen so that any two are told apart at 128².
#include "characters/looks.h"

namespace psgan::characters {
namespace {

using F = Fringe;
using S = Sides;
using H = Back;
using E = EyeShape;
using M = Mouth;
using T = Top;
using W = Bottom;
using L = Legs;
using O = Shoes;
using K = ExtraKind;

constexpr Build girl = Build::girl, boy = Build::boy, woman = Build::woman;

/// Skin from pale to deep.
constexpr unsigned pale = 0xffe9dc, fair = 0xffe0cc, tan = 0xf3c59f, olive = 0xd9a077,
                   brown = 0xb97b55, deep = 0x8f5d42;

struct Row {
  const char* title;
  Build build;
  unsigned skin;
  unsigned hair, tip;
  F fringe;
  S sides;
  H back;
  float length;
  unsigned eyes;
  E shape;
  M mouth;
  T top;
  unsigned top_colour, top_trim;
  W bottom;
  unsigned bottom_colour, bottom_trim;
  L legs;
  unsigned legs_colour;
  O shoes;
  unsigned shoes_colour;
  std::vector<Extra> extras;
  Ears ears = Ears::human;
};

Extra worn(K kind, unsigned colour, unsigned second = 0xfbfaff) {
  return {kind, rgb(colour), rgb(second)};
}

const std::vector<Row>& rows() {
  // clang-format off
  static const std::vector<Row> list{
    {"Florist", girl, fair, 0xf2a65a, 0xf9cf8f, F::parted, S::chin, H::twin_braids, 1, 0x4c9a4a,
     E::gentle, M::smile,
     T::blouse_vest, 0x6fae5a, 0xfff3d6, W::tiered_skirt, 0xfff3d6, 0xf29ab0, L::bare, 0,
     O::ankle_boots, 0x8a5b3a,
     {worn(K::flower, 0xffffff, 0xffd75e), worn(K::satchel, 0x8a5b3a)}},
    {"Astronomer", woman, pale, 0x27305e, 0x5a6fc4, F::one_eye, S::none, H::long_wavy, 1.05f,
     0xf2cf63, E::sleepy, M::calm,
     T::long_coat, 0x2b3a78, 0xf2cf63, W::shorts, 0x1d2445, 0xf2cf63, L::tights, 0x1d2445,
     O::long_boots, 0x3a2f4f,
     {worn(K::glasses, 0xf2cf63)}},
    {"Skater", boy, tan, 0xf5e6a8, 0xfff6d5, F::spiky, S::none, H::short_cut, 1, 0x2fa0d8,
     E::sharp, M::open,
     T::t_shirt, 0xff7a2f, 0x23242e, W::shorts, 0x2f6fb8, 0xd8ecff, L::socks, 0xffffff,
     O::sneakers, 0xe0354b,
     {worn(K::cap, 0x23242e, 0xff7a2f)}},
    {"Ice princess", girl, pale, 0xdff1fb, 0x9fd6f2, F::parted, S::chest, H::long_straight, 1.2f,
     0x3f9fe0, E::gentle, M::calm,
     T::maid, 0x9fd6f2, 0xffffff, W::tiered_skirt, 0xbfe4f7, 0xffffff, L::tights, 0xf2f9ff,
     O::mary_janes, 0xffffff,
     {worn(K::crown, 0xdfe9f5, 0x58b4ea), worn(K::cape, 0xffffff, 0x9fd6f2)}},
    {"Baker", woman, olive, 0x5b3524, 0x6e4430, F::swept, S::none, H::bun, 1, 0x6e4430, E::round,
     M::smile,
     T::blouse_vest, 0xfff6df, 0xd9594c, W::flared_skirt, 0xd9594c, 0xfff6df, L::socks, 0xfff6df,
     O::loafers, 0x5b3524,
     {worn(K::maid_band, 0xfff6df, 0xd9594c)}},
    {"Idol", girl, fair, 0xff6fae, 0xffc0dc, F::straight, S::chin, H::drills, 1, 0xe0478f,
     E::round, M::open,
     T::sleeveless, 0xffffff, 0xff6fae, W::tiered_skirt, 0xffa9cf, 0xffffff, L::thigh_highs,
     0xffffff, O::ankle_boots, 0xff6fae,
     {worn(K::side_bow, 0x8f5fe0), worn(K::chest_bow, 0x8f5fe0)}},
    {"Ranger", girl, tan, 0x7a9a55, 0xa5c47a, F::swept, S::chin, H::medium, 1, 0xc98f2e, E::sharp,
     M::calm,
     T::tunic, 0x7a5a3a, 0xc9b27a, W::trousers, 0x3f4a35, 0x2f3828, L::bare, 0, O::long_boots,
     0x4a3524,
     {worn(K::cape, 0x3f6a3f, 0x2f4a2f)}},
    {"Goth", girl, pale, 0x2a2433, 0x8f2f5a, F::straight, S::chest, H::twin_tails, 1.1f, 0xc23b5a,
     E::sleepy, M::calm,
     T::maid, 0x2a2433, 0xc9a7d8, W::tiered_skirt, 0x3a2f47, 0xc9a7d8, L::tights, 0x1f1a26,
     O::long_boots, 0x1f1a26,
     {worn(K::hair_bow, 0x8f2f5a)}},
    {"Lifeguard", girl, olive, 0xffd27a, 0xffe9b8, F::parted, S::none, H::ponytail, 0.9f, 0x2aa39a,
     E::round, M::open,
     T::sleeveless, 0xe3342f, 0xffffff, W::shorts, 0xe3342f, 0xffffff, L::bare, 0, O::sandals,
     0xffd23f,
     {worn(K::cap, 0xffffff, 0xe3342f)}},
    {"Clockmaker", boy, fair, 0x8a5638, 0xa06a48, F::one_eye, S::none, H::short_cut, 1, 0xb5762a,
     E::gentle, M::calm,
     T::blouse_vest, 0x7a4a2a, 0xf1d38a, W::trousers, 0x4a4a55, 0x2f2f38, L::bare, 0,
     O::ankle_boots, 0x4a2c1e,
     {worn(K::glasses, 0xc98f2e), worn(K::satchel, 0x5a3a22)}},
    {"Mermaid café", girl, fair, 0x3fc9c0, 0x8f7ae0, F::swept, S::chest, H::long_wavy, 1.1f,
     0x8f5fe0, E::gentle, M::smile,
     T::sailor, 0xdff7f5, 0x2a9a94, W::tiered_skirt, 0x2a9a94, 0xdff7f5, L::bare, 0, O::sandals,
     0xf2a0b8,
     {worn(K::flower, 0xff8f70, 0xfff0b0)}},
    {"Shrine keeper", boy, pale, 0xcfd3dd, 0xe6e9f0, F::parted, S::none, H::ponytail, 1.1f,
     0x7a2f3f, E::sharp, M::calm,
     T::kimono, 0xf5f5fa, 0x4a5f9a, W::hakama, 0x35508f, 0x24386b, L::socks, 0xffffff, O::sandals,
     0xb98b52, {}},
    {"Demon hunter", boy, fair, 0xd8d8e2, 0xf0f0f6, F::spiky, S::none, H::medium, 1, 0xd23b45,
     E::sharp, M::smile,
     T::long_coat, 0x23222c, 0xa8283a, W::trousers, 0x35343f, 0x23222c, L::bare, 0, O::long_boots,
     0x23222c,
     {worn(K::scarf, 0xa8283a, 0x6f1c28)}},
    {"Hiker", girl, tan, 0x6a3a2a, 0x80503a, F::messy, S::chin, H::side_tail, 0.9f, 0x3f9a54,
     E::round, M::smile,
     T::track_jacket, 0x2fa08f, 0xffd23f, W::shorts, 0x8a6a45, 0x6a4a2a, L::tights, 0x35343f,
     O::ankle_boots, 0x8a5b3a,
     {worn(K::backpack, 0xff8a3a, 0x8a4a1f)}},
    {"Bunny", girl, pale, 0xffe3ee, 0xffc6dc, F::messy, S::chin, H::bob, 1, 0xd8436f, E::round,
     M::cat,
     T::hoodie, 0xfff2f6, 0xff9fc0, W::pleated_skirt, 0xff9fc0, 0xffffff, L::striped_thigh_highs,
     0xff9fc0, O::sneakers, 0xffffff,
     {worn(K::rabbit_ears, 0xfff2f6, 0xff9fc0)}},
    {"Captain", boy, olive, 0x1f2430, 0x2f3648, F::swept, S::none, H::medium, 1, 0x2f8fe0,
     E::sharp, M::smile,
     T::gakuran, 0xf4f4f8, 0xf2cf63, W::trousers, 0x24386b, 0x1a2850, L::bare, 0, O::long_boots,
     0x1f1a26,
     {worn(K::cape, 0x24386b, 0xc23b3b)}},
    {"Painter", girl, fair, 0xc96a3a, 0xe08a50, F::messy, S::chin, H::bun, 1, 0x4f86db, E::gentle,
     M::small_o,
     T::t_shirt, 0xf7f2e6, 0x4f86db, W::overalls, 0x4f6fa8, 0xf2cf63, L::bare, 0, O::sneakers,
     0xf2cf63,
     {worn(K::beret, 0xc23b5a, 0xc23b5a)}},
    {"Vampire", boy, 0xf3e6ea, 0x8f1f35, 0xb53a4a, F::parted, S::none, H::medium, 1, 0xe8a21e,
     E::sharp, M::smile,
     T::blazer, 0x2a2030, 0xb5273c, W::trousers, 0x2a2030, 0x1a141f, L::bare, 0, O::loafers,
     0x1a141f,
     {worn(K::cape, 0x2a2030, 0xb5273c), worn(K::neck_tie, 0xb5273c)}, Ears::pointed},
    {"Honey bee", girl, fair, 0xffc93a, 0xffe08a, F::straight, S::none, H::twin_buns, 1, 0x7a4a1f,
     E::round, M::open,
     T::sweater, 0xffd23f, 0x35281f, W::tiered_skirt, 0x35281f, 0xffd23f, L::striped_thigh_highs,
     0x35281f, O::mary_janes, 0x35281f,
     {worn(K::wings, 0xe8f4ff, 0xcfe4f5)}},
    {"Nurse", woman, pale, 0xf2b6a0, 0xf9d0c0, F::swept, S::chin, H::medium, 1, 0xe0607f,
     E::gentle, M::smile,
     T::t_shirt, 0xffffff, 0xff9fb8, W::tight_skirt, 0xffffff, 0xff9fb8, L::tights, 0xfbeff2,
     O::loafers, 0xffffff,
     {worn(K::maid_band, 0xffffff, 0xff9fb8)}},
    {"Gamer", girl, pale, 0x54d17a, 0xb0f0a0, F::one_eye, S::chin, H::bob, 1, 0x54d17a, E::sleepy,
     M::cat,
     T::hoodie, 0x2a2a38, 0x54d17a, W::shorts, 0x4a4a5c, 0x54d17a, L::thigh_highs, 0x1f1f2a,
     O::sneakers, 0x54d17a,
     {worn(K::headphones, 0x2a2a38, 0x54d17a)}},
    {"Tea master", woman, fair, 0x2f2a2f, 0x3f3840, F::parted, S::none, H::bun, 1, 0x6a8f3a,
     E::sleepy, M::calm,
     T::kimono, 0x5f8f5f, 0xf5eeda, W::narrow_skirt, 0x5f8f5f, 0xf5eeda, L::socks, 0xffffff,
     O::sandals, 0x3a2a20, {}},
    {"Bandit", boy, brown, 0x4a2f24, 0x6a4634, F::messy, S::none, H::ponytail, 0.7f, 0x54b05a,
     E::sharp, M::open,
     T::sleeveless, 0x8a3a2a, 0xd8b070, W::trousers, 0xc9a878, 0x8a6a45, L::bare, 0, O::sandals,
     0x5a3a22,
     {worn(K::scarf, 0xd8b070, 0x8a6a45)}},
    {"Cherry blossom", girl, pale, 0x4a3038, 0x6a4650, F::straight, S::chest, H::long_straight,
     1.15f, 0xd8608f, E::gentle, M::smile,
     T::kimono, 0xffb8d0, 0xffffff, W::hakama, 0x7a3550, 0x5a2438, L::bare, 0, O::long_boots,
     0x5a3a2a,
     {worn(K::hair_bow, 0xd8436f)}},
    {"Scientist", woman, brown, 0x3a2a30, 0x4f3a42, F::swept, S::none, H::ponytail, 0.8f, 0x2aa39a,
     E::sharp, M::smile,
     T::long_coat, 0xf7f9fc, 0xc9d4e0, W::shorts, 0x2f6a7a, 0x234f5c, L::tights, 0x2a2a34,
     O::loafers, 0x2a2a34,
     {worn(K::glasses, 0x2a2a34), worn(K::neck_tie, 0x2aa39a)}},
    {"Punk", girl, fair, 0xd6336c, 0x2a2a38, F::spiky, S::none, H::short_cut, 1, 0x54d17a,
     E::sharp, M::open,
     T::track_jacket, 0x2a2a34, 0xd6336c, W::pleated_skirt, 0xb52a3a, 0x2a2a34, L::tights,
     0x3a3a48, O::long_boots, 0x1f1f26,
     {}},
    {"Elf archer", girl, pale, 0xf5e29a, 0xfdf3cf, F::open, S::chest, H::long_straight, 1.15f,
     0x3f9a54, E::sharp, M::calm,
     T::tunic, 0xe9f2dc, 0x5f8f4a, W::pleated_skirt, 0x5f8f4a, 0xe9f2dc, L::thigh_highs, 0x7a5a3a,
     O::ankle_boots, 0x6a4a2a,
     {}, Ears::pointed},
    {"Pilot", girl, tan, 0xb5622f, 0xcf8048, F::messy, S::chin, H::short_cut, 1, 0x3f8fd8,
     E::round, M::smile,
     T::track_jacket, 0x6a4a30, 0xf0e0c0, W::trousers, 0xcdb88f, 0x8a6a45, L::bare, 0,
     O::long_boots, 0x4a3020,
     {worn(K::scarf, 0xffffff, 0xdfe4ea), worn(K::headphones, 0x6a4a30, 0xd8b070)}},
    {"Snow hare", girl, pale, 0xeaf0f8, 0xcfdcf0, F::straight, S::chin, H::medium, 1, 0x7a8fd8,
     E::sleepy, M::small_o,
     T::sweater, 0xffffff, 0x8fb8e0, W::long_skirt, 0x8fb8e0, 0xffffff, L::tights, 0xffffff,
     O::ankle_boots, 0xe8eef5,
     {worn(K::scarf, 0x8fb8e0, 0xffffff), worn(K::rabbit_ears, 0xffffff, 0xcfdcf0)}},
    {"Desert dancer", woman, brown, 0x2f1f28, 0x5a2f4a, F::parted, S::none, H::long_wavy, 1.15f,
     0xe8a21e, E::sharp, M::smile,
     T::sleeveless, 0x8f2f8a, 0xf2cf63, W::long_skirt, 0xd8508a, 0xf2cf63, L::bare, 0, O::sandals,
     0xf2cf63,
     {worn(K::crown, 0xf2cf63, 0xd8508a)}},
    {"Class rep", girl, fair, 0x5a4a8f, 0x7a6ab0, F::parted, S::none, H::twin_braids, 1.1f,
     0x5a4fd6, E::gentle, M::calm,
     T::sailor, 0x3a3a4a, 0xe0354b, W::long_skirt, 0x3a3a4a, 0xe0354b, L::tights, 0x23232c,
     O::loafers, 0x3a2420,
     {worn(K::glasses, 0xe0354b), worn(K::chest_bow, 0xffffff)}},
    {"Delivery", boy, tan, 0xe0632f, 0xf08a50, F::spiky, S::none, H::short_cut, 1, 0x3f9a54,
     E::round, M::open,
     T::t_shirt, 0x3f9fe0, 0xffffff, W::trousers, 0x2f4a6a, 0x1f3048, L::bare, 0, O::sneakers,
     0xffffff,
     {worn(K::satchel, 0xffd23f), worn(K::cap, 0x3f9fe0, 0xffffff)}},
    {"Angel", girl, pale, 0xfbe9b0, 0xfff7dc, F::messy, S::chest, H::long_wavy, 1, 0x58b4ea,
     E::gentle, M::smile,
     T::sleeveless, 0xffffff, 0xf2d88a, W::flared_skirt, 0xffffff, 0xf2d88a, L::bare, 0,
     O::sandals, 0xf2d88a,
     {worn(K::wings, 0xffffff, 0xdfe9f5), worn(K::halo, 0xffd95a)}},
    {"Chef", boy, olive, 0x3a2a24, 0x4f3a30, F::parted, S::none, H::short_cut, 1, 0x8a5a32,
     E::gentle, M::smile,
     T::gakuran, 0xffffff, 0xd9594c, W::trousers, 0x5a6474, 0x3f4854, L::bare, 0, O::loafers,
     0x23232c,
     {worn(K::scarf, 0xd9594c, 0xd9594c)}},
    {"Magical girl", girl, fair, 0x8f7af0, 0xd0b0ff, F::messy, S::chin, H::twin_tails, 1.15f,
     0xff6fae, E::round, M::open,
     T::sailor, 0xffffff, 0x8f5fe0, W::tiered_skirt, 0xb58fff, 0xffd95a, L::thigh_highs, 0xffffff,
     O::long_boots, 0x8f5fe0,
     {worn(K::chest_bow, 0xff6fae), worn(K::crown, 0xffd95a, 0xff6fae)}},
    {"Fisher", girl, tan, 0x2f6a8f, 0x4f8fb0, F::open, S::none, H::side_tail, 0.9f, 0x2f6a8f,
     E::round, M::smile,
     T::t_shirt, 0xf2f2ea, 0xe3342f, W::overalls, 0xe8b83a, 0x8a6a1f, L::bare, 0, O::long_boots,
     0x3a5a4a,
     {worn(K::straw_hat, 0xe8cf90, 0xe3342f)}},
    {"Rose knight", boy, fair, 0xf2d06a, 0xf9e6a0, F::swept, S::none, H::long_straight, 0.85f,
     0x58b46a, E::sharp, M::calm,
     T::gakuran, 0xd8436f, 0xf2cf63, W::trousers, 0xffffff, 0xc9cfd8, L::bare, 0, O::long_boots,
     0xf2f2f7,
     {worn(K::cape, 0xffffff, 0xd8436f)}},
    {"Barista", girl, deep, 0x3a2420, 0x5a3a30, F::messy, S::chin, H::twin_buns, 1, 0xb5762a,
     E::round, M::smile,
     T::blouse_vest, 0x3a3a42, 0xf7f2e6, W::tight_skirt, 0x3a3a42, 0xf7f2e6, L::tights, 0x2a2420,
     O::mary_janes, 0x1f1a18,
     {worn(K::neck_tie, 0x2fa08f)}},
    {"Pumpkin", girl, fair, 0xff8a2a, 0xffb060, F::straight, S::chin, H::bob, 0.9f, 0x8f4fd0,
     E::round, M::open,
     T::sweater, 0x4a2f6a, 0xff8a2a, W::tiered_skirt, 0xff8a2a, 0x4a2f6a, L::striped_thigh_highs,
     0x4a2f6a, O::ankle_boots, 0x2a1f38,
     {worn(K::witch_hat, 0xff8a2a, 0x4a2f6a)}},
    {"Butler", boy, pale, 0x5a5f72, 0x747a90, F::swept, S::none, H::short_cut, 1, 0x4a7ab8,
     E::sleepy, M::calm,
     T::blazer, 0x1f2028, 0xd8dce6, W::trousers, 0x1f2028, 0x14151a, L::bare, 0, O::loafers,
     0x14151a,
     {worn(K::neck_tie, 0xffffff)}},
    {"Strawberry", girl, pale, 0xe8505a, 0xf58a8a, F::parted, S::chest, H::twin_buns, 1, 0x54a04a,
     E::round, M::cat,
     T::maid, 0xe8505a, 0xffffff, W::flared_skirt, 0xe8505a, 0xffffff, L::striped_thigh_highs,
     0x54a04a, O::mary_janes, 0x54a04a,
     {worn(K::beret, 0x54a04a, 0x54a04a)}},
    {"Guitarist", woman, fair, 0x1f1f2a, 0x3f6fd0, F::one_eye, S::chin, H::medium, 1, 0x3f6fd0,
     E::sharp, M::calm,
     T::t_shirt, 0x23232c, 0xd8dce6, W::trousers, 0x3a3f55, 0x23232c, L::bare, 0, O::sneakers,
     0xd6336c,
     {worn(K::headphones, 0xd6336c, 0xd8dce6)}},
    {"Kitsune fire", girl, tan, 0xf07a2a, 0xffe3c0, F::messy, S::chest, H::long_wavy, 1.1f,
     0xe8a21e, E::sharp, M::smile,
     T::kimono, 0x2f2a3a, 0xf07a2a, W::hakama, 0xf2a03a, 0x8a4a1f, L::bare, 0, O::sandals,
     0x2f2a3a,
     {worn(K::fox_ears, 0xf07a2a, 0xffe3c0), worn(K::tail, 0xf07a2a, 0xffe3c0)}},
    {"Librarian prince", boy, deep, 0x2a2024, 0x3f3036, F::messy, S::none, H::short_cut, 1,
     0xc98f2e, E::gentle, M::smile,
     T::sweater, 0x2f6a5a, 0xf1d38a, W::trousers, 0x8a7a5a, 0x6a5a3a, L::bare, 0, O::loafers,
     0x4a2c1e,
     {worn(K::glasses, 0x2a2024)}},
    {"Lilac cape", woman, pale, 0xc9b0e8, 0xe8d8f8, F::open, S::chin, H::drills, 1.1f, 0x7a55b8,
     E::sleepy, M::calm,
     T::sleeveless, 0x5a3f8f, 0xe8d8f8, W::long_skirt, 0x5a3f8f, 0xe8d8f8, L::bare, 0,
     O::mary_janes, 0x3a2a5c,
     {worn(K::cape, 0xc9b0e8, 0x8f6fc0)}},
    {"Cyclist", girl, brown, 0x2a2a3a, 0xe0478f, F::open, S::none, H::ponytail, 0.9f, 0x54b05a,
     E::sharp, M::smile,
     T::sleeveless, 0x3ec6d8, 0xffe23f, W::leggings, 0x23232c, 0x3ec6d8, L::bare, 0, O::sneakers,
     0xffe23f,
     {worn(K::backpack, 0x3ec6d8, 0x23232c)}},
    {"Scarecrow", boy, fair, 0xd8b84a, 0xf0d880, F::messy, S::none, H::medium, 0.9f, 0x8a5a32,
     E::round, M::cat,
     T::tunic, 0xc9683a, 0x6a4a2a, W::overalls, 0x5a6a8a, 0xc9a24a, L::bare, 0, O::ankle_boots,
     0x6a4a2a,
     {worn(K::straw_hat, 0xd8b060, 0x6a4a2a)}},
    {"Ballet", girl, pale, 0x8f6a5a, 0xa88070, F::open, S::none, H::bun, 1, 0x6a8fc0, E::gentle,
     M::calm,
     T::sleeveless, 0xffd8e2, 0xffffff, W::tiered_skirt, 0xffe6ee, 0xffffff, L::tights, 0xffe9e2,
     O::mary_janes, 0xffb8c8,
     {}},
    {"Storm mage", boy, pale, 0x5a8fe8, 0xb8e0ff, F::spiky, S::none, H::long_wavy, 0.8f, 0xffd23f,
     E::sharp, M::calm,
     T::kimono, 0x35407a, 0x8fd0ff, W::trousers, 0x23284a, 0x8fd0ff, L::bare, 0, O::ankle_boots,
     0x23284a,
     {worn(K::horns, 0xdfe9f5)}, Ears::pointed},
    {"Rainy day", girl, fair, 0x4a5a6a, 0x6a7f94, F::straight, S::chin, H::bob, 1, 0x3f6fd0,
     E::round, M::small_o,
     T::long_coat, 0xffdd3a, 0xf2a81f, W::shorts, 0x4a6fa8, 0x35508f, L::bare, 0, O::long_boots,
     0x3fa8d8,
     {worn(K::cap, 0xffdd3a, 0xf2a81f)}},
    {"Heiress", woman, pale, 0xf2d58a, 0xfbeabb, F::straight, S::chest, H::drills, 1.2f, 0x3f6fd0,
     E::sharp, M::smile,
     T::blazer, 0x7a1f3a, 0xf2cf63, W::long_skirt, 0x3a1f2a, 0xf2cf63, L::tights, 0x2a1f26,
     O::mary_janes, 0x2a1420,
     {worn(K::hair_bow, 0x7a1f3a)}},
    {"Frog", girl, fair, 0x6a8f4a, 0x8fb868, F::messy, S::chin, H::twin_braids, 0.9f, 0x8a5a32,
     E::round, M::cat,
     T::hoodie, 0x7ac45a, 0xfff3a0, W::leggings, 0x3f7a4a, 0x2f5a38, L::bare, 0, O::sneakers,
     0xfff3a0,
     {worn(K::backpack, 0xfff3a0, 0x7ac45a)}},
    {"Cowgirl", girl, tan, 0xd88a3a, 0xf0b060, F::parted, S::chest, H::twin_braids, 1.1f, 0x3f8fd8,
     E::sharp, M::smile,
     T::blouse_vest, 0x8a4a2a, 0xe3342f, W::tight_skirt, 0x4a6fa8, 0x8a4a2a, L::bare, 0,
     O::long_boots, 0x8a4a2a,
     {worn(K::straw_hat, 0x8a5b3a, 0x4a2c1e)}},
    {"Moon rabbit", girl, pale, 0xb8b0d8, 0xe0dcf2, F::one_eye, S::chest, H::long_straight, 1.2f,
     0xd23b45, E::sleepy, M::calm,
     T::blazer, 0x3a3560, 0xffd95a, W::pleated_skirt, 0xd8b8f0, 0x3a3560, L::socks, 0xffffff,
     O::loafers, 0x23204a,
     {worn(K::rabbit_ears, 0xe8e4f5, 0xf2b8c8), worn(K::neck_tie, 0xffd95a)}},
    {"Mechanic", girl, olive, 0xc93c3c, 0xe86a5a, F::messy, S::chin, H::ponytail, 0.85f, 0x2fa0d8,
     E::round, M::open,
     T::sleeveless, 0xd8dce6, 0x5a6474, W::overalls, 0x5a6a4a, 0xff8a3a, L::bare, 0,
     O::ankle_boots, 0x5a3a22,
     {worn(K::cap, 0x5a6a4a, 0xff8a3a)}},
    {"Traveller", boy, tan, 0x5a6a5a, 0x7f9480, F::swept, S::none, H::medium, 1, 0x5f8f4a,
     E::gentle, M::smile,
     T::hoodie, 0xb5563a, 0xf0e0c0, W::shorts, 0x6a6a5a, 0x4a4a3a, L::tights, 0x2f3140,
     O::ankle_boots, 0x6a4a2a,
     {worn(K::backpack, 0x4a6a4a, 0x8a6a45)}},
    {"Peacock", woman, olive, 0x1f4a5a, 0x2aa39a, F::swept, S::none, H::bun, 1, 0x2aa39a, E::sharp,
     M::smile,
     T::kimono, 0x1f6a8f, 0x54d1b0, W::narrow_skirt, 0x1f6a8f, 0x54d1b0, L::bare, 0, O::sandals,
     0xf2cf63,
     {worn(K::flower, 0x54d1b0, 0xf2cf63)}},
    {"Newsboy", boy, fair, 0x9a5a34, 0xb87448, F::straight, S::none, H::short_cut, 1, 0x3f6fd0,
     E::round, M::open,
     T::blouse_vest, 0x8f8a7a, 0x4a7ab8, W::shorts, 0x6a5a45, 0x4a3a2a, L::knee_socks, 0x8f8a7a,
     O::loafers, 0x3a2420,
     {worn(K::beret, 0x6a5a45, 0x6a5a45), worn(K::satchel, 0x4a3020)}},
    {"Bride", woman, fair, 0x7a5a4a, 0x94705c, F::swept, S::chest, H::bun, 1, 0x6a8fc0, E::gentle,
     M::smile,
     T::sleeveless, 0xffffff, 0xf2e6d8, W::long_skirt, 0xffffff, 0xf2e6d8, L::bare, 0,
     O::mary_janes, 0xffffff,
     {worn(K::flower, 0xffd0dc, 0xffffff), worn(K::cape, 0xf7f7fc, 0xffffff)}},
    {"Shadow fox", boy, pale, 0x3a3a4a, 0x8f8fa8, F::one_eye, S::none, H::ponytail, 1, 0xc23b3b,
     E::sharp, M::calm,
     T::kimono, 0x2a2a34, 0x8f8fa8, W::trousers, 0x2a2a34, 0x1a1a22, L::bare, 0, O::sandals,
     0x1a1a22,
     {worn(K::scarf, 0xc23b3b, 0xc23b3b), worn(K::fox_ears, 0x3a3a4a, 0x8f8fa8)}},
    {"Sunflower", girl, brown, 0x4a2f24, 0x6a4634, F::swept, S::none, H::bob, 0.9f, 0x8a5a32,
     E::round, M::smile,
     T::t_shirt, 0xfff3d6, 0xf2a81f, W::flared_skirt, 0xf2b81f, 0x6a8f3a, L::socks, 0xffffff,
     O::sneakers, 0x6a8f3a,
     {worn(K::flower, 0xffc93a, 0x6a3a1f)}},
    {"Bat", girl, pale, 0x6a5a8f, 0x3a2f55, F::spiky, S::chin, H::short_cut, 1, 0xe0478f, E::sharp,
     M::cat,
     T::hoodie, 0x3a2f55, 0xe0478f, W::shorts, 0x2a2438, 0xe0478f, L::striped_thigh_highs,
     0x3a2f55, O::ankle_boots, 0x2a2438,
     {worn(K::wings, 0x3a2f55, 0x6a5a8f), worn(K::horns, 0xe0478f)}, Ears::pointed},
    {"Runner up", boy, brown, 0x23202a, 0x35303f, F::spiky, S::none, H::short_cut, 0.9f, 0x3f9fe0,
     E::round, M::open,
     T::track_jacket, 0x2f5fae, 0xffd23f, W::leggings, 0x2f5fae, 0xffd23f, L::bare, 0, O::sneakers,
     0xffffff,
     {}},
  };
  // clang-format on
  return list;
}

}  // namespace

int tabled_looks() { return static_cast<int>(rows().size()); }

Look tabled_look(int row) {
  const Row& r = rows().at(std::size_t(row));
  Look l;
  l.title = r.title;
  l.build = r.build;
  l.skin = rgb(r.skin);
  l.ears = r.ears;
  l.face.eyes = rgb(r.eyes);
  l.face.brows = darker(rgb(r.hair), 0.35f);
  l.face.shape = r.shape;
  l.face.mouth = r.mouth;
  l.face.brow_tilt = r.shape == E::sharp ? 0.4f : r.shape == E::sleepy ? -0.3f : 0.0f;
  l.face.fang = r.mouth == M::open && row % 3 == 0;
  l.hair = {.fringe = r.fringe,
            .sides = r.sides,
            .back = r.back,
            .colour = rgb(r.hair),
            .tip = rgb(r.tip),
            .tie = rgb(r.top_trim),
            .length = r.length,
            .ahoge = row % 9 == 4};
  l.outfit = {.top = r.top,
              .top_colour = rgb(r.top_colour),
              .top_trim = rgb(r.top_trim),
              .sash = rgb(r.bottom_trim),
              .bottom = r.bottom,
              .bottom_colour = rgb(r.bottom_colour),
              .bottom_trim = rgb(r.bottom_trim),
              .legs = r.legs,
              .legs_colour = rgb(r.legs_colour),
              .shoes = r.shoes,
              .shoes_colour = rgb(r.shoes_colour),
              .extras = r.extras};
  for (const auto& extra : r.extras)
    if (extra.kind == K::fox_ears || extra.kind == K::cat_ears || extra.kind == K::rabbit_ears)
      l.ears = Ears::hidden;
  return l;
}

}  // namespace psgan::characters
