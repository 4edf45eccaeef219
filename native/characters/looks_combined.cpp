// Looks beyond the composed ones: combinations by seed, and how often each option is drawn.
#include <array>

#include "characters/look_traits.h"

namespace psgan::characters {
namespace {

/// None is like skin: shorts of it would be none. A garment's cloth, a second one, trimmings,
/// accessories, and what is dark: shoes, stockings.
struct Palette {
  unsigned main, second, trim, accent, dark;
};

// clang-format off
constexpr std::array<Palette, 30> palettes{{
    {0x2c4a93, 0xf0f4ff, 0xe0354b, 0xf2cf63, 0x23273f},
    {0xff8fb0, 0xf0f4ff, 0x5b4a66, 0x86dcc4, 0x5b4a66},
    {0x3f7a6d, 0xe6d89a, 0xd9594c, 0xf1d38a, 0x6b3a2c},
    {0x2b2933, 0xe0354b, 0xf0f4ff, 0xb9a2e3, 0x1f1a26},
    {0xe2a63b, 0x71463a, 0xfdf1d8, 0xc93c3c, 0x4c2f28},
    {0x7a55b8, 0xf7a8c9, 0xf4b63f, 0x36264a, 0x36264a},
    {0x58b4ea, 0xeaf6ff, 0x2f5fae, 0xffd23f, 0x2f4a6a},
    {0x9a2f3f, 0x6d7388, 0xf2cf63, 0x2f3350, 0x4a2c26},
    {0x4c9a4a, 0xd8c878, 0x7a4a2a, 0xc23b3b, 0x7a4a2a},
    {0x3ec6d8, 0x3b3a4f, 0xffd23f, 0xe0478f, 0x23232c},
    {0xef7a31, 0x2f3140, 0xfdf1d8, 0x3d8fd0, 0x2f3140},
    {0xd9c7f2, 0x6b5a99, 0xf0f4ff, 0xf598b8, 0x4a3f72},
    {0xc9e4a6, 0x4e7d57, 0xfff6df, 0xe98a5c, 0x3a5a4a},
    {0x5a6474, 0xc9d2de, 0x2b2f3a, 0x4fb3c8, 0x2b2f3a},
    {0xf0f4ff, 0x2c4a93, 0xe0354b, 0xffd95a, 0x23273f},
    {0xf2f6ff, 0xff6fae, 0xffa9cf, 0x8f5fe0, 0x7a3f6a},
    {0xf4f4f8, 0x24386b, 0xf2cf63, 0xc23b3b, 0x1f1a26},
    {0x6a4a30, 0xb0a878, 0xf0e0c0, 0x3f8fd8, 0x4a3020},
    {0xc4a03c, 0x5d4034, 0xfff3d6, 0x35703f, 0x5d3526},
    {0xc23b5a, 0x3a1f2a, 0xf2cf63, 0xf7c8d4, 0x2a1420},
    {0x1f6a8f, 0x54d1b0, 0xf2cf63, 0xff8f70, 0x1d2f45},
    {0xbfe4f7, 0xf2f6ff, 0x58b4ea, 0xf2a0b8, 0x5a7aa8},
    {0xffdd3a, 0x4a6fa8, 0xf2a81f, 0xe3342f, 0x35508f},
    {0x8a4a2a, 0x4a6fa8, 0xe3342f, 0xd8b070, 0x4a2c1e},
    {0x7ac45a, 0xfff3a0, 0x3f7a4a, 0xff8a3a, 0x2f5a38},
    {0x5a3f8f, 0xe8d8f8, 0xc9b0e8, 0xffd95a, 0x3a2a5c},
    {0xe8505a, 0xf4f7ff, 0x54a04a, 0xffd75e, 0x6a2a30},
    {0x35508f, 0xf5f5fa, 0x8fd0ff, 0xd23b45, 0x24386b},
    {0x8f8a7a, 0x6a5a45, 0xe8ecf0, 0x4a7ab8, 0x3a2420},
    {0x23232c, 0x5a5a6a, 0x54d17a, 0xd6336c, 0x1f1f26},
}};

// clang-format on

/// At the root and at the tips; the brows are a darker root.
struct HairColour {
  unsigned root, tip;
};
// clang-format off
constexpr std::array<HairColour, 32> hair_colours{{
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
    {0x27305e, 0x5a6fc4},
    {0x2a2433, 0x8f2f5a},
    {0x5b3524, 0x6e4430},
    {0xdff1fb, 0x9fd6f2},
    {0x3fc9c0, 0x8f7ae0},
    {0x1f2430, 0x2f3648},
    {0xffc93a, 0xffe08a},
    {0x54d17a, 0xb0f0a0},
    {0x3a2a30, 0x4f3a42},
    {0xd6336c, 0x2a2a38},
    {0x5a5f72, 0x747a90},
    {0xf5e29a, 0xfdf3cf},
    {0xe8505a, 0xf58a8a},
    {0x8f1f35, 0xb53a4a},
    {0xc96a3a, 0xe08a50},
    {0x5a8fe8, 0xb8e0ff},
}};
// clang-format on
constexpr std::array<unsigned, 20> eye_colours{0x5a4fd6, 0xe0478f, 0xd23b45, 0x3f9a54, 0x2f8fe0,
                                               0x2aa39a, 0x8a5a32, 0xe8a21e, 0x7b56c9, 0x23b59b,
                                               0x4468b8, 0x5fbf3a, 0xf04f6a, 0x6e4430, 0xffd23f,
                                               0x3f6fd0, 0xc98f2e, 0x8f5fe0, 0x7a2f3f, 0x7a8fd8};
/// From pale to deep.
constexpr std::array<unsigned, 8> skins{0xf3e6ea, 0xffe9dc, 0xffe6d6, 0xfde0cc,
                                        0xf3c59f, 0xd9a077, 0xb97b55, 0x8f5d42};

/// In steps of 1/255, as files tell palettes.
TraitColour channels(const Colour& c) {
  const Colour steps = glm::round(c * 255.0f);
  return {steps.x / 255, steps.y / 255, steps.z / 255};
}

/// One colour for one trait.
template <std::size_t N>
ColourDraw single(const char* trait, const std::array<unsigned, N>& colours, float spread,
                  float free) {
  ColourDraw draw{
      .traits = {trait}, .palettes = {}, .roles = {{1}}, .spread = spread, .free = free};
  for (const unsigned c : colours) draw.palettes.push_back({channels(rgb(c))});
  return draw;
}

ColourDraw hair_draw() {
  ColourDraw draw{.traits = {"hair-colour", "hair-tip-colour", "brow-colour"},
                  .palettes = {},
                  .roles = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
                  .spread = 0.03f,
                  .free = 0.12f};
  for (const HairColour& c : hair_colours)
    draw.palettes.push_back(
        {channels(rgb(c.root)), channels(rgb(c.tip)), channels(darker(rgb(c.root), 0.35f))});
  return draw;
}

ColourDraw clothes_draw() {
  ColourDraw draw{.traits = {}, .palettes = {}, .roles = {}, .spread = 0.04f, .free = 0.15f};
  for (const Palette& p : palettes) {
    auto& colours = draw.palettes.emplace_back();
    for (const unsigned c : {p.main, p.second, p.trim, p.accent, p.dark})
      colours.push_back(channels(rgb(c)));
  }
  const auto takes = [&](const char* trait, std::vector<float> roles) {
    draw.traits.emplace_back(trait);
    draw.roles.push_back(std::move(roles));
  };
  // clang-format off
  //                              main second trim accent dark
  takes("hair-tie-colour",        {1, 1, 1, 3, 0});
  takes("top-colour",             {5, 2, 0.5f, 1, 1});
  takes("top-trim-colour",        {0, 2, 3, 1, 1});
  takes("sash-colour",            {0, 1, 1, 3, 1});
  takes("bottom-colour",          {2, 4, 0, 1, 2});
  takes("bottom-trim-colour",     {1, 1, 3, 1, 0});
  takes("legwear-colour",         {0.5f, 1, 1, 0.5f, 3});
  takes("shoes-colour",           {1, 0.5f, 0.5f, 1, 3});
  takes("headwear-colour",        {2, 1, 1, 2, 1});
  takes("headwear-second-colour", {1, 1, 2, 1, 0});
  takes("hair-ornament-colour",   {1, 0, 1, 3, 0});
  takes("flower-heart-colour",    {0, 1, 2, 1, 0});
  takes("glasses-colour",         {0, 0, 0.5f, 1, 3});
  takes("neckwear-colour",        {0, 0, 2, 3, 0.5f});
  takes("scarf-end-colour",       {1, 1, 2, 1, 0});
  takes("back-colour",            {2, 1, 1, 2, 1});
  takes("back-second-colour",     {1, 1, 2, 1, 0});
  takes("tail-colour",            {2, 2, 1, 1, 1});
  takes("tail-tip-colour",        {1, 1, 2, 1, 0});
  // clang-format on
  return draw;
}

}  // namespace

const TraitSampler& wardrobe_sampler() {
  static const TraitSampler sampler{
      .weights = {{"cowlick", {4, 1}},
                  {"fang", {5, 1}},
                  {"freckles", {6, 1}},
                  {"beauty-mark", {6, 1}},
                  {"ears", {3, 1}},
                  {"headwear", {4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}},
                  {"hair-ornament", {3, 1, 1, 1, 1}},
                  {"glasses", {4, 1}},
                  {"neckwear", {3, 1, 1, 1}},
                  {"back", {4, 1, 1, 1, 1}},
                  {"tail", {6, 1}}},
      // What would come through: buns through hats, hoods and tails through what hangs on the back,
      // wide skirts through coats.
      .apart = {{"hair", {"twin-buns"}, "headwear", {"witch-hat", "straw-hat", "cap"}},
                {"neckwear", {"scarf"}, "top", {"hoodie"}},
                {"back", {"cape"}, "top", {"hoodie"}},
                {"bottom", {"flared-skirt", "tiered-skirt"}, "top", {"coat"}},
                {"tail", {"yes"}, "top", {"coat"}},
                {"back", {"cape"}, "tail", {"yes"}}},
      .colours = {single("skin-colour", skins, 0.015f, 0),
                  single("eye-colour", eye_colours, 0.04f, 0.1f), hair_draw(), clothes_draw()},
      .amounts = {{"hair-length", {0.2f, 0.7f}}, {"brow-tilt", {0.2f, 0.8f}}}};
  return sampler;
}

Look combined_look(int number) {
  Look look = look_from_traits(
      traits_from_seed(wardrobe_schema(), wardrobe_sampler(), static_cast<std::uint64_t>(number)));
  look.title = "Look " + std::to_string(number);
  return look;
}

}  // namespace psgan::characters
