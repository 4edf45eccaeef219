#include "psgan/trait_sampler.h"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>

#include "../temporary_folder.h"
#include "psgan/json.h"

namespace psgan {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TraitSchema schema() {
  return {{"hair", TraitKind::choice, {"bob", "ponytail", "long"}},
          {"hair-colour", TraitKind::colour},
          {"hair-tie-colour", TraitKind::colour, {}, "hair", {"ponytail"}},
          {"hair-length", TraitKind::amount},
          {"top", TraitKind::choice, {"kimono", "t-shirt"}},
          {"bottom", TraitKind::choice, {"skirt", "trousers", "hakama"}},
          {"top-colour", TraitKind::colour}};
}

TraitColour hex(const char* text) { return value_from_text({"x", TraitKind::colour}, text).colour; }

TraitSampler sampler() {
  return {.weights = {{"hair", {1, 2, 0.5f}}},
          .apart = {{"top", {"kimono"}, "bottom", {"skirt"}}},
          .colours = {{.traits = {"hair-colour", "hair-tie-colour"},
                       .palettes = {{hex("2c4a93"), hex("fbfaff")}, {hex("e0354b"), hex("808080")}},
                       .weights = {1, 3},
                       .roles = {{1, 0}, {0.5f, 2}},
                       .spread = 0.1f,
                       .free = 0.25f}},
          .amounts = {{"hair-length", {0.2f, 0.8f}}}};
}

/// hair, top, bottom, hair-length, hair-colour, hair-tie-colour, top-colour.
std::string told(std::uint64_t seed) {
  const TraitSchema traits = schema();
  const TraitValues values = traits_from_seed(traits, sampler(), seed);
  std::string text;
  for (const int i : {0, 4, 5, 3, 1, 2, 6}) {
    if (!text.empty()) text += ' ';
    text += to_text(traits[i], values[i]);
  }
  return text;
}

// Computed by the header's specification in a program of its own (Python, with Philox written
// anew). They must never change: a seed that was shared has to stay the same character.
TEST(TraitSampler, StaysTheSameForEver) {
  EXPECT_EQ(told(0), "bob kimono hakama 572 e61c4b da2d5d 8be3b5");
  EXPECT_EQ(told(1), "bob kimono trousers 730 a945f0 96d628 a65b82");
  EXPECT_EQ(told(2), "ponytail t-shirt trousers 373 ea1d60 779084 b5ccde");
  EXPECT_EQ(told(3), "bob t-shirt hakama 325 36528e fff7e6 357525");
  EXPECT_EQ(told(4), "long kimono trousers 227 314e83 24379e 266b1a");
  EXPECT_EQ(told(5), "bob kimono hakama 587 39499e fff5ff 06f657");
  EXPECT_EQ(told(42), "bob kimono trousers 714 5a2692 975b09 5aa6df");
  EXPECT_EQ(told(4294967297), "bob kimono trousers 405 f64c52 086892 ae9ddf");
  EXPECT_EQ(told(18446744073709551615u), "bob kimono trousers 652 f43f50 7a8073 94bb5c");
}

TEST(TraitSampler, DrawsOptionsAsOftenAsTheirWeightsSay) {
  std::array<int, 3> hair{};
  int kimonos = 0, skirts = 0;
  constexpr int count = 7000;
  for (int seed = 0; seed < count; ++seed) {
    const TraitValues values = traits_from_seed(schema(), sampler(), std::uint64_t(seed));
    ++hair[values[0].option];
    const bool kimono = values[4].option == 0, skirt = values[5].option == 0;
    kimonos += kimono;
    skirts += skirt;
    EXPECT_FALSE(kimono && skirt) << "kept apart, seed " << seed;
    EXPECT_GE(values[3].amount, 0.2f);
    EXPECT_LE(values[3].amount, 0.8f);
  }
  // Three standard deviations are 1.8% of all at most.
  EXPECT_NEAR(hair[0], count * 1 / 3.5, 0.02 * count);
  EXPECT_NEAR(hair[1], count * 2 / 3.5, 0.02 * count);
  EXPECT_NEAR(hair[2], count * 0.5 / 3.5, 0.02 * count);
  EXPECT_NEAR(kimonos, count * 0.5, 0.02 * count);
  EXPECT_NEAR(skirts, count * 0.5 / 3, 0.02 * count);
}

TEST(TraitSampler, ColoursComeFromOnePalette) {
  TraitSampler plain = sampler();
  plain.colours[0].spread = 0;
  plain.colours[0].free = 0;
  int second = 0;
  constexpr int count = 4000;
  for (int seed = 0; seed < count; ++seed) {
    const TraitValues values = traits_from_seed(schema(), plain, std::uint64_t(seed));
    const bool is_second = values[1].colour == hex("e0354b");
    EXPECT_TRUE(is_second || values[1].colour == hex("2c4a93")) << "seed " << seed;
    const TraitColour &tie = values[2].colour, &one = hex(is_second ? "e0354b" : "2c4a93"),
                      &other = hex(is_second ? "808080" : "fbfaff");
    EXPECT_TRUE(tie == one || tie == other) << "of the same palette, seed " << seed;
    second += is_second;
  }
  EXPECT_NEAR(second, count * 0.75, 0.025 * count);
}

TEST(TraitSampler, WithoutADescriptionAllIsAlike) {
  std::array<int, 3> bottoms{};
  for (int seed = 0; seed < 3000; ++seed)
    ++bottoms[traits_from_seed(schema(), {}, std::uint64_t(seed))[5].option];
  for (const int count : bottoms) EXPECT_NEAR(count, 1000, 90);
}

TEST(TraitSampler, OptionsThatNothingLeavesAreDrawnAllTheSame) {
  TraitSampler strict = sampler();
  strict.apart.push_back({"bottom", {"skirt", "trousers", "hakama"}, "top", {"kimono"}});
  bool kimono = false;
  for (int seed = 0; seed < 20; ++seed)
    kimono |= traits_from_seed(schema(), strict, std::uint64_t(seed))[4].option == 0;
  EXPECT_TRUE(kimono);
}

TEST(TraitSampler, ComesBackFromJson) {
  const Json json = Json::parse(to_json(sampler()).dump());
  const TraitSampler back = trait_sampler_from_json(schema(), json, "card.json");
  EXPECT_EQ(back.weights, sampler().weights);
  EXPECT_EQ(back.colours, sampler().colours);
  EXPECT_EQ(back.amounts, sampler().amounts);
  for (std::uint64_t seed = 0; seed < 200; ++seed)
    EXPECT_EQ(traits_from_seed(schema(), back, seed), traits_from_seed(schema(), sampler(), seed));
  EXPECT_EQ(trait_sampler_from_json(schema(), Json::object(), "card.json"), TraitSampler{});
}

TEST(TraitSampler, NamesWhatIsWrong) {
  const auto refusal = [](const std::function<void(Json&)>& change) {
    Json json = to_json(sampler());
    change(json);
    return error_of([&] { trait_sampler_from_json(schema(), json, "card.json"); });
  };
  EXPECT_EQ(refusal([](Json&) {}), "");
  EXPECT_THAT(refusal([](Json& j) {
                j["weights"]["hair"] = {1, 2};
              }),
              AllOf(HasSubstr("card.json"), HasSubstr("\"hair\""), HasSubstr("3 numbers")));
  EXPECT_THAT(refusal([](Json& j) { j["weights"]["hair"] = {0, 0, 0}; }), HasSubstr("not all 0"));
  EXPECT_THAT(refusal([](Json& j) { j["weights"]["hair"] = {1, -1, 1}; }), HasSubstr("-1"));
  EXPECT_THAT(refusal([](Json& j) { j["weights"]["hat"] = {1}; }), HasSubstr("no trait \"hat\""));
  EXPECT_THAT(refusal([](Json& j) { j["weights"]["hair-colour"] = {1}; }),
              HasSubstr("another kind"));
  EXPECT_THAT(refusal([](Json& j) { j["apart"][0]["bottom"] = {"kilt"}; }),
              HasSubstr("no option \"kilt\""));
  EXPECT_THAT(refusal([](Json& j) { j["apart"][0]["hair"] = {"bob"}; }), HasSubstr("two choices"));
  EXPECT_THAT(refusal([](Json& j) { j["colours"][0]["palettes"][1] = {"ffffff"}; }),
              HasSubstr("as many colours"));
  EXPECT_THAT(refusal([](Json& j) { j["colours"][0]["palettes"][1][0] = "white"; }),
              HasSubstr("\"white\""));
  EXPECT_THAT(refusal([](Json& j) { j["colours"][0]["roles"].erase(1); }), HasSubstr("roles"));
  EXPECT_THAT(refusal([](Json& j) { j["colours"][0]["free"] = 2; }), HasSubstr("free"));
  EXPECT_THAT(refusal([](Json& j) { j["colours"].push_back(j["colours"][0]); }),
              HasSubstr("drawn twice"));
  EXPECT_THAT(refusal([](Json& j) {
                j["amounts"]["hair-length"] = {0.8, 0.2};
              }),
              HasSubstr("\"hair-length\""));
}

}  // namespace
}  // namespace psgan
