#include "motion/joint_names.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

#include "psgan/error.h"

namespace psgan {
namespace {

using enum BodyJoint;

/// What files call a joint, without prefix and in lower case; of several names the first that is
/// there counts.
struct Naming {
  BodyJoint joint;
  std::vector<std::string_view> names;
};

/// The torso has the same candidates in all families: LowerBack, Spine, Spine1 in one are
/// lowerback, Chest, Chest2 in the next and abdomen, chest in the third.
const std::vector<Naming> torso{
    {hips, {"hips", "hip", "pelvis"}},
    {spine, {"lowerback", "abdomen", "spine.001", "spine_01", "spine"}},
    {chest, {"spine2", "spine.003", "spine_03", "spine1", "chest2", "chest"}},
    {neck, {"neck1", "neck_01", "neck"}},
    {head, {"head"}},
};

/// A limb's joint in one family.
struct LimbName {
  BodyJoint left;
  std::string_view name;
};

/// Left limbs; the right ones are called the same with right, r, .r or _r.
const std::vector<std::vector<LimbName>> limb_families{
    {{left_upper_leg, "leftupleg"},
     {left_lower_leg, "leftleg"},
     {left_foot, "leftfoot"},
     {left_toes, "lefttoebase"},
     {left_shoulder, "leftshoulder"},
     {left_upper_arm, "leftarm"},
     {left_lower_arm, "leftforearm"},
     {left_hand, "lefthand"}},
    {{left_upper_leg, "lefthip"},
     {left_lower_leg, "leftknee"},
     {left_foot, "leftankle"},
     {left_toes, "lefttoe"},
     {left_shoulder, "leftcollar"},
     {left_upper_arm, "leftshoulder"},
     {left_lower_arm, "leftelbow"},
     {left_hand, "leftwrist"}},
    {{left_upper_leg, "lthigh"},
     {left_lower_leg, "lshin"},
     {left_foot, "lfoot"},
     {left_toes, "ltoe"},
     {left_shoulder, "lcollar"},
     {left_upper_arm, "lshldr"},
     {left_lower_arm, "lforearm"},
     {left_hand, "lhand"}},
    {{left_upper_leg, "thigh.l"},
     {left_lower_leg, "shin.l"},
     {left_foot, "foot.l"},
     {left_toes, "toe.l"},
     {left_shoulder, "shoulder.l"},
     {left_upper_arm, "upper_arm.l"},
     {left_lower_arm, "forearm.l"},
     {left_hand, "hand.l"}},
    {{left_upper_leg, "thigh_l"},
     {left_lower_leg, "calf_l"},
     {left_foot, "foot_l"},
     {left_toes, "ball_l"},
     {left_shoulder, "clavicle_l"},
     {left_upper_arm, "upperarm_l"},
     {left_lower_arm, "lowerarm_l"},
     {left_hand, "hand_l"}},
    {{left_upper_leg, "leftupperleg"},
     {left_lower_leg, "leftlowerleg"},
     {left_foot, "leftfoot"},
     {left_toes, "lefttoes"},
     {left_shoulder, "leftshoulder"},
     {left_upper_arm, "leftupperarm"},
     {left_lower_arm, "leftlowerarm"},
     {left_hand, "lefthand"}},
};

std::string other_side(std::string_view left) {
  std::string right(left);
  if (left.starts_with("left"))
    right.replace(0, 4, "right");
  else if (left.ends_with(".l") || left.ends_with("_l"))
    right.back() = 'r';
  else
    right[0] = 'r';
  return right;
}

/// Without prefix and in lower case.
std::string plain(std::string_view name) {
  if (const auto colon = name.rfind(':'); colon != std::string_view::npos)
    name.remove_prefix(colon + 1);
  std::string result(name);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const std::string_view prefix : {"def-", "mixamorig_", "mixamorig"})
    if (result.starts_with(prefix)) result.erase(0, prefix.size());
  return result;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

}  // namespace

JointNames read_joint_names(const std::string& text, const std::string& where) {
  JointNames names;
  std::istringstream lines(text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::string_view content = trimmed(std::string_view(line).substr(0, line.find('#')));
    if (content.empty()) continue;
    const auto space = content.find_first_of(" \t");
    const std::string_view ours = content.substr(0, space);
    const auto joint = joint_named(ours);
    const std::string at = where + ", line " + std::to_string(number) + ": ";
    if (!joint)
      throw Error(at + "\"" + std::string(ours.substr(0, 40)) +
                  "\" is none of VRM's bones (hips, spine, leftUpperLeg and so on)");
    if (space == std::string_view::npos)
      throw Error(at + "the motion file's name for " + std::string(ours) + " is missing");
    names.emplace_back(*joint, trimmed(content.substr(space)));
  }
  if (names.empty()) throw Error(where + ": names no joint");
  return names;
}

PerJoint<int> find_joints(const std::vector<std::string>& names, const JointNames& own,
                          const std::string& where) {
  std::vector<std::string> plain_names;
  for (const std::string& name : names) plain_names.push_back(plain(name));
  const auto find = [](const std::vector<std::string>& list, std::string_view name) {
    const auto found = std::find(list.begin(), list.end(), name);
    return found == list.end() ? -1 : static_cast<int>(found - list.begin());
  };
  PerJoint<int> found;
  found.fill(-1);
  for (const auto& [joint, name] : own)
    if (found[joint] < 0) found[joint] = find(names, name);
  const auto look_for = [&](BodyJoint joint, std::string_view name) {
    if (found[joint] < 0) found[joint] = find(plain_names, name);
  };
  for (const Naming& n : torso)
    for (const std::string_view name : n.names) look_for(n.joint, name);
  // Families share some names for different joints, so that one family must fit.
  for (const auto& family : limb_families) {
    if (find(plain_names, family[0].name) < 0) continue;
    for (const auto& [left, name] : family) {
      look_for(left, name);
      look_for(mirrored(left), other_side(name));
    }
    break;
  }
  std::string missing;
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    if (!required(joint) || joint == spine || found[joint] >= 0) continue;
    if (!missing.empty()) missing += ", ";
    missing += name(joint);
  }
  if (!missing.empty())
    throw Error(where + ": no joint could be found for " + missing +
                " (a table of names tells what the file calls them: --joint-names)");
  return found;
}

}  // namespace psgan
