// Looks as traits, and back.
#include "characters/look_traits.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "../temporary_folder.h"
#include "characters/wardrobe.h"
#include "psgan/json.h"

namespace psgan::characters {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// The look as its picture shows it: without its title, accessories in one order.
Look as_drawn(Look look) {
  look.title.clear();
  auto& extras = look.outfit.extras;
  std::sort(extras.begin(), extras.end(),
            [](const Extra& a, const Extra& b) { return a.kind < b.kind; });
  for (Extra& extra : extras)
    if (extra.kind == ExtraKind::glasses) extra.second = Colour(0);  // they have one colour
  return look;
}

int place(const char* trait) { return find_trait(wardrobe_schema(), trait); }

TEST(LookTraits, MakeTheSameLookAgain) {
  // A VRM file depends on the look alone: equal looks are equal files and pictures.
  for (int number = 0; number < named_looks() + 200; ++number) {
    const Look wanted = look(number);
    const TraitValues values = traits_of(wanted);
    EXPECT_EQ(as_drawn(look_from_traits(values)), as_drawn(wanted)) << "look " << number;
    const Json json = Json::parse(to_json(wardrobe_schema(), values).dump());
    EXPECT_EQ(trait_values_from_json(wardrobe_schema(), json, "x"), values) << "look " << number;
  }
}

TEST(LookTraits, MakeTheSameFileAgain) {
  for (const int number : {2, 8, 35, 79, 84}) {
    Look wanted = look_from_traits(traits_of(look(number)));
    wanted.title = look_title(number);
    // Parts may stand in another order where a look lists its accessories in another.
    EXPECT_EQ(character_vrm(wanted).size(), character_vrm(number).size()) << "look " << number;
    if (number < named_looks()) continue;
    EXPECT_EQ(character_vrm(wanted), character_vrm(number)) << "look " << number;
  }
}

TEST(LookTraits, ThatDoNotShowDoNotMatter) {
  const TraitSchema& schema = wardrobe_schema();
  std::set<int> tried;
  for (int number = 79; number < 84; ++number) {
    const TraitValues values = traits_of(look(number));
    TraitValues changed = values;
    for (std::size_t i = 0; i < schema.size(); ++i) {
      if (shows(schema, values, int(i))) continue;
      tried.insert(int(i));
      TraitValue& v = changed[i];
      v.option = (v.option + 1) % std::max(1, int(schema[i].options.size()));
      for (float& channel : v.colour) channel = channel < 0.5f ? 0.9f : 0.1f;
      v.amount = v.amount < 0.5f ? 0.9f : 0.1f;
    }
    EXPECT_EQ(character_vrm(look_from_traits(changed)), character_vrm(look_from_traits(values)))
        << "look " << number;
  }
  EXPECT_GE(tried.size(), 12u) << "nearly all traits that may be hidden were";
}

TEST(LookTraits, EachShowsInTheFile) {
  // A character who shows all traits but a scarf's end for a bow; then each changed alone.
  const TraitSchema& schema = wardrobe_schema();
  TraitValues values = traits_of(look(0));
  const auto choose = [&](const char* trait, const char* option) {
    const int i = place(trait);
    values[std::size_t(i)] = value_from_text(schema[std::size_t(i)], option);
  };
  for (const auto& [trait, option] : std::map<const char*, const char*>{{"hair", "ponytail"},
                                                                        {"top", "kimono"},
                                                                        {"headwear", "crown"},
                                                                        {"hair-ornament", "flower"},
                                                                        {"glasses", "yes"},
                                                                        {"neckwear", "scarf"},
                                                                        {"back", "cape"},
                                                                        {"tail", "yes"},
                                                                        {"legwear", "socks"},
                                                                        {"bottom", "shorts"}})
    choose(trait, option);
  const auto bytes = character_vrm(look_from_traits(values));
  for (std::size_t i = 0; i < schema.size(); ++i) {
    ASSERT_TRUE(shows(schema, values, int(i))) << schema[i].name;
    TraitValues changed = values;
    TraitValue& v = changed[i];
    v.option = (v.option + 1) % std::max(1, int(schema[i].options.size()));
    for (float& channel : v.colour) channel = channel < 0.5f ? 0.9f : 0.1f;
    v.amount = v.amount < 0.6f ? 0.8f : 0.3f;
    EXPECT_NE(character_vrm(look_from_traits(changed)), bytes) << schema[i].name;
  }
}

TEST(LookTraits, AreReadable) {
  const Json json = to_json(wardrobe_schema(), traits_of(look(2)));
  EXPECT_EQ(json["hair"], "bob");
  EXPECT_EQ(json["top"], "maid");
  EXPECT_EQ(json["headwear"], "maid-band");
  EXPECT_EQ(json["neckwear"], "bow");
  EXPECT_EQ(json["shoes"], "mary-janes");
  EXPECT_EQ(json["glasses"], "no");
  EXPECT_NO_THROW(check(wardrobe_schema(), "the wardrobe"));
  EXPECT_NO_THROW(check(wardrobe_schema(), wardrobe_sampler(), "the wardrobe"));
}

TEST(LookTraits, AnotherSchemasValuesAreRefused) {
  EXPECT_THAT(error_of([] { look_from_traits(TraitValues(3)); }), HasSubstr("found 3"));
  TraitValues values = traits_of(look(0));
  values[std::size_t(place("top"))].option = 99;
  EXPECT_THAT(error_of([&] { look_from_traits(values); }),
              AllOf(HasSubstr("\"top\""), HasSubstr("99")));
  Look crowded = look(2);
  crowded.outfit.extras.push_back({ExtraKind::crown});
  EXPECT_THAT(error_of([&] { traits_of(crowded); }),
              AllOf(HasSubstr("\"Maid\""), HasSubstr("\"headwear\"")));
}

TEST(Combinations, UseEveryOptionAboutEquallyOften) {
  const TraitSchema& schema = wardrobe_schema();
  constexpr int count = 4000;
  std::vector<std::vector<int>> drawn;
  for (const Trait& trait : schema) drawn.emplace_back(trait.options.size());
  for (int number = 79; number < 79 + count; ++number) {
    const TraitValues values = traits_of(look(number));
    for (std::size_t i = 0; i < schema.size(); ++i)
      if (!drawn[i].empty()) ++drawn[i][std::size_t(values[i].option)];
  }
  // What most characters lack is the first option; all others share alike.
  const std::set<std::string> lacking{"cowlick",  "fang",     "freckles",      "beauty-mark",
                                      "ears",     "headwear", "hair-ornament", "glasses",
                                      "neckwear", "back",     "tail"};
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const std::size_t from = lacking.contains(schema[i].name) ? 1 : 0;
    double sum = 0;
    for (std::size_t o = from; o < drawn[i].size(); ++o) sum += drawn[i][o];
    for (std::size_t o = from; o < drawn[i].size(); ++o) {
      const double share = drawn[i][o] / (sum / double(drawn[i].size() - from));
      EXPECT_GT(share, 0.7) << schema[i].name << ' ' << schema[i].options[o];
      EXPECT_LT(share, 1.4) << schema[i].name << ' ' << schema[i].options[o];
    }
    EXPECT_TRUE(drawn[i].empty() || sum > 0.1 * count) << schema[i].name;
  }
}

TEST(Combinations, AreWhatTheirNumbersDraw) {
  for (int number = 79; number < 179; ++number) {
    // What does not show may differ.
    const TraitValues drawn =
        traits_from_seed(wardrobe_schema(), wardrobe_sampler(), std::uint64_t(number));
    EXPECT_EQ(encode(wardrobe_schema(), traits_of(look(number))), encode(wardrobe_schema(), drawn))
        << "look " << number;
  }
  const LookTraits traits = traits_of_looks({3, 500});
  EXPECT_EQ(traits.schema, wardrobe_schema());
  EXPECT_EQ(traits.looks[0], traits_of(look(3)));
  EXPECT_EQ(traits.looks[1], traits_of(look(500)));
  EXPECT_EQ(traits.sampler, wardrobe_sampler());
}

TEST(LookTraits, OneChangeIsOneTraitAndStaysTheSame) {
  const TraitSchema& schema = wardrobe_schema();
  std::set<std::string> changed;
  for (int number = 0; number < 60; ++number) {
    const Look before = look(number), after = with_one_change(before, number + 1000);
    EXPECT_EQ(after, with_one_change(before, number + 1000));
    const TraitValues a = traits_of(before), b = traits_of(after);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < schema.size(); ++i) {
      const int trait = static_cast<int>(i);
      // What another trait's change uncovers is not a change of its own.
      if (!shows(schema, a, trait) || !shows(schema, b, trait)) continue;
      if (to_text(schema[i], a[i]) != to_text(schema[i], b[i])) names.push_back(schema[i].name);
    }
    ASSERT_EQ(names.size(), 1u) << number;
    changed.insert(names[0]);
  }
  EXPECT_GT(changed.size(), 12u) << "not the same few traits every time";
}

}  // namespace
}  // namespace psgan::characters
