// Figures in space, motions of key frames and their code in links.
#include "motion/figure.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "motion/clip.h"
#include "motion/motion_code.h"

namespace psgan {
namespace {

using enum Keypoint;

float farthest(const Figure& a, const Figure& b) {
  float most = 0;
  for (int i = 0; i < keypoint_count; ++i)
    most = std::max(most, glm::distance(a.points[i], b.points[i]));
  return most;
}

TEST(Figure, IsSeenAsTheTrainingCameraSeesItsBody) {
  for (const Clip& clip : own_clips()) {
    const float time = 0.4f * clip.duration();
    for (const float turn : {0.f, 0.7f, -2.8f}) {
      const Pose expected = pose_at(clip, time, -turn);
      const Pose pose = project(figure_of(clip.at(time), turn));
      for (int i = 0; i < keypoint_count; ++i) {
        EXPECT_NEAR(pose.points[i].x, expected.points[i].x, 1e-5f);
        EXPECT_NEAR(pose.points[i].y, expected.points[i].y, 1e-5f);
        EXPECT_EQ(pose.points[i].visible, expected.points[i].visible)
            << clip.name() << " " << name(static_cast<Keypoint>(i));
      }
    }
  }
}

TEST(Figure, UnprojectIsTheWayBack) {
  const Figure figure = still_poses()[6].figure;
  const Pose pose = project(figure);
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint& p = pose.points[i];
    EXPECT_LT(glm::distance(unproject(p.x, p.y, figure.points[i].z), figure.points[i]), 1e-4f);
  }
}

TEST(Figure, LiftingAPoseGivesItBackAndKnowsFrontFromBack) {
  for (const StillPose& still : still_poses()) {
    const Figure figure = lifted(still.pose);
    const Pose pose = project(figure);
    for (int i = 0; i < keypoint_count; ++i) {
      EXPECT_NEAR(pose.points[i].x, still.pose.points[i].x, 1e-4f);
      EXPECT_NEAR(pose.points[i].y, still.pose.points[i].y, 1e-4f);
      EXPECT_EQ(pose.points[i].visible, still.pose.points[i].visible) << still.name;
    }
    EXPECT_GT(glm::dot(face_direction(figure), face_direction(still.figure)), 0) << still.name;
  }
}

TEST(Figure, TurningTwiceByHalfIsThereAgain) {
  const Figure figure = still_poses().front().figure;
  const glm::vec3 axis = figure[pelvis];
  const Figure back = turned(figure, 3.14159265f, axis);
  EXPECT_FALSE(project(back)[nose].visible) << "from behind the face is not seen";
  EXPECT_LT(project(back)[left_wrist].x, project(back)[right_wrist].x);
  EXPECT_LT(farthest(turned(back, 3.14159265f, axis), figure), 1e-5f);
}

TEST(Figure, MirroringIsTheMirroredPose) {
  const Figure figure = still_poses()[4].figure;
  const Pose expected = mirrored(project(figure)), pose = project(mirrored(figure));
  for (int i = 0; i < keypoint_count; ++i)
    EXPECT_NEAR(pose.points[i].x, expected.points[i].x, 1e-5f);
}

KeyedMotion three_keys() {
  KeyedMotion motion;
  motion.duration = 3;
  for (int i = 0; i < 3; ++i)
    motion.put(
        {static_cast<float>(i), Ease::flow, still_poses()[static_cast<std::size_t>(i) + 1].figure});
  return motion;
}

TEST(KeyedMotion, PassesThroughItsKeysAndKeepsLengths) {
  KeyedMotion motion = three_keys();
  for (int ease = 0; ease < ease_count; ++ease) {
    for (Keyframe& key : motion.keys) key.ease = static_cast<Ease>(ease);
    for (const Keyframe& key : motion.keys)
      EXPECT_LT(farthest(figure_at(motion, key.time), key.figure), 1e-4f);
    for (int step = 0; step < 60; ++step) {
      const Figure figure = figure_at(motion, static_cast<float>(step) * 0.05f);
      const BoneLengths here = bone_lengths(figure), own = own_bone_lengths();
      for (int b = 0; b < bone_count; ++b) EXPECT_NEAR(here[b], own[b], 0.03f);
    }
  }
  // A loop comes back to its beginning; another stays at its end.
  EXPECT_LT(farthest(figure_at(motion, 3), motion.keys[0].figure), 1e-4f);
  motion.loop = false;
  EXPECT_LT(farthest(figure_at(motion, 9), motion.keys[2].figure), 1e-4f);
}

TEST(KeyedMotion, EasesDiffer) {
  KeyedMotion motion = three_keys();
  std::vector<Figure> quarter;
  for (int ease = 0; ease < ease_count; ++ease) {
    motion.keys[0].ease = static_cast<Ease>(ease);
    quarter.push_back(figure_at(motion, 0.25f));
    for (int other = 0; other < ease; ++other)
      EXPECT_GT(farthest(quarter[ease], quarter[other]), 1e-3f);
  }
  EXPECT_LT(farthest(quarter[static_cast<int>(Ease::hold)], motion.keys[0].figure), 1e-6f);
}

TEST(KeyedMotion, KeysArePutMovedRemovedAndStretched) {
  KeyedMotion motion = three_keys();
  EXPECT_EQ(motion.put({1.5f, Ease::soft, still_poses()[0].figure}), 2);
  EXPECT_EQ(motion.put({1.501f, Ease::hold, still_poses()[0].figure}), 2) << "the same tick";
  EXPECT_EQ(motion.keys.size(), 4u);
  EXPECT_EQ(motion.move(2, 0.5f), 1);
  EXPECT_EQ(motion.keys[1].ease, Ease::hold);
  EXPECT_EQ(motion.move(1, 1.f), 1) << "not onto another key";
  EXPECT_FLOAT_EQ(motion.keys[1].time, 0.5f);
  motion.remove(1);
  motion.stretch(6);
  EXPECT_FLOAT_EQ(motion.keys[2].time, 4);
  motion.stretch(1000);
  EXPECT_FLOAT_EQ(motion.duration, KeyedMotion::longest);
}

TEST(KeyedMotion, ClipsBecomeFewKeysThatMoveAlike) {
  for (const Clip& clip : own_clips()) {
    const KeyedMotion motion = keyed(clip);
    EXPECT_LE(motion.keys.size(), 60u) << clip.name();
    EXPECT_EQ(motion.loop, clip.loops());
    for (int step = 0; step < 50; ++step) {
      const float time = clip.duration() * static_cast<float>(step) / 50;
      EXPECT_LT(farthest(figure_at(motion, time), figure_of(clip.at(time))), 0.035f)
          << clip.name() << " at " << time;
    }
  }
}

TEST(MotionCode, AMotionComesBackWithinMillimetres) {
  for (const char* name : {"walk", "sway", "ballet"}) {
    KeyedMotion motion = keyed(*own_clip(name));
    motion.keys[0].figure.sight[index(left_toe)] = Sight::hidden;
    motion.keys[0].ease = Ease::hold;
    const std::string text = encode_motion(motion);
    EXPECT_LE(text.size(), 3 + motion.keys.size() * 60 + 4);
    const auto back = decode_motion(text);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->lost, 0);
    ASSERT_EQ(back->motion.keys.size(), motion.keys.size());
    EXPECT_NEAR(back->motion.duration, motion.duration, 1e-4f);
    EXPECT_EQ(back->motion.loop, motion.loop);
    for (std::size_t k = 0; k < motion.keys.size(); ++k) {
      EXPECT_LT(farthest(back->motion.keys[k].figure, motion.keys[k].figure), 0.02f) << name;
      EXPECT_EQ(back->motion.keys[k].ease, motion.keys[k].ease);
      EXPECT_EQ(back->motion.keys[k].figure.sight, motion.keys[k].figure.sight);
      EXPECT_NEAR(back->motion.keys[k].time, motion.keys[k].time, 1e-4f);
    }
    const auto again = decode_motion(encode_motion(back->motion));
    ASSERT_TRUE(again);
    for (std::size_t k = 0; k < motion.keys.size(); ++k) {
      EXPECT_LT(farthest(again->motion.keys[k].figure, back->motion.keys[k].figure), 1e-3f)
          << "a second way must change nothing";
    }
  }
}

TEST(MotionCode, OtherProportionsTravelWithIt) {
  KeyedMotion motion = three_keys();
  for (Keyframe& key : motion.keys)
    for (glm::vec3& p : key.figure.points) p *= 0.8f;
  const auto back = decode_motion(encode_motion(motion));
  ASSERT_TRUE(back);
  EXPECT_LT(farthest(back->motion.keys[1].figure, motion.keys[1].figure), 0.02f);
}

TEST(MotionCode, ACutOneKeepsWhatIsWhole) {
  const std::string text = encode_motion(three_keys());
  const auto cut = decode_motion(std::string_view(text).substr(0, text.size() - 5));
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->motion.keys.size(), 2u);
  EXPECT_EQ(cut->lost, 1);
  EXPECT_FALSE(decode_motion(std::string_view(text).substr(0, 40)));
  EXPECT_FALSE(decode_motion(""));
}

// Out in the world: never changed, readable for ever.
TEST(MotionCode, OldCodesStayReadable) {
  const auto old = decode_motion("B4g.AAj72SPti_iP9YSw1tQt1tdbH2qMEmQiii5pMfl5B4eLHH0CkAN0AZJSdVA");
  ASSERT_TRUE(old);
  EXPECT_EQ(old->lost, 0);
  EXPECT_FLOAT_EQ(old->motion.duration, 2);
  EXPECT_TRUE(old->motion.loop);
  ASSERT_EQ(old->motion.keys.size(), 1u);
  EXPECT_EQ(old->motion.keys[0].ease, Ease::soft);
  // She stands, her weight on the right leg.
  const Pose pose = project(old->motion.keys[0].figure);
  EXPECT_NEAR(pose[nose].x, 0.509f, 0.01f);
  EXPECT_NEAR(pose[nose].y, 0.290f, 0.01f);
  EXPECT_NEAR(pose[left_wrist].x, 0.580f, 0.01f);
  EXPECT_NEAR(pose[left_wrist].y, 0.557f, 0.01f);
  EXPECT_NEAR(pose[right_toe].x, 0.444f, 0.01f);
  EXPECT_NEAR(pose[right_toe].y, 0.945f, 0.01f);
}

TEST(MotionCode, SurvivesAnyText) {
  std::mt19937 random(5);
  const std::string good = encode_motion(three_keys());
  for (int i = 0; i < 4000; ++i) {
    std::string text = good.substr(0, random() % (good.size() + 1));
    for (int change = static_cast<int>(random() % 8); change > 0 && !text.empty(); --change)
      text[random() % text.size()] =
          random() % 2 ? static_cast<char>(random()) : good[random() % good.size()];
    const auto decoded = decode_motion(text);
    if (!decoded) continue;
    const KeyedMotion& motion = decoded->motion;
    for (const float time : {0.f, 0.7f, 5.f})
      for (const glm::vec3& p : figure_at(motion, time).points)
        ASSERT_TRUE(std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z));
  }
}

}  // namespace
}  // namespace psgan
