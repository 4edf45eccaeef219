#include "psgan/share_link.h"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

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

}  // namespace
}  // namespace psgan
