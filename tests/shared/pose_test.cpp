#include "psgan/pose.h"

#include <gmock/gmock.h>

#include <limits>
#include <set>

#include "../temporary_folder.h"

namespace psgan {
namespace {

using ::testing::HasSubstr;

TEST(Skeleton, HasTheTwentyKeypointsInTheAgreedOrder) {
  const std::array<const char*, keypoint_count> expected = {
      "nose",       "neck",          "chest",          "pelvis",     "left_eye",
      "right_eye",  "left_shoulder", "right_shoulder", "left_elbow", "right_elbow",
      "left_wrist", "right_wrist",   "left_hip",       "right_hip",  "left_knee",
      "right_knee", "left_ankle",    "right_ankle",    "left_toe",   "right_toe"};
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_EQ(name(static_cast<Keypoint>(i)), expected[i]);
    EXPECT_EQ(keypoint_named(expected[i]), static_cast<Keypoint>(i));
  }
  EXPECT_EQ(keypoint_named("tail"), std::nullopt);
}

TEST(Skeleton, MirrorSwapsLeftAndRightOnly) {
  EXPECT_EQ(mirrored(Keypoint::nose), Keypoint::nose);
  EXPECT_EQ(mirrored(Keypoint::pelvis), Keypoint::pelvis);
  EXPECT_EQ(mirrored(Keypoint::left_eye), Keypoint::right_eye);
  EXPECT_EQ(mirrored(Keypoint::right_toe), Keypoint::left_toe);
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_EQ(index(mirrored(mirrored(static_cast<Keypoint>(i)))), i);
  }
}

TEST(Skeleton, BonesAreATreeOverAllKeypoints) {
  std::set<Keypoint> reached = {Keypoint::pelvis};
  for (const Bone& bone : bones) {
    EXPECT_TRUE(reached.count(bone.from)) << name(bone.from);
    EXPECT_TRUE(reached.insert(bone.to).second) << name(bone.to);
  }
  EXPECT_EQ(reached.size(), keypoint_count);
}

TEST(Pose, SurvivesTheWayThroughNumbers) {
  Pose pose = standing_pose();
  pose[Keypoint::left_wrist].visible = false;
  EXPECT_EQ(pose_from_numbers(to_numbers(pose)), pose);
}

TEST(Pose, RefusesWhatLiesOutsideOrIsNoNumber) {
  Pose pose = standing_pose();
  pose[Keypoint::right_knee].x = 1.5f;
  EXPECT_THAT(error_of([&] { check(pose, "img.png"); }), HasSubstr("img.png: keypoint right_knee"));
  pose[Keypoint::right_knee].visible = false;
  EXPECT_EQ(error_of([&] { check(pose, "img.png"); }), "");
  pose[Keypoint::right_knee].x = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(error_of([&] { check(pose, "img.png"); }), HasSubstr("right_knee"));
  auto numbers = to_numbers(standing_pose());
  numbers[2] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(error_of([&] { pose_from_numbers(numbers); }), HasSubstr("nose"));
}

TEST(Pose, MirrorIsItsOwnReverseAndSwapsSides) {
  Pose pose = standing_pose();
  pose[Keypoint::left_wrist] = {0.9f, 0.1f, true};
  const Pose other = mirrored(pose);
  EXPECT_FLOAT_EQ(other[Keypoint::right_wrist].x, 0.1f);
  EXPECT_FLOAT_EQ(other[Keypoint::right_wrist].y, 0.1f);
  const Pose back = mirrored(other);
  for (int i = 0; i < keypoint_count; ++i) EXPECT_NEAR(back.points[i].x, pose.points[i].x, 1e-6f);
}

TEST(Pose, InterpolationMeetsItsEnds) {
  const Pose a = standing_pose(), b = mirrored(a);
  EXPECT_EQ(interpolate(a, b, 0), a);
  EXPECT_EQ(interpolate(a, b, 1), b);
  EXPECT_NEAR(interpolate(a, b, 0.5f)[Keypoint::left_wrist].x,
              (a[Keypoint::left_wrist].x + b[Keypoint::left_wrist].x) / 2, 1e-6f);
}

}  // namespace
}  // namespace psgan
