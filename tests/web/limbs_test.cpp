#include "limbs.h"

#include <gtest/gtest.h>

#include <cmath>

#include "motion/clip.h"

namespace psgan::web {
namespace {

using enum Keypoint;

float length(const Pose& pose, Keypoint a, Keypoint b) {
  return std::hypot(pose[a].x - pose[b].x, pose[a].y - pose[b].y);
}

const Pose& upright() {
  static const Pose pose = still_poses().front().pose;
  return pose;
}

TEST(Limbs, APulledWristIsWhereItWasPulledIfTheArmReaches) {
  const Pose& pose = upright();
  const PosePoint& shoulder = pose[left_shoulder];
  const float arm = length(pose, left_shoulder, left_elbow) + length(pose, left_elbow, left_wrist);
  for (int i = 0; i < 16; ++i) {
    const float angle = static_cast<float>(i) * 0.39f;
    for (const float share : {0.3f, 0.6f, 0.95f}) {
      const float x = shoulder.x + std::cos(angle) * arm * share;
      const float y = shoulder.y + std::sin(angle) * arm * share;
      const Pose pulled_pose = pulled(pose, left_wrist, x, y, upright());
      EXPECT_NEAR(pulled_pose[left_wrist].x, x, 1e-4f);
      EXPECT_NEAR(pulled_pose[left_wrist].y, y, 1e-4f);
      EXPECT_EQ(pulled_pose[left_shoulder], shoulder);
      EXPECT_EQ(pulled_pose[right_wrist], pose[right_wrist]);
      EXPECT_NEAR(length(pulled_pose, left_shoulder, left_elbow) +
                      length(pulled_pose, left_elbow, left_wrist),
                  arm, 0.03f);
    }
  }
}

TEST(Limbs, AnArmIsNeverLongerThanItIs) {
  const Pose pose = pulled(upright(), right_wrist, 0, 0, upright());
  EXPECT_LE(length(pose, right_shoulder, right_elbow),
            1.05f * length(upright(), right_shoulder, right_elbow));
  EXPECT_LE(length(pose, right_elbow, right_wrist),
            1.05f * length(upright(), right_elbow, right_wrist));
  // Stretched straight towards the pointer.
  EXPECT_NEAR(length(pose, right_shoulder, right_wrist),
              length(pose, right_shoulder, right_elbow) + length(pose, right_elbow, right_wrist),
              1e-4f);
}

TEST(Limbs, AnElbowStaysOnItsSide) {
  Pose pose = upright();
  pose[left_shoulder] = {0.5f, 0.3f, true};
  for (const float side : {-1.f, 1.f}) {
    pose[left_elbow] = {0.5f + side * 0.05f, 0.38f, true};
    pose[left_wrist] = {0.5f, 0.46f, true};
    for (int i = 1; i <= 20; ++i) {
      pose = pulled(pose, left_wrist, 0.5f, 0.46f - static_cast<float>(i) * 0.004f, upright());
      EXPECT_GT((pose[left_elbow].x - 0.5f) * side, 0) << side << " at step " << i;
    }
  }
}

TEST(Limbs, AnAnkleTakesItsToesAlong) {
  const Pose pose = pulled(upright(), left_ankle, upright()[left_ankle].x + 0.1f,
                           upright()[left_ankle].y - 0.1f, upright());
  EXPECT_NEAR(pose[left_toe].x - pose[left_ankle].x,
              upright()[left_toe].x - upright()[left_ankle].x, 1e-5f);
  EXPECT_NEAR(pose[left_toe].y - pose[left_ankle].y,
              upright()[left_toe].y - upright()[left_ankle].y, 1e-5f);
}

TEST(Limbs, ThePelvisTakesEverythingAlong) {
  const Pose pose =
      pulled(upright(), pelvis, upright()[pelvis].x + 0.05f, upright()[pelvis].y, upright());
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(pose.points[i].x, upright().points[i].x + 0.05f, 1e-5f);
    EXPECT_NEAR(pose.points[i].y, upright().points[i].y, 1e-5f);
  }
}

TEST(Limbs, NothingLeavesThePicture) {
  for (int i = 0; i < keypoint_count; ++i) {
    for (const float x : {-3.f, 0.5f, 4.f}) {
      for (const float y : {-3.f, 0.5f, 4.f}) {
        const auto keypoint = static_cast<Keypoint>(i);
        check(pulled(upright(), keypoint, x, y, upright()), "pulled");
        check(moved(upright(), keypoint, false, x, y), "moved alone");
        check(moved(upright(), keypoint, true, x, y), "moved with its limb");
      }
    }
  }
}

TEST(Limbs, PointsOnOnePlaceDoNotDivideByZero) {
  Pose pose = upright();
  pose[left_elbow] = pose[left_wrist] = pose[left_shoulder];
  const PosePoint& at = pose[left_shoulder];
  check(pulled(pose, left_wrist, at.x, at.y, upright()), "onto the shoulder");
  check(pulled(pose, left_wrist, at.x + 0.1f, at.y, upright()), "away from it");
  check(pulled(pose, left_elbow, at.x, at.y, upright()), "the elbow");
}

}  // namespace
}  // namespace psgan::web
