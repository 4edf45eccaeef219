// The parts of a texture generator in cards and snapshots, and its painter.
#include "psgan/texture_parts.h"

#include <gtest/gtest.h>

#include "psgan/generator_spec.h"
#include "psgan/json.h"
#include "psgan/texture_painter.h"

namespace psgan {
namespace {

GeneratorSpec texture_spec() {
  GeneratorSpec spec{.architecture = Architecture::texture, .resolution = 128};
  spec.parts = {{"hair", 0, {{{0, 0, 0.5f, 1}, {0.5f, 0, 1, 1}}}},
                {"hat", 1, {{{0, 0, 1, 1}, {0, 0, 1, 1}}}}};
  return spec;
}

TEST(TextureParts, ComeBackFromJsonAsPartOfTheGenerator) {
  const GeneratorSpec spec = texture_spec();
  EXPECT_EQ(layers_of(spec.parts), 2);
  EXPECT_EQ(charts_of(spec.parts), 4);
  EXPECT_EQ(find_part(spec.parts, "hat"), 1);
  EXPECT_EQ(find_part(spec.parts, "scarf"), -1);
  EXPECT_EQ(generator_spec_from_json(to_json(spec), "test"), spec);
  // The other architectures say nothing of parts.
  EXPECT_EQ(to_json(GeneratorSpec{}).find("parts"), std::string::npos);
  // A texture generator takes the maps of its cells alone.
  EXPECT_EQ(map_resolution(spec, 128), 64);
}

TEST(TextureParts, WhatIsWrongIsNamed) {
  const auto refused = [](const char* json, const char* expected) {
    try {
      texture_parts_from_json(Json::parse(json), "card.json");
      FAIL() << json;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(expected), std::string::npos) << error.what();
    }
  };
  refused("3", "\"parts\" should be a list, found 3");
  refused(R"([["hair", -1, [0,0,1,1], [0,0,1,1]]])", "[\"hair\",-1,");
  refused(R"([["hair", 1000, [0,0,1,1], [0,0,1,1]]])", "expected [name, layer,");
  refused(R"([["hair", 0, [0,0,0,1], [0,0,1,1]]])", "expected [name, layer,");
  refused(R"([["hair", 0, [0,0,1,1]]])", "expected [name, layer,");
  refused(R"([["a", 0, [0,0,1,1], [0,0,1,1]], ["a", 0, [0,0,1,1], [0,0,1,1]]])",
          "\"parts\" has \"a\" twice");
}

TEST(TextureParts, AGeneratorsSizesAreChecked) {
  const auto refused = [](auto change, const char* expected) {
    GeneratorSpec spec = texture_spec();
    change(spec);
    try {
      check(spec, "card.json");
      FAIL() << expected;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(expected), std::string::npos) << error.what();
    }
  };
  refused([](GeneratorSpec& spec) { spec.cells = 256; }, "cells is 256, expected 16 to 128");
  refused([](GeneratorSpec& spec) { spec.texels = 20; }, "texels is 20, expected a multiple of 8");
  refused([](GeneratorSpec& spec) { spec.basis = 5; }, "basis is 5");
  refused([](GeneratorSpec& spec) { spec.encoding = PoseEncoding::none; },
          "the texture architecture draws from the pose alone");
  refused([](GeneratorSpec& spec) { spec.palette = true; },
          "mean nothing to the texture architecture");
}

// The left half of 4² cells is one chart of one colour, the rest the ground.
TEST(TexturePainting, PutsAChartOnWhiteWithABorderOfAPixel) {
  std::vector<float> shares(4 * 4 * 2), places(4 * 4 * 2, 0.5f), extra(4 * 4 * paint_extras, 1.f);
  for (std::size_t cell = 0; cell < 16; ++cell) shares[2 * cell + (cell % 4 < 2 ? 1 : 0)] = 1;
  std::vector<float> textures(4 * texel_numbers, 0.25f);
  const PaintSource<const float> source{.images = 1,
                                        .cells = 4,
                                        .charts = 1,
                                        .more = paint_extras,
                                        .texels = 2,
                                        .features = texel_numbers,
                                        .shares = shares.data(),
                                        .places = places.data(),
                                        .extra = extra.data(),
                                        .textures = textures.data()};
  const PixelColours plain{std::vector<float>(colour_width * colour_inputs),
                           std::vector<float>(colour_width),
                           std::vector<float>(3 * colour_width),
                           {0, 0.5f, -0.5f}};
  const std::vector<float> picture = paint(source, plain, 32);
  ASSERT_EQ(picture.size(), 3u * 32 * 32);
  const auto at = [&](int channel, int y, int x) {
    return picture[static_cast<std::size_t>((channel * 32 + y) * 32 + x)];
  };
  EXPECT_NEAR(at(0, 16, 3), 0.25f, 0.02f);
  EXPECT_NEAR(at(1, 16, 3), 0.75f, 0.02f);
  EXPECT_NEAR(at(2, 16, 3), -0.25f, 0.02f);
  EXPECT_FLOAT_EQ(at(0, 16, 28), 1);
  EXPECT_LT(at(0, 16, 13), 0.3f);
  EXPECT_GT(at(0, 16, 18), 0.95f);
}

}  // namespace
}  // namespace psgan
