#include "data/rendering/visibility.h"

#include <gmock/gmock.h>

#include "data/avatars/figures.h"
#include "data/rendering/renderer.h"
#include "motion/clip.h"
#include "motion/stance.h"
#include "tiny_vrm.h"

namespace psgan::data {
namespace {

using enum Keypoint;
using ::testing::IsSubsetOf;
using ::testing::IsSupersetOf;
using ::testing::UnorderedElementsAre;

/// The names of an avatar's keypoints that are hidden in a pose, seen from some degrees.
class Hidden {
 public:
  explicit Hidden(const Avatar& avatar) : avatar_(avatar), thickness_(avatar), renderer_(256) {
    renderer_.show(avatar_);
  }
  std::vector<std::string> at(float degrees, const BodyPose& pose) {
    const PosedBody body = posed(avatar_.humanoid, pose);
    const Camera camera{glm::radians(degrees)};
    renderer_.draw_ahead(body, camera);
    const Visibilities seen =
        thickness_.seen(avatar_.humanoid, body, camera, renderer_.finish()->depth);
    std::vector<std::string> names;
    for (int i = 0; i < keypoint_count; ++i) {
      EXPECT_NE(seen[i], Visibility::outside);
      if (seen[i] == Visibility::hidden) names.emplace_back(name(static_cast<Keypoint>(i)));
    }
    return names;
  }

 private:
  Avatar avatar_;
  LimbThickness thickness_;
  Renderer renderer_;
};

BodyPose standing_at_ease() {
  Stance stance;
  stance.left_arm = stance.right_arm = ArmStance{.raise = 25, .forward = 0};
  return body_pose(stance);
}

class OfEachKind : public ::testing::TestWithParam<bool> {
 protected:
  Hidden hidden_{GetParam() ? own_look(0) : read_vrm(tiny_vrm(), "tiny.vrm")};
};
INSTANTIATE_TEST_SUITE_P(Visibility, OfEachKind, ::testing::Bool(),
                         [](const auto& which) { return which.param ? "OwnLook" : "Boxes"; });

TEST_P(OfEachKind, FromTheFrontAllIsSeen) {
  EXPECT_THAT(hidden_.at(0, standing_at_ease()), ::testing::IsEmpty());
}

TEST_P(OfEachKind, FromTheSideTheFarEyeShoulderAndHipAreHidden) {
  EXPECT_THAT(hidden_.at(90, standing_at_ease()),
              IsSupersetOf({"right_eye", "right_shoulder", "right_elbow", "right_hip"}));
  EXPECT_THAT(hidden_.at(-90, standing_at_ease()),
              IsSupersetOf({"left_eye", "left_shoulder", "left_elbow", "left_hip"}));
  for (const std::string& name : hidden_.at(90, standing_at_ease()))
    EXPECT_FALSE(name.starts_with("left_") || name == "nose") << name;
}

TEST_P(OfEachKind, FromBehindNoseAndEyesAreHidden) {
  const auto names = hidden_.at(180, standing_at_ease());
  EXPECT_THAT(names, IsSupersetOf({"nose", "left_eye", "right_eye"}));
  // Long hair may cover neck, chest and shoulders, and the heels the toes.
  EXPECT_THAT(names, IsSubsetOf({"nose", "left_eye", "right_eye", "neck", "chest", "left_shoulder",
                                 "right_shoulder", "left_toe", "right_toe"}));
}

TEST_P(OfEachKind, AnArmBeforeTheBodyHidesIt) {
  Stance stance;
  stance.left_arm = ArmStance{.raise = 55, .forward = 85, .twist = -70, .bend = 95};
  stance.right_arm = ArmStance{.raise = 25, .forward = 0};
  const BodyPose folded = body_pose(stance);
  const auto front = hidden_.at(0, folded), back = hidden_.at(180, folded);
  EXPECT_THAT(front, ::testing::Not(::testing::Contains("left_wrist")));
  EXPECT_THAT(back, ::testing::Contains("left_wrist"));
}

TEST(Visibility, BehindABoxIsHiddenAndBesideItIsNot) {
  // Independent of the figure's own surfaces: a wall of depth 0 before all but the left half.
  const Avatar avatar = read_vrm(tiny_vrm(), "tiny.vrm");
  const LimbThickness thickness(avatar);
  const PosedBody body = posed(avatar.humanoid, BodyPose());
  DepthMap depth{64, std::vector<float>(64 * 64, 1)};
  for (int y = 0; y < 64; ++y)
    for (int x = 0; x < 32; ++x) depth.values[y * 64 + x] = 0.05f;
  const Visibilities seen = thickness.seen(avatar.humanoid, body, Camera{}, depth);
  EXPECT_EQ(seen[index(left_wrist)], Visibility::seen) << "in the picture's right half";
  EXPECT_EQ(seen[index(right_wrist)], Visibility::hidden);
}

TEST(Visibility, ALimbIsAsThickAsItsBox) {
  const Avatar avatar = read_vrm(tiny_vrm(), "tiny.vrm");
  const LimbThickness thickness(avatar);
  EXPECT_NEAR(thickness.towards(left_wrist, {0, 0, 1}), 0.03f, 1e-4);
  EXPECT_NEAR(thickness.towards(left_wrist, {0, 1, 0}), 0.03f, 1e-4);
  EXPECT_NEAR(thickness.towards(left_hip, {0, 0, 1}), 0.07f, 1e-4) << "the hips' box is outside";
  EXPECT_LE(thickness.towards(left_hip, {-1, 0, 0}), 0.08f) << "never beyond the middle plane";
}

TEST(Visibility, DepthsTurnIntoTheDistancesOfThePointsDrawn) {
  const float height = 1.6f;
  for (const glm::vec3 p : {glm::vec3(0.2f, 1, 0.3f), glm::vec3(-0.4f, 0.3f, -0.5f)}) {
    const glm::vec4 clip = view_projection(Camera{0.7f}, height) * glm::vec4(p, 1);
    EXPECT_NEAR(distance_of_depth(height, 0.5f + 0.5f * clip.z / clip.w), clip.w, 1e-3f);
  }
}

}  // namespace
}  // namespace psgan::data
