// The frame with her head and shoulders.
#include "editor/close_up.h"

#include <gtest/gtest.h>

#include <array>

namespace psgan::web {
namespace {

TEST(CloseUp, ShowsHeadAndShouldersOfAStandingPose) {
  const Pose pose = standing_pose();
  const auto square = head_and_shoulders(pose);
  ASSERT_TRUE(square);
  for (const Keypoint k : {Keypoint::nose, Keypoint::left_eye, Keypoint::right_eye, Keypoint::neck,
                           Keypoint::left_shoulder, Keypoint::right_shoulder}) {
    EXPECT_TRUE(square->contains(pose[k].x, pose[k].y)) << name(k);
  }
  EXPECT_FALSE(square->contains(pose[Keypoint::left_hip].x, pose[Keypoint::left_hip].y));
  // The face is in the middle, with room for hair above it.
  const float middle = square->left + square->side / 2;
  EXPECT_NEAR(pose[Keypoint::nose].x, middle, 0.1F * square->side);
  EXPECT_GT(pose[Keypoint::nose].y - square->top, 0.3F * square->side);
}

TEST(CloseUp, TheHeadIsShownWhicheverWaySheLies) {
  Pose pose = standing_pose();
  for (PosePoint& point : pose.points) point = {point.y, point.x, point.visible};
  const auto square = head_and_shoulders(pose);
  ASSERT_TRUE(square);
  EXPECT_TRUE(square->contains(pose[Keypoint::nose].x, pose[Keypoint::nose].y));
  pose[Keypoint::nose].visible = false;  // from behind
  const auto behind = head_and_shoulders(pose);
  ASSERT_TRUE(behind);
  EXPECT_TRUE(behind->contains(pose[Keypoint::nose].x, pose[Keypoint::nose].y));
}

TEST(CloseUp, ABowMakesTheFrameNoSmallerThanAHead) {
  Pose pose = standing_pose();
  pose[Keypoint::neck].y = pose[Keypoint::pelvis].y - 0.01F;
  EXPECT_GE(head_and_shoulders(pose)->side, 0.25F);
}

TEST(CloseUp, WithoutATrunkThereIsNone) {
  Pose pose = standing_pose();
  pose[Keypoint::pelvis].visible = false;
  EXPECT_FALSE(head_and_shoulders(pose));
}

TEST(CloseUp, StandsWhereItCoversTheFewestPoints) {
  const std::array<Square, 3> corners = {Square{0, 0, 30}, Square{0, 70, 30}, Square{70, 70, 30}};
  const Square figure{0, 0, 100};
  Pose pose = standing_pose();
  EXPECT_EQ(freest(corners, pose, figure), 0U);
  pose[Keypoint::right_wrist] = {0.1F, 0.1F, true};
  EXPECT_EQ(freest(corners, pose, figure), 1U);
  pose[Keypoint::right_toe] = {0.1F, 0.9F, true};
  EXPECT_EQ(freest(corners, pose, figure), 2U);
  pose[Keypoint::right_wrist].visible = false;
  EXPECT_EQ(freest(corners, pose, figure), 0U);
  // Where her picture is a smaller one beside others'.
  pose[Keypoint::right_wrist] = {0.1F, 0.1F, true};
  EXPECT_EQ(freest(corners, pose, {50, 0, 50}), 0U);
}

}  // namespace
}  // namespace psgan::web
