// Files of poses and motion that are dropped on the page.
#include <gtest/gtest.h>

#include "editor/editor.h"
#include "ready_editor.h"

namespace psgan::web {
namespace {

TEST(Editor, FilesOfMotionAndPosesAreOpenedOrRefusedInWords) {
  Editor editor(1);
  editor.open_bvh("nonsense", "dance.bvh");
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_NE(editor.messages().front().text.find("dance.bvh"), std::string::npos);
  EXPECT_FALSE(editor.own_motion());
  editor.open_openpose("{\"people\": []}", "empty.json");
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_NE(editor.messages().front().text.find("empty.json"), std::string::npos);

  // What is written is read again.
  editor.choose_preset(3);
  const Pose pose = editor.pose();
  const std::string file = editor.to_openpose();
  editor.reset();
  editor.open_openpose(file, "pose.json");
  for (const Keypoint k : {Keypoint::left_wrist, Keypoint::right_knee, Keypoint::nose}) {
    EXPECT_NEAR(editor.pose()[k].x, pose[k].x, 2e-3f) << name(k);
    EXPECT_NEAR(editor.pose()[k].y, pose[k].y, 2e-3f) << name(k);
  }
}

TEST(Editor, AFileOfSeveralPeopleAsksWhich) {
  // Of COCO's 18 points three.
  std::string person = R"({"pose_keypoints_2d": [250, 100, 1, 250, 140, 1, 220, 140, 1)";
  for (int i = 0; i < 15; ++i) person += ", 0, 0, 0";
  person += "]}";
  Editor editor(1);
  editor.open_openpose("{\"people\": [" + person + "]}", "one.json");
  EXPECT_EQ(editor.asked_for_person(), 0);
  EXPECT_TRUE(editor.messages().empty());
  editor.open_openpose("{\"people\": [" + person + "," + person + "]}", "two.json");
  EXPECT_EQ(editor.asked_for_person(), 1);
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_NE(editor.messages().front().text.find("2 people in “two.json”"), std::string::npos);
}

TEST(Editor, PeopleOfFilesAreFittedUnlessTheFileIsWanted) {
  // OpenPose's file of a photograph of 1920 × 1080, which never says so.
  const std::string photograph = R"({"people": [{"pose_keypoints_2d": [)"
                                 R"(960, 135, 1, 960, 247, 1, 840, 247, 1, 810, 382, 1, )"
                                 R"(795, 517, 1, 1080, 247, 1, 1110, 382, 1, 1125, 517, 1, )"
                                 R"(885, 540, 1, 885, 742, 1, 885, 945, 1, 1035, 540, 1, )"
                                 R"(1035, 742, 1, 1035, 945, 1, 936, 117, 1, 984, 117, 1, )"
                                 R"(912, 126, 1, 1008, 126, 1]}]})";
  Editor editor(1);
  editor.open_openpose(photograph, "photograph.json");
  EXPECT_TRUE(editor.messages().empty());
  EXPECT_EQ(editor.people().size(), 1u);
  EXPECT_EQ(visible_points(editor.pose()), 20);
  const Pose own = standing_pose();
  for (const Keypoint k : {Keypoint::left_eye, Keypoint::nose, Keypoint::neck, Keypoint::left_hip,
                           Keypoint::right_knee, Keypoint::left_ankle}) {
    EXPECT_NEAR(editor.pose()[k].x, own[k].x, 0.03f) << name(k);
    EXPECT_NEAR(editor.pose()[k].y, own[k].y, 0.03f) << name(k);
  }
  const Pose fitted = editor.pose();
  editor.set_as_in_file(true);
  EXPECT_EQ(visible_points(editor.pose()), 20) << "whole, though nobody said the size";
  EXPECT_NEAR(editor.pose()[Keypoint::left_eye].x - editor.pose()[Keypoint::right_eye].x,
              0.8f * 48 / (1.2f * (945 - 742) + 742 - 117), 1e-3f)
      << "an adult's eyes";
  editor.set_as_in_file(false);
  EXPECT_EQ(editor.pose(), fitted);
  editor.reset();
  EXPECT_TRUE(editor.people().empty());
  const Pose upright = editor.pose();
  editor.set_as_in_file(true);
  EXPECT_EQ(editor.pose(), upright) << "only people of files change";

  editor.open_openpose(R"({"people": [null, {"pose_keypoints_2d": []}]})", "hands.json");
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_NE(editor.messages().front().text.find("nobody in hands.json"), std::string::npos);
}

}  // namespace
}  // namespace psgan::web
