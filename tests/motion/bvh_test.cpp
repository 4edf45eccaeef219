#include "motion/bvh.h"

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "../temporary_folder.h"
#include "common/program.h"
#include "motion/joint_names.h"
#include "motion/retarget.h"

namespace psgan {
namespace {

using enum BodyJoint;
using ::testing::HasSubstr;
using ::testing::Not;

std::string tiny() { return read_text_file(std::filesystem::path(TEST_MOTION) / "tiny.bvh"); }

/// A root with one child and the given channels; the child is 10 above the root.
std::string two_joints(const std::string& root_channels, const std::string& child_channels,
                       const std::string& values) {
  return "HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS " + root_channels +
         "\nJOINT b\n{\nOFFSET 0 10 0\nCHANNELS " + child_channels +
         "\nEnd Site\n{\nOFFSET 0 5 0\n}\n}\n}\nMOTION\nFrames: 1\nFrame Time: 0.1\n" + values +
         "\n";
}

TEST(Bvh, ReadsTheTreeAndTheFrames) {
  const Bvh bvh = read_bvh(tiny(), "tiny.bvh");
  EXPECT_EQ(bvh.frames, 4);
  EXPECT_EQ(bvh.channels, 51);
  EXPECT_NEAR(bvh.frame_time, 0.033333, 1e-6);
  EXPECT_EQ(bvh.joints[0].name, "Hips");
  EXPECT_EQ(bvh.joints[2].parent, 1);
  EXPECT_EQ(bvh.joints[2].channels.front(), BvhChannel::x_rotation);
  EXPECT_TRUE(bvh.joints[4].end_site);
}

TEST(Bvh, RotatesInTheOrderOfTheChannels) {
  // 90° about Z, then in that frame 90° about X: up goes to −X, forwards (Z) goes to …
  const std::string position = "3 Xposition Yposition Zposition";
  const auto zx =
      read_bvh(two_joints("6 Xposition Yposition Zposition Zrotation Xrotation Yrotation",
                          "3 Zrotation Xrotation Yrotation", "1 2 3 90 90 0 0 0 0"),
               "zx");
  const JointFrame a = frame_of(zx, 0);
  // Z(90)·X(90) applied to (0,10,0): X first turns it to (0,0,10), Z leaves that.
  EXPECT_NEAR(a.position[1].x, 1, 1e-4);
  EXPECT_NEAR(a.position[1].y, 2, 1e-4);
  EXPECT_NEAR(a.position[1].z, 13, 1e-4);
  const auto xz =
      read_bvh(two_joints("6 Xposition Yposition Zposition Xrotation Zrotation Yrotation",
                          "3 Zrotation Xrotation Yrotation", "1 2 3 90 90 0 0 0 0"),
               "xz");
  // X(90)·Z(90): Z first turns it to (−10,0,0), X leaves that.
  const JointFrame b = frame_of(xz, 0);
  EXPECT_NEAR(b.position[1].x, -9, 1e-4);
  EXPECT_NEAR(b.position[1].y, 2, 1e-4);
  EXPECT_NEAR(b.position[1].z, 3, 1e-4);
}

TEST(Bvh, ErrorsNameTheLine) {
  const auto error = [](const std::string& text) {
    return error_of([&] { read_bvh(text, "bad.bvh"); });
  };
  const std::string six = "6 Xposition Yposition Zposition Zrotation Xrotation Yrotation";
  const std::string three = "3 Zrotation Xrotation Yrotation";
  EXPECT_EQ(error(two_joints(six, three, "0 0 0 0 0 0 0 0 0")), "");
  EXPECT_THAT(error("HIERARCHY\nTOOR a"), HasSubstr("bad.bvh, line 2: found \"TOOR\""));
  EXPECT_THAT(error(two_joints(six, "3 Zrotation Wrotation Yrotation", "0")),
              HasSubstr("line 9: the channel \"Wrotation\" is not known"));
  EXPECT_THAT(error(two_joints(six, "7 " + three, "0")), HasSubstr("from 0 to 6"));
  EXPECT_THAT(error(two_joints(six, three, "0 0 0 0 zero 0 0 0 0")),
              HasSubstr("line 19: a frame's value is \"zero\""));
  EXPECT_THAT(error(two_joints(six, three, "0 0 0")), HasSubstr("the file ends where"));
  EXPECT_THAT(error(""), HasSubstr("line 1: the file ends"));
  EXPECT_THAT(error(tiny().substr(0, 300)), HasSubstr("the file ends"));
}

TEST(Retarget, LimbsPointWhereTheFilesDo) {
  const Bvh bvh = read_bvh(tiny(), "tiny.bvh");
  const Clip clip = retarget(bvh, "tiny");
  EXPECT_EQ(clip.name(), "tiny");
  const auto joint = [&](const std::string& wanted) {
    for (std::size_t i = 0; i < bvh.joints.size(); ++i)
      if (bvh.joints[i].name == wanted) return i;
    throw Error("tiny.bvh has no " + wanted);
  };
  const std::size_t left_leg = joint("LeftLeg"), left_foot_joint = joint("LeftFoot");
  const std::size_t right_arm = joint("RightArm"), right_fore_arm = joint("RightForeArm");
  for (int f = 0; f < bvh.frames; ++f) {
    const JointFrame frame = frame_of(bvh, f);
    const PosedBody body = posed(default_humanoid(), clip.at(float(f) * bvh.frame_time));
    const auto same = [&](glm::vec3 ours, glm::vec3 theirs) {
      EXPECT_GT(glm::dot(glm::normalize(ours), glm::normalize(theirs)), 0.9995f) << "frame " << f;
    };
    same(body.position[left_foot] - body.position[left_lower_leg],
         frame.position[left_foot_joint] - frame.position[left_leg]);
    same(body.position[right_lower_arm] - body.position[right_upper_arm],
         frame.position[right_fore_arm] - frame.position[right_arm]);
  }
}

TEST(Retarget, KeepsJumpsAndDropsTheWay) {
  const Clip clip = retarget(read_bvh(tiny(), "tiny.bvh"), "tiny");
  EXPECT_NEAR(clip.at(0).lift, 0, 1e-5);
  EXPECT_GT(clip.at(2 * 0.033333f).lift, 0.1f);
  const PosedBody body = posed(default_humanoid(), clip.at(3 * 0.033333f));
  EXPECT_LT(std::abs(body.position[hips].x), 0.1f)
      << "she walked 30 units, but stays in the middle";
}

TEST(Retarget, NamesWhatIsMissing) {
  std::string text = tiny();
  const std::size_t at = text.find("JOINT RightLeg"), end = text.find("JOINT Spine");
  ASSERT_LT(at, end);
  text.replace(at, end - at, "End Site\n{\nOFFSET 0 -20 0\n}\n}\n");
  text.replace(text.find("RightUpLeg"), 10, "Tentacle");
  const std::string error = error_of([&] { retarget(read_bvh(text, "odd.bvh"), "odd"); });
  EXPECT_THAT(error, HasSubstr("odd.bvh: no joint could be found for rightUpperLeg"));
  // The tree, and what was understood of it; no word of any program's flags.
  EXPECT_THAT(error, HasSubstr("\n  Hips = hips\n"));
  EXPECT_THAT(error, HasSubstr("\n    LeftUpLeg = leftUpperLeg\n"));
  EXPECT_THAT(error, HasSubstr("\n    Tentacle\n"));
  EXPECT_THAT(error, Not(HasSubstr("--")));
}

TEST(JointNames, KnowTheFamilies) {
  const std::vector<std::vector<std::string>> families{
      {"Hips", "Head", "LeftUpLeg", "LeftLeg", "LeftFoot", "LeftArm", "LeftForeArm", "LeftHand",
       "RightUpLeg", "RightLeg", "RightFoot", "RightArm", "RightForeArm", "RightHand"},
      {"Hips", "Head", "LeftHip", "LeftKnee", "LeftAnkle", "LeftShoulder", "LeftElbow", "LeftWrist",
       "RightHip", "RightKnee", "RightAnkle", "RightShoulder", "RightElbow", "RightWrist"},
      {"hip", "head", "lThigh", "lShin", "lFoot", "lShldr", "lForeArm", "lHand", "rThigh", "rShin",
       "rFoot", "rShldr", "rForeArm", "rHand"},
      {"mixamorig:Hips", "mixamorig:Head", "mixamorig:LeftUpLeg", "mixamorig:LeftLeg",
       "mixamorig:LeftFoot", "mixamorig:LeftArm", "mixamorig:LeftForeArm", "mixamorig:LeftHand",
       "mixamorig:RightUpLeg", "mixamorig:RightLeg", "mixamorig:RightFoot", "mixamorig:RightArm",
       "mixamorig:RightForeArm", "mixamorig:RightHand"},
      {"DEF-hips", "DEF-head", "DEF-thigh.L", "DEF-shin.L", "DEF-foot.L", "DEF-upper_arm.L",
       "DEF-forearm.L", "DEF-hand.L", "DEF-thigh.R", "DEF-shin.R", "DEF-foot.R", "DEF-upper_arm.R",
       "DEF-forearm.R", "DEF-hand.R"},
      {"pelvis", "head", "thigh_l", "calf_l", "foot_l", "upperarm_l", "lowerarm_l", "hand_l",
       "thigh_r", "calf_r", "foot_r", "upperarm_r", "lowerarm_r", "hand_r"},
      {"hips", "head", "leftUpperLeg", "leftLowerLeg", "leftFoot", "leftUpperArm", "leftLowerArm",
       "leftHand", "rightUpperLeg", "rightLowerLeg", "rightFoot", "rightUpperArm", "rightLowerArm",
       "rightHand"}};
  constexpr BodyJoint order[] = {hips,
                                 head,
                                 left_upper_leg,
                                 left_lower_leg,
                                 left_foot,
                                 left_upper_arm,
                                 left_lower_arm,
                                 left_hand,
                                 right_upper_leg,
                                 right_lower_leg,
                                 right_foot,
                                 right_upper_arm,
                                 right_lower_arm,
                                 right_hand};
  for (const auto& family : families) {
    const PerJoint<int> found = find_joints(family, {}, family[2]);
    for (int i = 0; i < 14; ++i) EXPECT_EQ(found[order[i]], i) << family[i];
  }
}

TEST(JointNames, AUsersTableComesFirst) {
  std::string text = tiny();
  for (std::size_t at; (at = text.find("RightForeArm")) != std::string::npos;)
    text.replace(at, 12, "Tentacle two");
  const Bvh bvh = read_bvh(text, "odd.bvh");
  const JointNames names =
      read_joint_names("# mine\n\nrightLowerArm  Tentacle two  # the lower one\n", "names.txt");
  EXPECT_NEAR(retarget(bvh, "odd", {.joint_names = names}).duration(), 3 * 0.033333f, 1e-4);
  const auto error = [](const std::string& table) {
    return error_of([&] { read_joint_names(table, "names.txt"); });
  };
  EXPECT_THAT(error("hips Hips\nleftTentacle T"), HasSubstr("names.txt, line 2: \"leftTentacle\""));
  EXPECT_THAT(error("hips"), HasSubstr("names.txt, line 1: the motion file's name for hips"));
  EXPECT_THAT(error("# nothing"), HasSubstr("names.txt: names no joint"));
}

TEST(Retarget, BonesWithoutLengthAreNoTrouble) {
  std::string text = tiny();
  const std::size_t at = text.find("OFFSET", text.find("JOINT LeftLeg"));
  text.replace(at, text.find('\n', at) - at, "OFFSET 0 0 0");
  const Clip clip = retarget(read_bvh(text, "short.bvh"), "short");
  for (const glm::quat& q : clip.at(0.05f).rotation) EXPECT_NEAR(glm::length(q), 1, 1e-4);
  for (const char* leg : {"JOINT LeftUpLeg", "JOINT RightUpLeg"}) {
    const std::size_t place = text.find("OFFSET", text.find(leg));
    text.replace(place, text.find('\n', place) - place, "OFFSET 0 0 0");
  }
  EXPECT_THAT(error_of([&] { retarget(read_bvh(text, "flat.bvh"), "flat"); }),
              HasSubstr("flat.bvh: its hips are in one place"));
}

}  // namespace
}  // namespace psgan
