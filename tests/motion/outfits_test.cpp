#include "motion/outfits.h"

#include <gmock/gmock.h>

#include "motion/motion_code.h"

namespace psgan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TraitSchema schema() {
  return {{.name = "hair", .kind = TraitKind::choice, .options = {"bob", "long"}},
          {.name = "hair-colour", .kind = TraitKind::colour},
          {.name = "hair-length", .kind = TraitKind::amount}};
}

// Keys at 0, 1 and 3 of four seconds.
KeyedMotion motion(bool loop = true) {
  KeyedMotion motion;
  motion.duration = 4;
  motion.loop = loop;
  const Figure figure = figure_of(BodyPose{});
  for (const float time : {0.f, 1.f, 3.f}) motion.put({time, Ease::linear, figure});
  return motion;
}

TEST(Outfits, KeysWithoutTraitsChangeNothing) {
  for (const float time : {0.f, 0.5f, 3.9f}) {
    EXPECT_THAT(outfit_at(motion(), time, schema()), IsEmpty());
  }
}

TEST(Outfits, AChoiceChangesAtItsKeyAndEndsWithTheLoop) {
  KeyedMotion m = motion();
  m.keys[1].parts = {{"hair", "long"}};
  EXPECT_THAT(outfit_at(m, 0.99f, schema()), IsEmpty());
  EXPECT_THAT(outfit_at(m, 1, schema()), ElementsAre(Pair("hair", "long")));
  EXPECT_THAT(outfit_at(m, 3.5f, schema()), ElementsAre(Pair("hair", "long")));
  EXPECT_THAT(outfit_at(m, 4.2f, schema()), IsEmpty()) << "once round";
  EXPECT_EQ(key_that_dresses(m, 3.5f, "hair"), 1);
  EXPECT_FALSE(key_that_dresses(m, 3.5f, "top"));
  m.keys[2].parts = {{"hair", "bob"}};
  EXPECT_THAT(outfit_at(m, 2.99f, schema()), ElementsAre(Pair("hair", "long")));
  EXPECT_THAT(outfit_at(m, 3, schema()), ElementsAre(Pair("hair", "bob")));
}

TEST(Outfits, ColoursAndAmountsMoveBetweenKeysThatNameThem) {
  KeyedMotion m = motion(false);
  m.keys[1].parts = {{"hair-colour", "000000"}, {"hair-length", "0"}};
  m.keys[2].parts = {{"hair-colour", "ff0080"}, {"hair-length", "1000"}};
  EXPECT_THAT(outfit_at(m, 1.5f, schema()),
              ElementsAre(Pair("hair-colour", "400020"), Pair("hair-length", "250")));
  EXPECT_THAT(outfit_at(m, 3.9f, schema()),
              ElementsAre(Pair("hair-colour", "ff0080"), Pair("hair-length", "1000")));
  m.keys[1].ease = Ease::hold;
  EXPECT_EQ(outfit_at(m, 2.9f, schema()).at("hair-length"), "0");
  m.keys[1].ease = Ease::soft;
  EXPECT_EQ(outfit_at(m, 1.5f, schema()).at("hair-length"), "156");
}

TEST(Outfits, ALoopMovesThemOverItsEnd) {
  KeyedMotion m = motion();
  m.keys[0].parts = {{"hair-length", "0"}};
  m.keys[2].parts = {{"hair-length", "1000"}};
  EXPECT_EQ(outfit_at(m, 3.5f, schema()).at("hair-length"), "500");
}

TEST(Outfits, ValuesThatAreNoneStayForWhoReadsThem) {
  KeyedMotion m = motion(false);
  m.keys[0].parts = {{"hair-colour", "greenish"}, {"wings", "two"}};
  m.keys[1].parts = {{"hair-colour", "ffffff"}};
  EXPECT_THAT(outfit_at(m, 0.5f, schema()), ElementsAre(Pair("hair-colour", "greenish")));
}

TEST(Outfits, GoWithTheirKeysIntoTextAndBack) {
  KeyedMotion m = motion();
  m.keys[1].parts = {{"hair", "long"}};
  m.keys[2].parts = {{"hair-colour", "ff0080"}};
  const KeyParts parts = key_parts_of(m);
  EXPECT_THAT(parts, ElementsAre(Pair(2, m.keys[1].parts), Pair(3, m.keys[2].parts)));
  const std::string text = encode_motion(m);
  const auto decoded = decode_motion(text, parts);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->lost, 0);
  EXPECT_EQ(key_parts_of(decoded->motion), parts);
  EXPECT_THAT(key_parts_of(decode_motion(text)->motion), IsEmpty());

  // A key that was lost takes its clothes with it, and nobody else's.
  std::string damaged = text;
  damaged[damaged.find('.', damaged.find('.') + 1) + 3] = '!';
  const auto rest = decode_motion(damaged, parts);
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->lost, 1);
  ASSERT_EQ(rest->motion.keys.size(), 2u);
  EXPECT_THAT(rest->motion.keys[0].parts, IsEmpty());
  EXPECT_EQ(rest->motion.keys[1].parts, m.keys[2].parts);
  EXPECT_EQ(decode_motion(text, {{9, {{"hair", "bob"}}}})->lost, 1);
}

TEST(Outfits, MoveAndGoWithTheirKeys) {
  KeyedMotion m = motion();
  m.keys[1].parts = {{"hair", "long"}};
  EXPECT_EQ(m.keys[m.move(1, 2)].parts.at("hair"), "long");
  m.stretch(8);
  EXPECT_EQ(key_that_dresses(m, 4, "hair"), 1);
  m.remove(1);
  EXPECT_FALSE(key_that_dresses(m, 7, "hair"));
}

}  // namespace
}  // namespace psgan
