#include "psgan/traits.h"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <limits>

#include "../temporary_folder.h"
#include "psgan/json.h"

namespace psgan {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TraitSchema example() {
  return {{"hair", TraitKind::choice, {"bob", "ponytail"}},
          {"hair-colour", TraitKind::colour},
          {"hair-tie-colour", TraitKind::colour, {}, "hair", {"ponytail"}},
          {"hair-length", TraitKind::amount},
          {"top", TraitKind::choice, {"kimono", "t-shirt", "hoodie"}}};
}

TraitValues values(int hair, int top) {
  return {{.option = hair},
          {.colour = {0, 0.5f, 1}},
          {.colour = {1, 0.1f, 44.0f / 255}},
          {.amount = 0.75f},
          {.option = top}};
}

TEST(Traits, AreEncodedChoicesFirst) {
  EXPECT_EQ(encoded_size(example()), 12);
  const auto places = encoded_places(example());
  const auto place = [&](int i) { return std::pair(places[i].first, places[i].count); };
  EXPECT_EQ(place(0), std::pair(0, 2));   // hair
  EXPECT_EQ(place(4), std::pair(2, 3));   // top
  EXPECT_EQ(place(1), std::pair(5, 3));   // hair-colour
  EXPECT_EQ(place(2), std::pair(8, 3));   // hair-tie-colour
  EXPECT_EQ(place(3), std::pair(11, 1));  // hair-length
  const std::vector<float> ponytail = encode(example(), values(1, 2));
  EXPECT_THAT(ponytail, ElementsAre(0, 1, 0, 0, 1, -1, 0, 1, 1, 0.2f - 1, 88.0f / 255 - 1, 0.5f));
  EXPECT_THAT(encode(example(), values(0, 2)), ElementsAre(1, 0, 0, 0, 1, -1, 0, 1, 0, 0, 0, 0.5f))
      << "a bob has no tie: its colour does not show";
}

TEST(Traits, AreReadOffAnyNumbers) {
  const std::vector<float> numbers = {0.2f, 0.9f, -1, -0.5f, -2, -1, 0, 1, 3, -3, 0.5f, 0.5f};
  const TraitValues read = decode(example(), numbers);
  EXPECT_EQ(read[0].option, 1);
  EXPECT_EQ(read[4].option, 1) << "the largest, though all are negative";
  EXPECT_EQ(read[1].colour, (TraitColour{0, 0.5f, 1}));
  EXPECT_EQ(read[2].colour, (TraitColour{1, 0, 0.75f})) << "kept within its range";
  EXPECT_EQ(read[3].amount, 0.75f);
  EXPECT_EQ(decode(example(), encode(example(), values(1, 0)))[4].option, 0);
  EXPECT_THAT(error_of([] { decode(example(), std::vector<float>(11)); }),
              AllOf(HasSubstr("12"), HasSubstr("11")));
}

TEST(Traits, ShowOrNotByAnEarlierChoice) {
  const TraitSchema schema{{"hat", TraitKind::choice, {"none", "cap"}},
                           {"brim", TraitKind::choice, {"plain", "printed"}, "hat", {"cap"}},
                           {"print-colour", TraitKind::colour, {}, "brim", {"printed"}}};
  EXPECT_TRUE(shows(schema, {{.option = 1}, {.option = 1}, {}}, 2));
  EXPECT_FALSE(shows(schema, {{.option = 1}, {.option = 0}, {}}, 2));
  EXPECT_FALSE(shows(schema, {{.option = 0}, {.option = 1}, {}}, 2)) << "without a cap no brim";
}

TEST(Traits, ComeBackFromJsonBitByBit) {
  const Json schema = to_json(example());
  EXPECT_EQ(trait_schema_from_json(schema, "a.zip"), example());
  const Json json = Json::parse(to_json(example(), values(1, 2)).dump());
  EXPECT_EQ(json["top"], "hoodie");
  EXPECT_EQ(trait_values_from_json(example(), json, "a.zip"), values(1, 2));
  // Every multiple of 1/255, and some that no short decimal number gives.
  for (int i = 0; i <= 255; ++i) {
    TraitValues v = values(0, 0);
    const float x = static_cast<float>(i) / 255;
    v[1].colour = {x, std::sqrt(x), std::nextafter(x, 0.5f)};
    const Json text = Json::parse(to_json(example(), v).dump());
    EXPECT_EQ(trait_values_from_json(example(), text, "a.zip"), v);
  }
}

TEST(Traits, NameTheTraitWhoseValueIsWrong) {
  const auto refusal = [](const char* trait, const Json& value) {
    Json json = to_json(example(), values(1, 2));
    json[trait] = value;
    return error_of([&] { trait_values_from_json(example(), json, "a.zip, look 7"); });
  };
  EXPECT_THAT(refusal("hair", "afro"),
              AllOf(HasSubstr("a.zip, look 7"), HasSubstr("\"hair\" has no option \"afro\""),
                    HasSubstr("bob, ponytail")));
  EXPECT_THAT(refusal("hair", 1), HasSubstr("\"hair\" should be one of its options"));
  EXPECT_THAT(refusal("hair-colour", {0.5, 1.5, 0}),
              AllOf(HasSubstr("\"hair-colour\""), HasSubstr("1.5")));
  EXPECT_THAT(refusal("hair-colour", {0.5, 0.5}), HasSubstr("\"hair-colour\""));
  EXPECT_THAT(refusal("hair-colour", "red"), HasSubstr("\"red\""));
  EXPECT_THAT(refusal("hair-length", -0.25), HasSubstr("\"hair-length\""));
  EXPECT_THAT(refusal("shoes", "loafers"), HasSubstr("no trait \"shoes\""));
  Json lacking = to_json(example(), values(1, 2));
  lacking.erase("top");
  EXPECT_THAT(error_of([&] { trait_values_from_json(example(), lacking, "a.zip, look 7"); }),
              HasSubstr("a.zip, look 7: the trait \"top\" is missing"));
  TraitValues odd = values(0, 3);
  EXPECT_THAT(error_of([&] { check(example(), odd, "x"); }), HasSubstr("\"top\""));
  odd = values(0, 0);
  odd[3].amount = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(error_of([&] { check(example(), odd, "x"); }), HasSubstr("nan"));
  odd.pop_back();
  EXPECT_THAT(error_of([&] { check(example(), odd, "x"); }), HasSubstr("5 traits, found 4"));
}

TEST(Traits, SchemasAreChecked) {
  const auto refusal = [](const std::function<void(Json&)>& change) {
    Json json = to_json(example());
    change(json);
    return error_of([&] { trait_schema_from_json(json, "a.zip"); });
  };
  EXPECT_THAT(refusal([](Json& j) { j[0]["name"] = "Hair style"; }),
              AllOf(HasSubstr("a.zip"), HasSubstr("\"Hair style\"")));
  EXPECT_THAT(refusal([](Json& j) { j[4]["name"] = "hair"; }), HasSubstr("twice"));
  EXPECT_THAT(refusal([](Json& j) { j[0]["options"] = Json::array(); }), HasSubstr("\"hair\""));
  EXPECT_THAT(refusal([](Json& j) { j[0]["options"][1] = "bob"; }), HasSubstr("twice"));
  EXPECT_THAT(refusal([](Json& j) { j[0].erase("options"); }),
              AllOf(HasSubstr("\"hair\""), HasSubstr("\"options\"")));
  EXPECT_THAT(refusal([](Json& j) { j[3]["kind"] = "number"; }),
              AllOf(HasSubstr("\"hair-length\""), HasSubstr("\"number\"")));
  EXPECT_THAT(refusal([](Json& j) {
                j[2]["shown"] = {{"hair", {"plait"}}};
              }),
              AllOf(HasSubstr("\"hair-tie-colour\""), HasSubstr("\"plait\"")));
  EXPECT_THAT(refusal([](Json& j) {
                j[2]["shown"] = {{"top", {"kimono"}}};
              }),
              HasSubstr("no choice that stands before it"));
  EXPECT_THAT(refusal([](Json& j) { j = 3; }), HasSubstr("should be a list"));
}

TEST(Traits, TellInWhatSchemasDiffer) {
  const auto difference = [](const TraitSchema& found) {
    return error_of([&] { check_same(found, "held-out.zip", example(), "the snapshot"); });
  };
  EXPECT_EQ(difference(example()), "");
  TraitSchema other = example();
  other[4].options.push_back("coat");
  EXPECT_THAT(difference(other), AllOf(HasSubstr("held-out.zip: the trait \"top\""),
                                       HasSubstr("coat"), HasSubstr("in the snapshot")));
  other = example();
  other.erase(other.begin() + 3);
  EXPECT_THAT(difference(other), HasSubstr("lack the trait \"hair-length\""));
  other = example();
  other.push_back({"shoes-colour", TraitKind::colour});
  EXPECT_THAT(difference(other), HasSubstr("\"shoes-colour\", which the snapshot does not have"));
  other = example();
  std::swap(other[3], other[4]);
  EXPECT_THAT(difference(other), HasSubstr("another order"));
}

TEST(Traits, LinksTellValuesInShortForm) {
  const TraitSchema schema = example();
  EXPECT_EQ(to_text(schema[0], {.option = 1}), "ponytail");
  EXPECT_EQ(to_text(schema[1], {.colour = {1, 0, 44.0f / 255}}), "ff002c");
  EXPECT_EQ(to_text(schema[3], {.amount = 0.25f}), "250");
  EXPECT_EQ(value_from_text(schema[0], "ponytail"), (TraitValue{.option = 1}));
  EXPECT_EQ(value_from_text(schema[1], "ff002c"), (TraitValue{.colour = {1, 0, 44.0f / 255}}));
  EXPECT_EQ(value_from_text(schema[3], "250"), (TraitValue{.amount = 0.25f}));
  for (int i = 0; i <= 1000; ++i)
    EXPECT_EQ(to_text(schema[3], value_from_text(schema[3], std::to_string(i))), std::to_string(i));
  const auto refusal = [&](int trait, const char* text) {
    return error_of([&] { value_from_text(schema[trait], text); });
  };
  EXPECT_THAT(refusal(0, "afro"),
              AllOf(HasSubstr("\"hair\""), HasSubstr("\"afro\""), HasSubstr("bob, ponytail")));
  for (const char* text : {"", "ff00", "ff002c0", "gg0000", "-f002c", "#f002c"})
    EXPECT_THAT(refusal(1, text), HasSubstr("six hexadecimal digits")) << text;
  for (const char* text : {"", "1001", "-1", "0.5", "99999999999"})
    EXPECT_THAT(refusal(3, text), HasSubstr("from 0 to 1000")) << text;
}

TEST(Traits, ALookCanBeTheOnlyOne) {
  const TraitSchema schema = look_as_only_trait(12);
  ASSERT_EQ(schema.size(), 1u);
  EXPECT_EQ(schema[0].options.size(), 12u);
  EXPECT_NO_THROW(check(schema, "x"));
  std::vector<float> expected(12);
  expected[7] = 1;
  EXPECT_EQ(encode(schema, {value_from_text(schema[0], "7")}), expected);
}

}  // namespace
}  // namespace psgan
