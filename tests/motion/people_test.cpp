// People in pose files, fitted to the project's own figure.
#include "motion/people.h"

#include <gmock/gmock.h>

#include <cmath>

#include "motion/clip.h"
#include "motion/fitting.h"
#include "motion/head_turn.h"

namespace psgan {
namespace {

using enum Keypoint;

/// What a detector sees of somebody, in pixels.
struct Seen {
  Pose pose;
  Ears ears;
};

/// An adult (a tall one with long arms: not quite the fitting's own mean) who stands as a figure
/// does, photographed from afar: bones of the adult's lengths in the figure's directions.
Seen adult_like(const Figure& figure, float pixels = 180) {
  std::array<glm::vec3, keypoint_count> at{};
  const auto put = [&](Keypoint from, Keypoint to, float metres) {
    at[index(to)] = at[index(from)] + metres * direction(figure[from], figure[to], {0, 1, 0});
  };
  const auto up_of = [&](glm::vec3 left, glm::vec3 front) { return glm::cross(front, left); };
  at[index(neck)] = 0.55f * direction(figure[pelvis], figure[neck], {0, 1, 0});
  at[index(chest)] = 0.6f * at[index(neck)];
  const glm::vec3 shoulders = direction(figure[right_shoulder], figure[left_shoulder], {1, 0, 0});
  const glm::vec3 hips = direction(figure[right_hip], figure[left_hip], {1, 0, 0});
  at[index(left_shoulder)] = at[index(neck)] + 0.17f * shoulders;
  at[index(right_shoulder)] = at[index(neck)] - 0.17f * shoulders;
  at[index(left_hip)] = 0.1f * hips;
  at[index(right_hip)] = -0.1f * hips;
  for (const auto& [shoulder, elbow, wrist, hip, knee, ankle, toe] :
       {std::tuple{left_shoulder, left_elbow, left_wrist, left_hip, left_knee, left_ankle,
                   left_toe},
        {right_shoulder, right_elbow, right_wrist, right_hip, right_knee, right_ankle,
         right_toe}}) {
    put(shoulder, elbow, 0.3f);
    put(elbow, wrist, 0.27f);
    put(hip, knee, 0.44f);
    put(knee, ankle, 0.43f);
    put(ankle, toe, 0.17f);
  }
  const glm::vec3 left = direction(figure[right_eye], figure[left_eye], {1, 0, 0});
  const glm::vec3 front = face_direction(figure), up = up_of(left, front);
  const glm::vec3 head = at[index(neck)] + 0.19f * up;
  const auto on_head = [&](float x, float y, float z) {
    return head + x * left + y * up + z * front;
  };
  at[index(nose)] = on_head(0, -0.015f, 0.11f);
  at[index(left_eye)] = on_head(0.032f, 0.022f, 0.08f);
  at[index(right_eye)] = on_head(-0.032f, 0.022f, 0.08f);
  const auto seen = [&](glm::vec3 p) {
    return PosePoint{500 + pixels * p.x, 400 - pixels * p.y, true};
  };
  Seen person;
  for (int i = 0; i < keypoint_count; ++i) person.pose.points[i] = seen(at[i]);
  person.ears.left = seen(on_head(0.075f, 0, 0));
  person.ears.right = seen(on_head(-0.075f, 0, 0));
  if (front.z < -0.1f)
    for (const Keypoint k : {nose, left_eye, right_eye}) person.pose[k].visible = false;
  return person;
}

glm::vec2 along(const Pose& pose, const Bone& bone) {
  return {pose[bone.to].x - pose[bone.from].x, pose[bone.from].y - pose[bone.to].y};
}

TEST(People, AreFittedToHerOwnBones) {
  for (const StillPose& still : still_poses()) {
    SCOPED_TRACE(still.name);
    const Seen person = adult_like(still.figure);
    const auto figure = figure_of(person.pose, person.ears);
    ASSERT_TRUE(figure);
    const BoneLengths lengths = bone_lengths(*figure);
    for (int b = 0; b < bone_count; ++b)
      EXPECT_NEAR(lengths[b], own_bone_lengths()[b], 1e-3f) << name(bones[b].to);
    const Pose pose = project(*figure);
    check(pose, still.name.c_str());
    for (const Bone& bone : bones) {
      if (index(bone.from) < index(left_shoulder)) continue;
      const glm::vec2 wanted = along(person.pose, bone), got = along(pose, bone);
      // What points at us has no direction in the picture; perspective turns others a little.
      if (glm::length(wanted) < 0.5f * 0.25f * 180) continue;
      EXPECT_GT(glm::dot(glm::normalize(wanted), glm::normalize(got)), std::cos(0.25f))
          << name(bone.to);
    }
    EXPECT_GT(glm::dot(face_direction(*figure), face_direction(still.figure)), 0.8f);
    for (const Keypoint k : {nose, left_eye, right_eye})
      EXPECT_EQ(pose[k].visible, person.pose[k].visible) << name(k);
  }
}

TEST(People, AnAdultWhoStandsKeepsNoSmallHead) {
  const Figure standing = lifted(standing_pose());
  Seen person = adult_like(standing);
  const Pose pose = project(*figure_of(person.pose, person.ears)), own = standing_pose();
  for (int i = 0; i < keypoint_count; ++i) {
    const auto k = static_cast<Keypoint>(i);
    EXPECT_TRUE(pose[k].visible) << name(k);
    EXPECT_NEAR(pose[k].x, own[k].x, 0.02f) << name(k);
    EXPECT_NEAR(pose[k].y, own[k].y, 0.03f) << name(k);
  }
  EXPECT_NEAR(pose[left_eye].x - pose[right_eye].x, own[left_eye].x - own[right_eye].x, 0.005f);
}

TEST(People, MissingEyesAreFilledInAndMissingLimbsAreHidden) {
  const Figure standing = lifted(standing_pose());
  const Pose own = standing_pose();
  Seen person = adult_like(standing);
  for (const Keypoint k : {left_eye, right_eye, right_wrist, left_toe})
    person.pose[k] = {0, 0, false};
  const Pose pose = project(*figure_of(person.pose, person.ears));
  EXPECT_TRUE(pose[left_eye].visible);
  EXPECT_NEAR(pose[left_eye].x - pose[right_eye].x, own[left_eye].x - own[right_eye].x, 0.01f);
  EXPECT_FALSE(pose[right_wrist].visible);
  EXPECT_FALSE(pose[left_toe].visible);
  EXPECT_NEAR(pose[right_wrist].y, own[right_wrist].y, 0.03f) << "hangs";
  EXPECT_EQ(visible_points(pose), 18);
  // A trunk that was cut off.
  for (const Keypoint k : {pelvis, chest, left_hip, right_hip, left_knee, right_knee, left_ankle,
                           right_ankle, left_toe, right_toe})
    person.pose[k] = {0, 0, false};
  const Pose bust = project(*figure_of(person.pose, person.ears));
  EXPECT_NEAR(bust[neck].y, own[neck].y, 0.03f);
  EXPECT_TRUE(bust[pelvis].visible);
  EXPECT_TRUE(bust[left_ankle].visible) << "the picture ends at the waist, and she does not";
  EXPECT_NEAR(bust[left_ankle].y, own[left_ankle].y, 0.03f);
  EXPECT_FALSE(figure_of(Pose{}, {}) == std::nullopt) << "all in one place is somebody";
  Pose nobody;
  for (PosePoint& p : nobody.points) p.visible = false;
  EXPECT_FALSE(figure_of(nobody, {}));
}

TEST(People, StayInThePicture) {
  // Arms up and on tiptoe, far beyond what the picture holds.
  Figure tall = lifted(standing_pose());
  Seen person = adult_like(tall);
  const auto up = [&](Keypoint k, float x, float y) { person.pose[k] = {x, y, true}; };
  up(left_elbow, 540, 260), up(left_wrist, 545, 210);
  up(right_elbow, 460, 260), up(right_wrist, 455, 210);
  check(project(*figure_of(person.pose, person.ears)), "arms up");
  // Lying, as long as she is.
  Seen lying = adult_like(tall);
  for (PosePoint& p : lying.pose.points) p = {p.y, 500 - p.x, true};
  lying.ears = {};
  const Pose pose = project(*figure_of(lying.pose, lying.ears));
  check(pose, "lying");
  EXPECT_GT(std::abs(pose[left_ankle].x - pose[neck].x), 0.4f);
  EXPECT_LT(std::abs(pose[left_ankle].y - pose[neck].y), 0.1f);
  EXPECT_EQ(visible_points(pose), 20);
}

TEST(People, HeadsTurnAsTheirPointsSay) {
  for (const float turn : {-1.2f, -0.6f, 0.f, 0.4f, 1.3f})
    for (const float tilt : {-0.4f, 0.f, 0.3f}) {
      Figure figure = lifted(standing_pose());
      const glm::quat by =
          glm::angleAxis(tilt, glm::vec3(0, 0, 1)) * glm::angleAxis(turn, glm::vec3(0, 1, 0));
      for (const Keypoint k : {nose, left_eye, right_eye})
        figure[k] = figure[neck] + by * (figure[k] - figure[neck]);
      Seen person = adult_like(figure);
      // A detector does not see the far ear.
      if (turn > 0.5f) person.ears.left.visible = false;
      if (turn < -0.5f) person.ears.right.visible = false;
      const auto fit = figure_of(person.pose, person.ears);
      ASSERT_TRUE(fit);
      EXPECT_GT(glm::dot(face_direction(*fit), face_direction(figure)), 0.9f)
          << turn << " " << tilt;
      const glm::vec2 eyes((*fit)[left_eye] - (*fit)[right_eye]);
      const glm::vec2 own(figure[left_eye] - figure[right_eye]);
      if (std::abs(turn) < 1) {
        EXPECT_GT(glm::dot(glm::normalize(eyes), glm::normalize(own)), 0.95f);
      }
    }
}

TEST(People, HerOwnPosesStayAsTheyAre) {
  for (const StillPose& still : still_poses()) {
    const Pose pose = project(still.figure);
    OpenPoseFile file = openpose_file(std::vector<Pose>{pose}, 512, OpenPoseFormat::body_25);
    const OpenPoseFile read = read_openpose(to_json(file), "own.json");
    EXPECT_TRUE(read.own_figure);
    EXPECT_EQ(figures_of(read, Proportions::own), figures_of(read, Proportions::of_file))
        << still.name;
  }
  // Files of before say nothing, but have her bones.
  int recognized = 0;
  for (const StillPose& still : still_poses()) recognized += has_own_bones(project(still.figure));
  EXPECT_GT(recognized, int(still_poses().size()) * 2 / 3);
  // Whoever asks for it has an adult as the file has it.
  const Seen person = adult_like(lifted(standing_pose()));
  const Pose square = letterboxed(person.pose, 1000, 800);
  EXPECT_FALSE(has_own_bones(square));
  OpenPoseFile file;
  file.width = 1000, file.height = 800;
  file.people = {person.pose}, file.ears = {person.ears};
  const Pose as_is = project(figures_of(file, Proportions::of_file).at(0));
  EXPECT_NEAR(as_is[left_wrist].x, square[left_wrist].x, 1e-4f);
  EXPECT_NEAR(as_is[left_wrist].y, square[left_wrist].y, 1e-4f);
}

}  // namespace
}  // namespace psgan
