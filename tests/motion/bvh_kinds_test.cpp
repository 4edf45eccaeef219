// Files as many programs write them: all must give the figure that the plain one gives.
#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <tuple>

#include "../temporary_folder.h"
#include "common/program.h"
#include "motion/bvh_words.h"
#include "motion/pose_selection.h"
#include "motion/retarget.h"
#include "written_bvh.h"

namespace psgan {
namespace {

using enum BodyJoint;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int frames = 12;
using Notes = std::vector<std::string>;

/// Metres: a rest pose's head is not quite above its hips, which tilts all turns by two degrees.
constexpr float off_by_little = 0.035f;

std::string tiny() { return read_text_file(std::filesystem::path(TEST_MOTION) / "tiny.bvh"); }

Clip clip_of(const std::string& bvh, const RetargetOptions& options = {}, Notes* notes = nullptr) {
  return retarget(read_bvh(bvh, "a.bvh"), "a", options, notes);
}

const Clip& walk() { return *own_clip("walk"); }

/// The largest distance of a keypoint from where it should be, over all frames, metres.
float farthest_off(const Clip& got, const Clip& wanted, bool own_heading = true) {
  const Humanoid& figure = default_humanoid();
  float farthest = 0;
  for (int f = 0; f < frames; ++f) {
    const auto points = [&](const Clip& clip) {
      const BodyPose pose = clip.at(float(f) / 30);
      return keypoints(figure, posed(figure, own_heading ? facing_forward(pose) : pose));
    };
    const auto a = points(got), b = points(wanted);
    // The place on the ground follows from all joints: the pelvis is compared with itself.
    const auto pelvis = index(Keypoint::pelvis);
    for (int k = 0; k < keypoint_count; ++k)
      farthest = std::max(farthest, glm::distance(a[k] - a[pelvis], b[k] - b[pelvis]));
  }
  return farthest;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

// ---- Rest pose, up and front --------------------------------------------------------------------

TEST(BvhKinds, ARestPoseThatIsAFigure) {
  Notes notes;
  EXPECT_LT(farthest_off(clip_of(written_bvh(walk(), frames), {}, &notes), walk()), off_by_little);
  EXPECT_THAT(notes, IsEmpty());
}

TEST(BvhKinds, ARestPoseThatIsNone) {
  for (const char* name : {"walk", "wave", "jump", "sit"}) {
    const Clip* clip = own_clip(name);
    if (!clip) continue;
    BvhStyle style;
    style.bones_along_x = true;
    Notes notes;
    const Clip got = clip_of(written_bvh(*clip, frames, style), {}, &notes);
    // Pelvis and chest are known up to what the trunk does in the mean, limbs exactly.
    EXPECT_LT(farthest_off(got, *clip), 0.12f) << name;
    EXPECT_THAT(notes, IsEmpty());
    for (int f = 0; f < frames; ++f) {
      const auto body = [&](const Clip& c) {
        return posed(default_humanoid(), facing_forward(c.at(float(f) / 30)));
      };
      const PosedBody a = body(got), b = body(*clip);
      for (const auto& [from, to] : {std::pair{left_upper_arm, left_lower_arm},
                                     {right_lower_arm, right_hand},
                                     {left_upper_leg, left_lower_leg},
                                     {right_lower_leg, right_foot}})
        EXPECT_GT(glm::dot(glm::normalize(a.position[to] - a.position[from]),
                           glm::normalize(b.position[to] - b.position[from])),
                  0.99f)
            << name << " " << psgan::name(to) << " frame " << f;
      EXPECT_NEAR(got.at(float(f) / 30).lift, clip->at(float(f) / 30).lift, 0.1f);
    }
  }
}

TEST(BvhKinds, ZUpOrXUp) {
  // X is Bandai-Namco's, whose bones lie along X, too.
  const std::tuple<UpAxis, const char*, glm::quat, glm::vec3> ways[] = {
      {UpAxis::z, "Z", glm::angleAxis(1.57079633f, glm::vec3(1, 0, 0)), {40, -70, 0}},
      {UpAxis::x, "X", glm::angleAxis(-1.57079633f, glm::vec3(0, 0, 1)), {0, 40, -70}}};
  for (const auto& [up, name, world, shift] : ways)
    for (const bool along_x : {false, true}) {
      BvhStyle style;
      style.world = world;
      style.bones_along_x = along_x;
      style.shift = shift;
      const std::string bvh = written_bvh(walk(), frames, style);
      Notes notes;
      EXPECT_LT(farthest_off(clip_of(bvh, {}, &notes), walk()), along_x ? 0.12f : off_by_little)
          << name;
      EXPECT_THAT(notes,
                  ElementsAre(HasSubstr(std::string("a.bvh: ") + name + " is up in it, not Y")));
      notes.clear();
      EXPECT_LT(farthest_off(clip_of(bvh, {.up = up}, &notes), walk()),
                along_x ? 0.12f : off_by_little);
      EXPECT_THAT(notes, IsEmpty());
      EXPECT_GT(farthest_off(clip_of(bvh, {.up = UpAxis::y}), walk()), 0.3f)
          << "she was told to lie";
    }
}

TEST(BvhKinds, WhoLiesOnTheFloorStaysThere) {
  BvhStyle style;
  BodyPose lying;
  lying.rotation[hips] = glm::angleAxis(1.57079633f, glm::vec3(1, 0, 0));
  const Clip clip("lie", "lie", 30, std::vector<BodyPose>(frames, lying));
  Notes notes;
  EXPECT_LT(farthest_off(clip_of(written_bvh(clip, frames, style), {}, &notes), clip),
            off_by_little);
  EXPECT_THAT(notes, IsEmpty());
}

TEST(BvhKinds, HerFrontInTheFirstFrame) {
  BvhStyle style;
  style.world = glm::angleAxis(2.2f, glm::vec3(0, 1, 0));
  style.shift = {500, 0, -300};
  // A turn within the clip stays.
  std::vector<BodyPose> poses;
  for (int f = 0; f < frames; ++f) {
    BodyPose pose;
    pose.rotation[hips] = glm::angleAxis(0.1f * float(f), glm::vec3(0, 1, 0));
    poses.push_back(pose);
  }
  const Clip turning("turn", "turn", 30, poses);
  const std::string bvh = written_bvh(turning, frames, style);
  EXPECT_LT(farthest_off(clip_of(bvh), turning, false), 0.04f) << "a metre off, by 0.02 rad";
  const Clip as_written = clip_of(bvh, {.file_heading = true});
  const glm::vec3 front = as_written.at(0).rotation[hips] * glm::vec3(0, 0, 1);
  EXPECT_NEAR(std::atan2(front.x, front.z), 2.2f, 0.02f);
}

// ---- Names and hierarchy ------------------------------------------------------------------------

/// What one program calls its joints, in the order of `named`.
constexpr BodyJoint named[] = {hips,      spine,          chest,          neck,
                               head,      left_shoulder,  left_upper_arm, left_lower_arm,
                               left_hand, left_upper_leg, left_lower_leg, left_foot,
                               left_toes};

/// `right` turns a left name into the right one's.
BvhStyle called(const std::vector<std::string>& names,
                const std::function<std::string(std::string)>& right) {
  std::map<BodyJoint, std::string> table;
  for (std::size_t i = 0; i < names.size(); ++i) {
    table[named[i]] = names[i];
    if (mirrored(named[i]) != named[i]) table[mirrored(named[i])] = right(names[i]);
  }
  BvhStyle style;
  style.name = [table](BodyJoint joint) { return table.at(joint); };
  return style;
}

void expect_understood(const BvhStyle& style) {
  const std::string bvh = written_bvh(walk(), frames, style);
  std::string problem;
  try {
    EXPECT_LT(farthest_off(clip_of(bvh), walk()), off_by_little) << style.name(left_upper_leg);
  } catch (const Error& error) {
    problem = error.what();
  }
  EXPECT_EQ(problem, "");
}

TEST(BvhKinds, NamesOfManyPrograms) {
  const auto swap = [](const char* left, const char* right) {
    return [=](const std::string& name) { return replaced(name, left, right); };
  };
  const auto first = [](std::string name) {
    name[0] = name[0] == 'l' ? 'r' : 'R';
    return name;
  };
  const auto last = [](std::string name) {
    name.back() = name.back() == 'l' ? 'r' : 'R';
    return name;
  };
  const std::vector<std::string> mixamo{
      "Hips",        "Spine",    "Spine1",    "Neck",    "Head",     "LeftShoulder", "LeftArm",
      "LeftForeArm", "LeftHand", "LeftUpLeg", "LeftLeg", "LeftFoot", "LeftToeBase"};
  const auto with = [&](const std::string& before, const std::string& after) {
    std::vector<std::string> names;
    for (const std::string& name : mixamo) names.push_back(before + name + after);
    return names;
  };
  for (const auto& [before, after] :
       std::vector<std::pair<std::string, std::string>>{{"", ""},
                                                        {"mixamorig:", ""},
                                                        {"mixamorig7:", ""},
                                                        {"mixamorig3", ""},
                                                        {"Model_", ""},
                                                        {"Bob|", ""},
                                                        {"", ".001"},
                                                        {"", "_jnt"},
                                                        {"Actor 2 ", ""},
                                                        {"ns:sub:", ""},
                                                        {"Armature/", ""}})
    expect_understood(called(with(before, after), swap("Left", "Right")));
  std::vector<std::string> lower = with("rig", "");
  for (std::string& name : lower) name = lower_case(name);
  expect_understood(called(lower, swap("left", "right")));

  expect_understood(
      called({"Bip01 Pelvis", "Bip01 Spine", "Bip01 Spine1", "Bip01 Neck", "Bip01 Head",
              "Bip01 L Clavicle", "Bip01 L UpperArm", "Bip01 L Forearm", "Bip01 L Hand",
              "Bip01 L Thigh", "Bip01 L Calf", "Bip01 L Foot", "Bip01 L Toe0"},
             swap(" L ", " R ")));
  expect_understood(
      called({"J_Bip_C_Hips", "J_Bip_C_Spine", "J_Bip_C_Chest", "J_Bip_C_Neck", "J_Bip_C_Head",
              "J_Bip_L_Shoulder", "J_Bip_L_UpperArm", "J_Bip_L_LowerArm", "J_Bip_L_Hand",
              "J_Bip_L_UpperLeg", "J_Bip_L_LowerLeg", "J_Bip_L_Foot", "J_Bip_L_ToeBase"},
             swap("_L_", "_R_")));
  expect_understood(called({"ORG-spine", "ORG-spine.001", "ORG-spine.003", "ORG-spine.004",
                            "ORG-spine.006", "ORG-shoulder.L", "ORG-upper_arm.L", "ORG-forearm.L",
                            "ORG-hand.L", "ORG-thigh.L", "ORG-shin.L", "ORG-foot.L", "ORG-toe.L"},
                           last));
  expect_understood(called({"Hip", "Ab", "Chest", "Neck", "Head", "LShoulder", "LUArm", "LFArm",
                            "LHand", "LThigh", "LShin", "LFoot", "LToe"},
                           first));
  expect_understood(called(
      {"SpineBase", "SpineMid", "SpineShoulder", "Neck", "Head", "ClavicleLeft", "ShoulderLeft",
       "ElbowLeft", "WristLeft", "HipLeft", "KneeLeft", "AnkleLeft", "FootLeft"},
      swap("Left", "Right")));
  expect_understood(
      called({"hip", "abdomenLower", "chestLower", "neckLower", "head", "lCollar", "lShldrBend",
              "lForearmBend", "lHand", "lThighBend", "lShin", "lFoot", "lToe"},
             first));
  expect_understood(called({"lower body", "upper body", "upper body2", "neck", "head", "shoulder_L",
                            "arm_L", "elbow_L", "wrist_L", "leg_L", "knee_L", "ankle_L", "toe_L"},
                           last));
  expect_understood(called({"下半身", "上半身", "上半身2", "首", "頭", "左肩", "左腕", "左ひじ",
                            "左手首", "左足", "左ひざ", "左足首", "左つま先"},
                           swap("左", "右")));
  expect_understood(
      called({"pelvis", "spine1", "spine2", "neck", "head", "left_collar", "left_shoulder",
              "left_elbow", "left_wrist", "left_hip", "left_knee", "left_ankle", "left_foot"},
             swap("left", "right")));
  expect_understood(called(
      {"CC_Base_Hip", "CC_Base_Waist", "CC_Base_Spine02", "CC_Base_NeckTwist01", "CC_Base_Head",
       "CC_Base_L_Clavicle", "CC_Base_L_Upperarm", "CC_Base_L_Forearm", "CC_Base_L_Hand",
       "CC_Base_L_Thigh", "CC_Base_L_Calf", "CC_Base_L_Foot", "CC_Base_L_ToeBase"},
      swap("_L_", "_R_")));
  expect_understood(
      called({"Pelvis", "L5", "T8", "Neck", "Head", "LeftShoulder", "LeftUpperArm", "LeftForeArm",
              "LeftHand", "LeftUpperLeg", "LeftLowerLeg", "LeftFoot", "LeftToe"},
             swap("Left", "Right")));
}

TEST(BvhKinds, TheHierarchyTellsWhatNamesDoNot) {
  // Numbers alone, in an order that says nothing about sides.
  for (const int turn : {0, 1, 2}) {
    BvhStyle style;
    style.name = [](BodyJoint joint) {
      return "Bone." + std::to_string(100 + 7 * index(joint) % 24);
    };
    style.world = glm::angleAxis(2.f * float(turn), glm::vec3(0, 1, 0));
    expect_understood(style);
  }
  // Only the torso has names that say something.
  BvhStyle style;
  style.name = [](BodyJoint joint) {
    return joint == hips || joint == head ? std::string(psgan::name(joint))
                                          : "b" + std::to_string(index(joint));
  };
  expect_understood(style);
}

TEST(BvhKinds, LimbsThatEndInEndSites) {
  const auto off = [](const std::set<BodyJoint>& without) {
    BvhStyle style;
    style.without = without;
    return farthest_off(clip_of(written_bvh(walk(), frames, style)), walk());
  };
  EXPECT_LT(off({left_hand, right_hand}), off_by_little);
  EXPECT_LT(off({head}), 0.15f) << "the head turns with the neck";
  EXPECT_LT(off({left_toes, right_toes}), off_by_little);
  EXPECT_LT(off({left_foot, right_foot}), 0.12f) << "the toes go with the shins";
}

// ---- Channels, counts and numbers ---------------------------------------------------------------

TEST(BvhKinds, PositionsBelowTheRoot) {
  BvhStyle plain, offsets, zeros;
  offsets.positions = BvhStyle::Positions::offsets;
  zeros.positions = BvhStyle::Positions::zeros;
  for (const bool along_x : {false, true}) {
    plain.bones_along_x = offsets.bones_along_x = zeros.bones_along_x = along_x;
    const Clip wanted = clip_of(written_bvh(walk(), frames, plain));
    EXPECT_LT(farthest_off(clip_of(written_bvh(walk(), frames, offsets)), wanted), 1e-3f);
    EXPECT_LT(farthest_off(clip_of(written_bvh(walk(), frames, zeros)), wanted), 1e-3f);
  }
}

TEST(BvhKinds, FewerFramesThanPromised) {
  std::string text = tiny();
  Notes notes;
  EXPECT_NEAR(clip_of(replaced(text, "Frames: 4", "Frames: 9999999"), {}, &notes).duration(),
              3 * 0.033333f, 1e-4f);
  EXPECT_THAT(notes, ElementsAre("a.bvh: promises 9999999 frames and has 4 whole ones; these are "
                                 "used"));
  notes.clear();
  text.erase(text.find_last_not_of(" \n") - 10);
  EXPECT_NEAR(clip_of(text, {}, &notes).duration(), 2 * 0.033333f, 1e-4f);
  EXPECT_THAT(notes, ElementsAre(HasSubstr("promises 4 frames and has 3 whole ones")));
}

TEST(BvhKinds, NumbersThatAreNone) {
  const Bvh right = read_bvh(tiny(), "a.bvh");
  for (const char* none : {"nan", "-nan(ind)", "-1.#IND00", "1.#QNAN", "inf", "-inf", "1e30"}) {
    std::string text = tiny();
    // The first number of the second frame.
    const std::size_t row = text.find('\n', text.find('\n', text.find("Frame Time")) + 1) + 1;
    text.replace(row, text.find(' ', row) - row, none);
    const Bvh bvh = read_bvh(text, "a.bvh");
    EXPECT_THAT(bvh.notes, ElementsAre(HasSubstr("1 frame has values that are no numbers")))
        << none;
    ASSERT_EQ(bvh.values.size(), right.values.size());
    for (std::size_t i = 0; i < bvh.values.size(); ++i)
      EXPECT_EQ(bvh.values[i], right.values[i == 51 ? 0 : i]) << none << " " << i;
  }
}

TEST(BvhKinds, TheFirstOfTwoFigures) {
  const std::string text = tiny();
  const std::size_t begin = text.find("ROOT"), motion = text.find("MOTION");
  std::string two = text.substr(0, motion) + text.substr(begin, motion - begin) + "MOTION\n";
  std::istringstream lines(text.substr(motion + 7));
  for (std::string line; std::getline(lines, line);)
    two += line.starts_with("Frame") || line.empty() ? line + "\n" : line + " " + line + "\n";
  Notes notes;
  EXPECT_LT(farthest_off(clip_of(two, {}, &notes), clip_of(text)), 1e-4f);
  EXPECT_THAT(notes, ElementsAre("a.bvh: has 2 figures; the first one is used"));
}

// ---- Spelling -----------------------------------------------------------------------------------

std::string utf16(const std::string& text, bool big_endian) {
  std::string bytes = big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : text) {
    if (big_endian) bytes += '\0';
    bytes += c;
    if (!big_endian) bytes += '\0';
  }
  return bytes;
}

TEST(BvhKinds, Spelling) {
  const std::string text = tiny();
  const Bvh right = read_bvh(text, "a.bvh");
  const auto expect_same = [&](const std::string& spelled, const char* what) {
    std::string problem;
    try {
      const Bvh bvh = read_bvh(spelled, "a.bvh");
      EXPECT_EQ(bvh.values, right.values) << what;
      EXPECT_EQ(bvh.frame_time, right.frame_time) << what;
      EXPECT_THAT(bvh.notes, IsEmpty()) << what;
      ASSERT_EQ(bvh.joints.size(), right.joints.size()) << what;
      for (std::size_t i = 0; i < bvh.joints.size(); ++i) {
        EXPECT_EQ(lower_case(bvh.joints[i].name), lower_case(right.joints[i].name)) << what;
        EXPECT_EQ(bvh.joints[i].parent, right.joints[i].parent) << what;
        EXPECT_EQ(bvh.joints[i].offset, right.joints[i].offset) << what;
        EXPECT_EQ(bvh.joints[i].channels, right.joints[i].channels) << what;
        EXPECT_EQ(bvh.joints[i].end_site, right.joints[i].end_site) << what;
      }
    } catch (const Error& error) {
      problem = error.what();
    }
    EXPECT_EQ(problem, "") << what;
  };
  std::string upper = text;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  expect_same("\xEF\xBB\xBF" + text, "byte-order mark");
  expect_same(utf16(text, false), "UTF-16");
  expect_same(utf16(text, true), "UTF-16, high byte first");
  expect_same(utf16(text, false).substr(2), "UTF-16 without a mark");
  expect_same(replaced(text, "\n", "\r"), "CR alone");
  expect_same(replaced(text, "\n", "\r\n"), "CR and LF");
  expect_same(upper, "capitals");
  expect_same(lower_case(text), "small letters");
  expect_same(replaced(text, "End Site", "EndSite"), "EndSite");
  expect_same(replaced(text, "Frames: 4", "Frames :4"), "Frames :4");
  expect_same(replaced(text, "Frame Time: ", "Frame Time:"), "Frame Time without a blank");
  expect_same(replaced(text, "position", "_Pos"), "X_Pos");
  expect_same("# by hand\n" + replaced(text, "MOTION", "// frames\nMOTION ; here"), "comments");
  expect_same(replaced(text, "ROOT Hips", "ROOT Hips # her hips"), "a comment after a name");

  // Braces and blanks.
  std::string glued;
  for (const char c : text) {
    if (c == '{')
      while (!glued.empty() && std::isspace(static_cast<unsigned char>(glued.back())))
        glued.pop_back();
    glued += c;
  }
  expect_same(glued, "braces on the line before");

  // CHANNELS before OFFSET.
  std::string swapped;
  std::istringstream lines(text);
  std::string held;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("OFFSET") != std::string::npos) {
      held = line + "\n";
      continue;
    }
    const bool channels = line.find("CHANNELS") != std::string::npos;
    swapped += channels ? line + "\n" + held : held + line + "\n";
    held.clear();
  }
  expect_same(swapped, "CHANNELS first");

  // Decimal commas, in the motion and in the offsets.
  std::string commas = text;
  for (std::size_t i = 1; i + 1 < commas.size(); ++i)
    if (commas[i] == '.' && std::isdigit(static_cast<unsigned char>(commas[i - 1])) &&
        std::isdigit(static_cast<unsigned char>(commas[i + 1])))
      commas[i] = ',';
  EXPECT_NE(commas, text);
  expect_same(commas, "decimal commas");
}

TEST(BvhKinds, JointsWithoutChannelsOrOffset) {
  const Bvh bvh = read_bvh(
      "HIERARCHY ROOT a { CHANNELS 3 Xrotation Yrotation Zrotation JOINT b { OFFSET 0 1 0 "
      "JOINT c { OFFSET 0 2 0 CHANNELS 1 Xrotation } End Site { } } } MOTION Frames: 1 "
      "Frame Time: 0 1.5-2.5-3.5 4",
      "a.bvh");
  EXPECT_EQ(bvh.values, (std::vector<float>{1.5f, -2.5f, -3.5f, 4}));
  EXPECT_EQ(bvh.joints.size(), 4u);
  EXPECT_THAT(bvh.notes, ElementsAre(HasSubstr("30 frames a second are taken")));
  EXPECT_THAT(error_of([] { read_bvh("HIERARCHY ROOT a { OFFSET 1,2,3 0 0", "a.bvh"); }),
              HasSubstr("decimal point"));
}

TEST(BvhKinds, SaysHowManyMomentsDoNotFit) {
  BodyPose standing, flying;
  flying.lift = 1;
  std::vector<BodyPose> poses(24, standing);
  std::fill(poses.begin() + 12, poses.end(), flying);
  const std::vector<Clip> clips{Clip("fly", "fly", 12, poses)};
  MomentCount count;
  PoseSelection options;
  select_poses(clips, options, &count);
  EXPECT_GE(count.all, 22u);
  EXPECT_EQ(count.outside, count.all - 12);
}

}  // namespace
}  // namespace psgan
