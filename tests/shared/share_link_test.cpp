#include "psgan/share_link.h"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "psgan/latent.h"

namespace psgan {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ShareLink, APoseTakesAtMostNinetyCharactersAndComesBackTo2048th) {
  Pose pose = standing_pose();
  pose[Keypoint::left_eye].visible = false;
  pose[Keypoint::left_toe] = {1.0f, 0.0f, true};
  const std::string text = encode_pose(pose);
  EXPECT_LE(text.size(), 90u);
  const auto back = decode_pose(text);
  ASSERT_TRUE(back);
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(back->points[i].x, pose.points[i].x, 1.0 / 2048);
    EXPECT_NEAR(back->points[i].y, pose.points[i].y, 1.0 / 2048);
    EXPECT_EQ(back->points[i].visible, pose.points[i].visible);
  }
  EXPECT_EQ(encode_pose(*back), text) << "a second way must change nothing";
}

TEST(ShareLink, AWholeStateComesBack) {
  SharedState state;
  state.model = "starter";
  state.seed = 18446744073709551615u;
  state.seed2 = 7;
  state.mix = 0.25f;
  state.pose = *decode_pose(encode_pose(standing_pose()));
  const ParsedLink link = parse_fragment("#" + to_fragment(state));
  EXPECT_THAT(link.problems, IsEmpty());
  EXPECT_EQ(link.state.model, state.model);
  EXPECT_EQ(link.state.seed, state.seed);
  EXPECT_EQ(link.state.seed2, state.seed2);
  EXPECT_EQ(link.state.mix, state.mix);
  EXPECT_EQ(link.state.pose, state.pose);
}

// Links that are out in the world. They are never changed: an old link stays readable for ever.
TEST(ShareLink, OldLinksStayReadable) {
  const ParsedLink link = parse_fragment("#v=1&m=starter&seed=42");
  EXPECT_THAT(link.problems, IsEmpty());
  EXPECT_EQ(link.state.model, "starter");
  EXPECT_EQ(link.state.seed, 42u);
  EXPECT_FALSE(link.state.pose);

  // Before depths, turns and motions.
  const ParsedLink posed = parse_fragment(
      "#v=1&m=starter&seed=464&p=gulLApaV_ra774pYoIfvdQ1jqv-5ldeRryLX3XZTR2sri5htFa6mJ-"
      "MF0Lorl41dJue6"
      "JkN5S5Dx8");
  EXPECT_THAT(posed.problems, IsEmpty());
  ASSERT_TRUE(posed.state.pose);
  EXPECT_FALSE(posed.state.depths);
  EXPECT_EQ((*posed.state.pose)[Keypoint::nose], (PosePoint{1047 / 2048.f, 594 / 2048.f, true}));

  // A motion of keys, as the first page with a time line wrote it.
  const ParsedLink moved = parse_fragment(
      "v=1&m=starter&seed=464&walk=5-300&seed2=7&mix=250&look=3&variety=800&row=9~10.3-250&z="
      "kOe7fIfaifinfCfRfVfphlhafafahTfWf1eYifhG&turn=-30&k=B4g."
      "AAj72SPti_iP9YSw1tQt1tdbH2qMEmQiii5pMfl5B4eLHH0CkAN0AZJSdVA&t=500&speed=150&play=1");
  EXPECT_THAT(moved.problems, IsEmpty());
  ASSERT_TRUE(moved.state.depths);
  EXPECT_NEAR((*moved.state.depths)[0], 0.1318f, 1e-3f);
  EXPECT_EQ(moved.state.row.size(), 2u);
  EXPECT_TRUE(moved.state.keys);
  EXPECT_TRUE(moved.state.play);

  // Of somebody in another's colours, and such a one beside her.
  const ParsedLink dyed = parse_fragment(
      "v=1&m=starter&seed=464&seed2=5&mix=300&colours=679&part=figure&row=42_82~9.3-250_7");
  EXPECT_THAT(dyed.problems, IsEmpty());
  EXPECT_EQ(dyed.state.colours, 679u);
  EXPECT_EQ(dyed.state.part, Part::figure);
  ASSERT_EQ(dyed.state.row.size(), 2u);
  EXPECT_EQ(dyed.state.row[0].colours, 82u);
  EXPECT_EQ(dyed.state.row[1].colours, 7u);
}

TEST(ShareLink, APartThatIsNotKnownIsSaid) {
  const ParsedLink link = parse_fragment("v=1&seed=464&part=shoes&colours=red&row=5_blue");
  EXPECT_THAT(link.problems, SizeIs(3));
  EXPECT_EQ(link.state.seed, 464u);
  EXPECT_FALSE(link.state.part);
  EXPECT_FALSE(link.state.colours);
}

TEST(ShareLink, EveryFieldComesBack) {
  SharedState state;
  state.seed = 42;
  state.walk = {{746, 0.3f}, {18446744073709551615u, 1.f}};
  state.even = true;
  state.look = 7;
  state.variety = 0.8f;
  state.row.resize(2);
  state.row[0].seed = 9;
  state.row[1].seed = 10;
  state.row[1].walk = {{3, 0.25f}};
  state.row[1].colours = 11;
  state.colours = 12;
  state.part = Part::colours;
  Depths depths;
  for (int i = 0; i < keypoint_count; ++i) depths[i] = 0.03f * static_cast<float>(i) - 0.3f;
  state.depths = depths;
  state.on_stage[0].across = 0.25f;
  state.on_stage[2] = {decode_pose(encode_pose(standing_pose())), depths, 0.875f};
  state.turn = -135;
  state.clip = "wave-both";
  state.keys = "AAA.BBB";
  state.time = 1250;
  state.speed = 1.5f;
  state.play = true;
  const std::string fragment = to_fragment(state);
  EXPECT_THAT(fragment, HasSubstr("walk=746-300.18446744073709551615-1000&even=1&"));
  EXPECT_THAT(fragment, HasSubstr("colours=12&part=colours&look=7&variety=800&row=9~10.3-250_11&"));
  const ParsedLink link = parse_fragment(fragment);
  EXPECT_THAT(link.problems, IsEmpty());
  EXPECT_EQ(link.state.walk, state.walk);
  EXPECT_EQ(link.state.look, 7);
  EXPECT_EQ(link.state.variety, state.variety);
  EXPECT_EQ(link.state.row, state.row);
  EXPECT_EQ(link.state.on_stage.at(0), state.on_stage.at(0));
  EXPECT_EQ(link.state.on_stage.at(2).pose, state.on_stage.at(2).pose);
  EXPECT_EQ(link.state.on_stage.at(2).across, 0.875f);
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(link.state.on_stage.at(2).depths->at(i), depths[i], 1e-3);
  }
  EXPECT_EQ(link.state.colours, 12u);
  EXPECT_EQ(link.state.part, Part::colours);
  EXPECT_EQ(link.state.turn, -135);
  EXPECT_EQ(link.state.clip, "wave-both");
  EXPECT_EQ(link.state.keys, "AAA.BBB");
  EXPECT_EQ(link.state.time, 1250);
  EXPECT_EQ(link.state.speed, 1.5f);
  EXPECT_TRUE(link.state.play);
  ASSERT_TRUE(link.state.depths);
  for (int i = 0; i < keypoint_count; ++i)
    EXPECT_NEAR((*link.state.depths)[i], depths[i], 1.0 / 2048);
  EXPECT_EQ(to_fragment(link.state), fragment) << "a second way must change nothing";
}

TEST(ShareLink, ACutRowOrWalkKeepsItsBeginning) {
  const ParsedLink link = parse_fragment("v=1&seed=1&walk=5-300.6-&row=7~8.x");
  EXPECT_THAT(link.problems, SizeIs(2));
  ASSERT_THAT(link.state.walk, SizeIs(1));
  EXPECT_EQ(link.state.walk[0].seed, 5u);
  ASSERT_THAT(link.state.row, SizeIs(1));
  EXPECT_EQ(link.state.row[0].seed, 7u);
}

TEST(ShareLink, WhatCanBeReadIsUsedAndTheRestIsNamed) {
  const ParsedLink link = parse_fragment("v=1&m=../../etc&seed=12&p=AAAA&mix=5000&junk&new=1");
  EXPECT_EQ(link.state.seed, 12u);
  EXPECT_FALSE(link.state.model);
  EXPECT_FALSE(link.state.pose);
  EXPECT_FALSE(link.state.mix);
  ASSERT_THAT(link.problems, SizeIs(4));
  EXPECT_THAT(link.problems[0], HasSubstr("model"));
  EXPECT_THAT(link.problems[1], HasSubstr("pose"));
  EXPECT_THAT(link.problems[2], HasSubstr("mix"));
  EXPECT_THAT(link.problems[3], HasSubstr("junk"));
}

TEST(ShareLink, AnotherVersionIsNamed) {
  const ParsedLink link = parse_fragment("v=2&seed=9");
  EXPECT_EQ(link.state.seed, 9u);
  ASSERT_THAT(link.problems, SizeIs(1));
  EXPECT_THAT(link.problems[0], HasSubstr("version \"2\""));
}

TEST(ShareLink, ANumberThatIsLostDoesNoHarm) {
  Pose pose = standing_pose();
  pose[Keypoint::nose] = {std::nanf(""), 1e30f, true};
  pose[Keypoint::neck] = {-5.0f, -0.0f, true};
  const auto back = decode_pose(encode_pose(pose));
  ASSERT_TRUE(back);
  EXPECT_EQ((*back)[Keypoint::nose].x, 0.0f);
  EXPECT_EQ((*back)[Keypoint::nose].y, 2047.0f / 2048);
  EXPECT_EQ((*back)[Keypoint::neck].x, 0.0f);
}

TEST(ShareLink, SurvivesAnyText) {
  std::mt19937 random(1);
  SharedState state;
  state.model = "starter";
  state.seed = 42;
  state.mix = 0.5f;
  state.pose = standing_pose();
  const std::string good = to_fragment(state);
  for (int i = 0; i < 20'000; ++i) {
    std::string text = good.substr(0, random() % (good.size() + 1));
    for (int change = static_cast<int>(random() % 6); change > 0 && !text.empty(); --change) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    const ParsedLink link = parse_fragment(text);
    if (link.state.pose) {
      for (const PosePoint& point : link.state.pose->points) {
        ASSERT_TRUE(point.x >= 0 && point.x <= 1 && point.y >= 0 && point.y <= 1);
      }
    }
    if (link.state.mix) {
      ASSERT_TRUE(*link.state.mix >= 0 && *link.state.mix <= 1);
    }
  }
}

TEST(ShareLink, PartsComeBackAlsoThoseOfTheRow) {
  SharedState state;
  state.seed = 7;
  state.parts = {{"hair", "bob"}, {"hair-colour", "f0a0b4"}, {"hair-length", "250"}};
  state.row.resize(2);
  state.row[1].seed = 9;
  state.row[1].parts = {{"top", "sailor"}};
  const std::string text = to_fragment(state);
  EXPECT_THAT(text, HasSubstr("&part.hair=bob&part.hair-colour=f0a0b4&part.hair-length=250"));
  EXPECT_THAT(text, HasSubstr("&row2.top=sailor"));
  const ParsedLink link = parse_fragment(text);
  EXPECT_THAT(link.problems, IsEmpty());
  EXPECT_EQ(link.state.parts, state.parts);
  EXPECT_EQ(link.state.row, state.row);
  EXPECT_EQ(character_of(link.state).parts, state.parts);
  // In any order: here the row comes after its parts.
  EXPECT_EQ(parse_fragment("row1.top=maid&row=5").state.row.at(0).parts.at("top"), "maid");
}

TEST(ShareLink, PartsThatNoPageWroteAreRefusedOneByOne) {
  const ParsedLink link =
      parse_fragment("part.=x&part.hair=&part.h%20=bob&part.hair=<b>&row3.top=maid&part.top=maid");
  EXPECT_THAT(link.problems, SizeIs(5));
  EXPECT_EQ(link.state.parts, (std::map<std::string, std::string>{{"top", "maid"}}));
}

// Links from before mixtures went by way of both looks draw what they drew.
TEST(ShareLink, OldMixturesAndWalksKeepTheirMeaning) {
  GeneratorSpec spec;
  spec.looks = 12;
  spec.latent_size = 16;
  const auto z = [](std::uint64_t seed) { return latent_from_seed(seed, 16); };
  const Character mixture = character_of(parse_fragment("v=1&seed=464&seed2=7&mix=400").state);
  EXPECT_EQ(latent_of(mixture, spec), slerp(z(464), z(7), 0.4f));
  const Character walker = character_of(parse_fragment("v=1&seed=464&walk=9-300").state);
  EXPECT_EQ(latent_of(walker, spec), slerp(z(464), z(9), 0.3f));
  const ParsedLink row = parse_fragment("v=1&seed=1&row=464.9-300");
  EXPECT_EQ(latent_of(row.state.row.at(0), spec), slerp(z(464), z(9), 0.3f));

  SharedState state;
  state.seed = 464;
  state.seed2 = 7;
  state.mix = 0.4f;
  state.even = true;
  EXPECT_THAT(to_fragment(state), HasSubstr("&even=1"));
  const Character even = character_of(parse_fragment(to_fragment(state)).state);
  EXPECT_TRUE(even.even);
  EXPECT_NE(latent_of(even, spec), latent_of(mixture, spec));

  SharedState alone;
  alone.seed = 3;
  EXPECT_TRUE(character_of(alone).even);
  EXPECT_THAT(to_fragment(alone), testing::Not(HasSubstr("even")));
}

}  // namespace
}  // namespace psgan
