#include "motion/retarget.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "motion/rotation.h"
#include "psgan/error.h"

namespace psgan {
namespace {

using enum BodyJoint;

/// What one family of files calls a joint; of several names the first that is there counts.
struct Naming {
  BodyJoint joint;
  std::vector<std::string_view> names;
};

/// The torso has the same candidates in all families: LowerBack, Spine, Spine1 in one are
/// lowerback, Chest, Chest2 in the next and abdomen, chest in the third.
const std::vector<Naming> torso{
    {hips, {"Hips", "hip", "Hip", "hips", "pelvis"}},
    {spine, {"LowerBack", "lowerback", "abdomen", "Spine", "spine"}},
    {chest, {"Spine2", "Spine1", "Chest2", "chest", "Chest"}},
    {neck, {"Neck1", "Neck", "neck"}},
    {head, {"Head", "head"}},
};

/// Left limbs; the right ones are called the same with Right or r.
const std::vector<std::vector<Naming>> limb_families{
    {{left_upper_leg, {"LeftUpLeg"}},
     {left_lower_leg, {"LeftLeg"}},
     {left_foot, {"LeftFoot"}},
     {left_toes, {"LeftToeBase"}},
     {left_shoulder, {"LeftShoulder"}},
     {left_upper_arm, {"LeftArm"}},
     {left_lower_arm, {"LeftForeArm"}},
     {left_hand, {"LeftHand"}}},
    {{left_upper_leg, {"LeftHip"}},
     {left_lower_leg, {"LeftKnee"}},
     {left_foot, {"LeftAnkle"}},
     {left_toes, {"LeftToe"}},
     {left_shoulder, {"LeftCollar"}},
     {left_upper_arm, {"LeftShoulder"}},
     {left_lower_arm, {"LeftElbow"}},
     {left_hand, {"LeftWrist"}}},
    {{left_upper_leg, {"lThigh"}},
     {left_lower_leg, {"lShin"}},
     {left_foot, {"lFoot"}},
     {left_toes, {"lToe"}},
     {left_shoulder, {"lCollar"}},
     {left_upper_arm, {"lShldr"}},
     {left_lower_arm, {"lForeArm"}},
     {left_hand, {"lHand"}}},
};

std::string other_side(std::string_view left) {
  std::string right(left);
  if (left.starts_with("Left"))
    right.replace(0, 4, "Right");
  else
    right[0] = 'r';
  return right;
}

/// Joints of the file by ours; −1 where it has none.
PerJoint<int> find_joints(const Bvh& bvh) {
  const auto find = [&](std::string_view name) {
    for (std::size_t i = 0; i < bvh.joints.size(); ++i)
      if (bvh.joints[i].name == name) return static_cast<int>(i);
    return -1;
  };
  PerJoint<int> found;
  found.fill(-1);
  for (const Naming& n : torso)
    for (const std::string_view name : n.names)
      if (found[n.joint] < 0) found[n.joint] = find(name);
  for (const auto& family : limb_families) {
    if (find(family[0].names[0]) < 0) continue;
    for (const Naming& n : family) {
      found[n.joint] = find(n.names[0]);
      found[mirrored(n.joint)] = find(other_side(n.names[0]));
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
    throw Error(bvh.where + ": no joint could be found for " + missing +
                " (known are the names of the CMU motions' BVH conversions)");
  return found;
}

/// What turns the file's axes into ours: her left to +X, up to +Y.
glm::quat axes_of(const BvhFrame& zero, const PerJoint<int>& found) {
  const glm::vec3 left =
      glm::normalize(zero.position[found[left_upper_leg]] - zero.position[found[right_upper_leg]]);
  glm::vec3 up = zero.position[found[head]] - zero.position[found[hips]];
  up = glm::normalize(up - glm::dot(up, left) * left);
  const glm::mat3 to_ours(left, up, glm::cross(left, up));
  return glm::quat_cast(glm::transpose(to_ours));
}

/// For each limb, the turn from our T-pose to the file's zero pose, in which arms may hang or feet
/// point outwards.
PerJoint<glm::quat> rest_offsets(const BvhFrame& zero, const PerJoint<int>& found,
                                 const glm::quat& axes) {
  PerJoint<glm::quat> offsets;
  offsets.fill(glm::quat(1, 0, 0, 0));
  const Humanoid& figure = default_humanoid();
  constexpr std::pair<BodyJoint, BodyJoint> limbs[] = {{left_upper_arm, left_lower_arm},
                                                       {left_lower_arm, left_hand},
                                                       {left_upper_leg, left_lower_leg},
                                                       {left_lower_leg, left_foot}};
  for (const auto& [left, left_end] : limbs)
    for (const auto& [joint, end] :
         {std::pair{left, left_end}, std::pair{mirrored(left), mirrored(left_end)}})
      offsets[joint] = between(figure.rest[end] - figure.rest[joint],
                               axes * (zero.position[found[end]] - zero.position[found[joint]]));
  offsets[left_hand] = offsets[left_lower_arm];
  offsets[right_hand] = offsets[right_lower_arm];
  return offsets;
}

/// Per frame, how far the lowest joint is above where it is when she stands; in hip heights.
std::vector<float> lifts(const std::vector<float>& lowest, float hip_height) {
  std::vector<float> sorted = lowest;
  std::sort(sorted.begin(), sorted.end());
  const float ground = sorted[sorted.size() / 50];
  std::vector<float> result;
  // Joints wander a little above the ground while the foot rolls: that is no jump.
  for (const float y : lowest) result.push_back(std::max(0.f, (y - ground) / hip_height - 0.04f));
  return result;
}

/// Many files begin with one frame of the zero pose, from which the next one jumps away.
bool begins_with_zero_pose(const Bvh& bvh, const PerJoint<int>& found) {
  if (bvh.frames < 2) return false;
  const BvhFrame first = frame_of(bvh, 0), second = frame_of(bvh, 1);
  const auto turned = [](const glm::quat& q) {
    return glm::degrees(2 * std::acos(std::min(1.f, std::abs(q.w))));
  };
  bool zero = true, jump = false;
  for (const BodyJoint arm : {left_upper_arm, right_upper_arm}) {
    zero &= turned(first.orientation[found[arm]]) < 2;
    jump |= turned(second.orientation[found[arm]]) > 20;
  }
  return zero && jump;
}

BodyPose local_pose(const PerJoint<glm::quat>& world) {
  BodyPose pose;
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    const bool root = joint == hips;
    pose.rotation[joint] =
        root ? world[joint] : glm::normalize(glm::inverse(world[parent(joint)]) * world[joint]);
  }
  return pose;
}

}  // namespace

Clip retarget(const Bvh& bvh, const std::string& name) {
  const PerJoint<int> found = find_joints(bvh);
  const BvhFrame zero = zero_frame(bvh);
  const glm::quat axes = axes_of(zero, found), back = glm::inverse(axes);
  const PerJoint<glm::quat> offsets = rest_offsets(zero, found, axes);

  const auto lowest_of = [&](const BvhFrame& frame) {
    float lowest = 1e30f;
    for (const glm::vec3& p : frame.position) lowest = std::min(lowest, (axes * p).y);
    return lowest;
  };
  const float hip_height = (axes * zero.position[found[hips]]).y - lowest_of(zero);
  if (!(hip_height > 0)) throw Error(bvh.where + ": its figure has no legs to stand on");

  std::vector<BodyPose> frames;
  std::vector<float> lowest;
  for (int f = begins_with_zero_pose(bvh, found) ? 1 : 0; f < bvh.frames; ++f) {
    const BvhFrame frame = frame_of(bvh, f);
    PerJoint<glm::quat> world;
    for (int j = 0; j < body_joint_count; ++j) {
      const auto joint = static_cast<BodyJoint>(j);
      world[joint] = found[joint] >= 0
                         ? axes * frame.orientation[found[joint]] * back * offsets[joint]
                         : world[parent(joint)];
    }
    frames.push_back(local_pose(world));
    lowest.push_back(lowest_of(frame));
  }
  const std::vector<float> lift = lifts(lowest, hip_height);
  for (std::size_t f = 0; f < frames.size(); ++f) frames[f].lift = lift[f];
  return Clip(name, name, 1 / bvh.frame_time, std::move(frames));
}

}  // namespace psgan
