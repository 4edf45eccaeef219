// People's landmarks and the figure that stands as they do.
#include "motion/landmarks.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "motion/clip.h"
#include "psgan/error.h"

namespace psgan {
namespace {

using enum Keypoint;

Figure standing() { return figure_of(BodyPose{}); }

glm::vec3 along(const Figure& figure, const Bone& bone) {
  return glm::normalize(figure[bone.to] - figure[bone.from]);
}

/// What a perfect detector would see of a figure: joints where they are, the tips of the feet at
/// its toes, ears and mouth about the head as the T-pose's axes lie after its turn.
Landmarks seen_of(const Figure& figure) {
  Landmarks person;
  person.seen.fill(1);
  const auto put = [&](Landmark l, glm::vec3 p) { person.places[static_cast<int>(l)] = p; };
  put(Landmark::nose, figure[nose]);
  put(Landmark::left_eye, figure[left_eye]);
  put(Landmark::right_eye, figure[right_eye]);
  const glm::vec3 across = figure[left_eye] - figure[right_eye];
  const glm::vec3 front = face_direction(figure);
  const glm::vec3 eyes = 0.5f * (figure[left_eye] + figure[right_eye]);
  const glm::vec3 up = glm::normalize(glm::cross(front, across));
  put(Landmark::left_ear, eyes + across - 0.1f * front);
  put(Landmark::right_ear, eyes - across - 0.1f * front);
  put(Landmark::mouth_left, eyes + 0.3f * across - 0.07f * up);
  put(Landmark::mouth_right, eyes - 0.3f * across - 0.07f * up);
  put(Landmark::left_shoulder, figure[left_shoulder]);
  put(Landmark::right_shoulder, figure[right_shoulder]);
  put(Landmark::left_elbow, figure[left_elbow]);
  put(Landmark::right_elbow, figure[right_elbow]);
  put(Landmark::left_wrist, figure[left_wrist]);
  put(Landmark::right_wrist, figure[right_wrist]);
  put(Landmark::left_hip, figure[left_hip]);
  put(Landmark::right_hip, figure[right_hip]);
  put(Landmark::left_knee, figure[left_knee]);
  put(Landmark::right_knee, figure[right_knee]);
  put(Landmark::left_ankle, figure[left_ankle]);
  put(Landmark::right_ankle, figure[right_ankle]);
  put(Landmark::left_foot_index, figure[left_toe]);
  put(Landmark::right_foot_index, figure[right_toe]);
  return person;
}

TEST(Landmarks, AFigureSeenPerfectlyIsFoundAgain) {
  for (const StillPose& still : still_poses()) {
    const auto figure = figure_of(seen_of(still.figure), standing());
    ASSERT_TRUE(figure);
    const BoneLengths lengths = bone_lengths(*figure);
    for (int b = 0; b < bone_count; ++b) {
      EXPECT_NEAR(lengths[b], own_bone_lengths()[b], 1e-4f) << still.name;
      const bool limb = index(bones[b].from) >= index(left_shoulder);
      const float cosine = glm::dot(along(*figure, bones[b]), along(still.figure, bones[b]));
      // The trunk of a landmark's person does not bend in itself; limbs are exact.
      EXPECT_GT(cosine, limb ? 0.9999f : 0.75f) << still.name << " " << name(bones[b].to);
    }
    EXPECT_GT(glm::dot(face_direction(*figure), face_direction(still.figure)), 0.99f) << still.name;
  }
}

TEST(Landmarks, WhatIsNotSeenStaysAsItIs) {
  const Figure kneeling = figure_of(own_clip("kneel")->at(1));
  Landmarks person = seen_of(figure_of(own_clip("cheer")->at(0.8f)));
  for (int l = static_cast<int>(Landmark::left_hip); l < landmark_count; ++l) person.seen[l] = 0.1f;
  const auto figure = figure_of(person, kneeling);
  ASSERT_TRUE(figure);
  for (const Bone& bone : bones) {
    const bool leg = index(bone.from) >= index(left_hip);
    if (leg) {
      EXPECT_GT(glm::dot(along(*figure, bone), along(kneeling, bone)), 0.9999f);
    }
  }
  person.seen[static_cast<int>(Landmark::left_shoulder)] = 0.2f;
  EXPECT_FALSE(figure_of(person, kneeling)) << "nobody is there";
}

TEST(Landmarks, TheLowestStandsOnTheGround) {
  const Figure rest = standing();
  for (const char* clip : {"jump", "kneel", "crouch", "kick"}) {
    const Clip* motion = own_clip(clip);
    ASSERT_TRUE(motion) << clip;
    const auto figure = figure_of(seen_of(figure_of(motion->at(0.5f))), rest);
    ASSERT_TRUE(figure);
    float lowest = 1;
    for (const Keypoint k : {left_ankle, right_ankle, left_toe, right_toe})
      lowest = std::min(lowest, (*figure)[k].y - rest[k].y);
    for (const Keypoint k : {left_knee, right_knee}) lowest = std::min(lowest, (*figure)[k].y);
    EXPECT_GT(lowest, -0.001f) << clip;
    EXPECT_LT(lowest, 0.06f) << clip;
  }
}

// What MediaPipe (0.5.1675469404, its small model) found in person.jpg.
TEST(Landmarks, APersonInAPictureStandsAsSheDoes) {
  std::ifstream file(TEST_MOTION "/person.landmarks.json");
  std::stringstream text;
  text << file.rdbuf();
  const auto figure = figure_of(read_landmarks(text.str(), "person"), standing());
  ASSERT_TRUE(figure);
  const Pose pose = project(*figure), truth = pose_at(*own_clip("disco"), 0.8f);
  float sum = 0;
  for (int i = 0; i < keypoint_count; ++i) {
    sum += std::hypot(pose.points[i].x - truth.points[i].x, pose.points[i].y - truth.points[i].y);
    EXPECT_EQ(pose.points[i].visible, truth.points[i].visible);
  }
  EXPECT_LT(sum / keypoint_count, 0.04f);
}

TEST(Landmarks, WhatIsNoneIsToldInWords) {
  const auto complaint = [](const std::string& text) -> std::string {
    try {
      read_landmarks(text, "camera");
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(complaint("{"), "");
  EXPECT_NE(complaint("[[0,0,0,1]]").find("33"), std::string::npos);
  std::string list = "[";
  for (int i = 0; i < landmark_count; ++i)
    list += std::string(i ? "," : "") + (i == 7 ? "[0,0,\"far\",1]" : "[0,0,0,1]");
  EXPECT_NE(complaint(list + "]").find("landmark 7"), std::string::npos) << complaint(list + "]");
}

}  // namespace
}  // namespace psgan
