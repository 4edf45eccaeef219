#include "editor/limbs.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "motion/clip.h"

namespace psgan::web {
namespace {

using enum Keypoint;

const Figure& upright() {
  static const Figure figure = still_poses().front().figure;
  return figure;
}

void expect_same_lengths(const Figure& a, const Figure& b, const std::string& what) {
  const BoneLengths before = bone_lengths(a), after = bone_lengths(b);
  for (int i = 0; i < bone_count; ++i) {
    EXPECT_NEAR(before[i], after[i], 2e-4f) << what << ", bone to " << name(bones[i].to);
  }
}

TEST(Limbs, NoPullChangesALength) {
  for (const StillPose& still : still_poses()) {
    for (int k = 0; k < keypoint_count; ++k) {
      Figure figure = still.figure;
      // Out, across the picture, and back, as a hand on a mouse goes.
      for (const auto& [x, y] :
           {std::pair{0.6f, 0.3f}, {0.2f, 0.9f}, {0.52f, 0.5f}, {0.9f, 0.1f}}) {
        figure = pulled(figure, static_cast<Keypoint>(k), x, y);
        for (const glm::vec3& p : figure.points) ASSERT_TRUE(std::isfinite(p.x + p.y + p.z));
      }
      expect_same_lengths(still.figure, figure,
                          still.name + " by " + std::string(name(static_cast<Keypoint>(k))));
    }
  }
}

TEST(Limbs, APulledWristIsWhereItWasPulledIfTheArmReaches) {
  const PosePoint shoulder = project(upright())[left_shoulder];
  for (int i = 0; i < 16; ++i) {
    const float angle = static_cast<float>(i) * 0.39f;
    for (const float share : {0.05f, 0.1f, 0.17f}) {
      const float x = shoulder.x + std::cos(angle) * share;
      const float y = shoulder.y + std::sin(angle) * share;
      const Figure figure = pulled(upright(), left_wrist, x, y);
      const Pose pose = project(figure);
      EXPECT_NEAR(pose[left_wrist].x, x, 1e-3f);
      EXPECT_NEAR(pose[left_wrist].y, y, 1e-3f);
      EXPECT_EQ(figure[left_shoulder], upright()[left_shoulder]);
      EXPECT_EQ(figure[right_wrist], upright()[right_wrist]);
    }
  }
}

TEST(Limbs, AnArmPulledTooFarPointsThere) {
  const Figure figure = pulled(upright(), right_wrist, 0, 0);
  const Pose pose = project(figure);
  const PosePoint shoulder = pose[right_shoulder], wrist = pose[right_wrist];
  // Towards the picture's corner, from the shoulder on, and straight.
  EXPECT_NEAR(std::atan2(wrist.y - shoulder.y, wrist.x - shoulder.x),
              std::atan2(-shoulder.y, -shoulder.x), 0.01f);
  const float arm = glm::distance(figure[right_shoulder], figure[right_elbow]) +
                    glm::distance(figure[right_elbow], figure[right_wrist]);
  EXPECT_GT(glm::distance(figure[right_shoulder], figure[right_wrist]), 0.999f * arm);
}

TEST(Limbs, AStraightLegBendsItsKneeForwards) {
  Figure straight = figure_of(BodyPose{});
  const PosePoint hip = project(straight)[left_hip];
  for (const float turn : {0.f, 1.5f, 3.f}) {
    const Figure figure = turned(straight, turn, straight[pelvis]);
    const Figure bent = pulled(figure, left_ankle, hip.x, hip.y + 0.2f);
    const glm::vec3 knee = bent[left_knee] - 0.5f * (bent[left_hip] + bent[left_ankle]);
    EXPECT_GT(glm::dot(knee, face_direction(figure)), 0.1f) << "turned by " << turn;
  }
}

TEST(Limbs, ThePelvisTakesEverythingAlongAsFarAsThePictureGoes) {
  const Pose before = project(upright());
  const Figure moved = pulled(upright(), pelvis, before[pelvis].x + 0.1f, before[pelvis].y);
  const glm::vec3 by = moved[pelvis] - upright()[pelvis];
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(glm::distance(moved.points[i] - upright().points[i], by), 0, 1e-6f);
  }
  const Pose edge = project(pulled(upright(), pelvis, 2, 0.5f));
  float right = 0;
  for (const PosePoint& p : edge.points) right = std::max(right, p.x);
  EXPECT_LE(right, 1);
  EXPECT_GT(right, 0.98f) << "it stops at the edge, not before";
}

TEST(Limbs, TheNeckBendsTheSpineAndLeavesTheLegs) {
  const Pose before = project(upright());
  const Figure bent = pulled(upright(), neck, before[neck].x + 0.1f, before[neck].y + 0.02f);
  EXPECT_EQ(bent[left_knee], upright()[left_knee]);
  EXPECT_EQ(bent[right_hip], upright()[right_hip]);
  const Pose after = project(bent);
  EXPECT_NEAR(after[neck].x, before[neck].x + 0.1f, 0.02f);
  EXPECT_GT(after[chest].x, before[chest].x + 0.02f) << "the bend goes through the chest";
  EXPECT_GT(after[left_shoulder].x, before[left_shoulder].x + 0.03f) << "arms come along";
}

TEST(Limbs, AFreePointMovesAlone) {
  const Figure moved = placed(upright(), left_elbow, 0.9f, 1.4f);
  const Pose pose = project(moved);
  EXPECT_NEAR(pose[left_elbow].x, 0.9f, 1e-5f);
  EXPECT_NEAR(pose[left_elbow].y, 1.f, 1e-5f) << "a visible point stays in the picture";
  for (int i = 0; i < keypoint_count; ++i) {
    if (static_cast<Keypoint>(i) != left_elbow) {
      EXPECT_EQ(moved.points[i], upright().points[i]);
    }
  }
}

TEST(Limbs, OneSideIsMadeLikeTheOther) {
  for (const StillPose& still : still_poses()) {
    const Figure& figure = still.figure;
    for (const bool left : {true, false}) {
      const Figure copied = with_side_copied(figure, left);
      const BoneLengths before = bone_lengths(figure), after = bone_lengths(copied);
      for (int b = 0; b < bone_count; ++b) {
        const bool goes = is_left(bones[b].to) == left;
        if (mirrored(bones[b].to) == bones[b].to || goes) {
          EXPECT_EQ(after[b], before[b]) << name(bones[b].to);
          EXPECT_EQ(copied[bones[b].to], figure[bones[b].to]) << name(bones[b].to);
        }
      }
      // Seen in the mirror between them, each hand is where the other one is.
      const auto of = [&](Keypoint k) { return left ? k : mirrored(k); };
      for (const auto& [root, end] : {std::pair{Keypoint::left_shoulder, Keypoint::left_wrist},
                                      std::pair{Keypoint::left_hip, Keypoint::left_toe}}) {
        const glm::vec3 across = glm::normalize(copied[of(root)] - copied[mirrored(of(root))]);
        const glm::vec3 a = copied[of(end)] - copied[of(root)];
        const glm::vec3 b = copied[mirrored(of(end))] - copied[mirrored(of(root))];
        EXPECT_LT(glm::distance(b, a - 2 * glm::dot(a, across) * across), 1e-5f) << still.name;
      }
      EXPECT_LT(glm::distance(with_side_copied(copied, !left)[Keypoint::left_wrist],
                              copied[Keypoint::left_wrist]),
                1e-5f);
    }
  }
}

}  // namespace
}  // namespace psgan::web
