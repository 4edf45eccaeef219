#include "motion/retarget.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "motion/rotation.h"
#include "psgan/error.h"

namespace psgan {
namespace {

using enum BodyJoint;

/// What turns the file's axes into ours: her left to +X, up to +Y.
glm::quat axes_of(const JointFrame& zero, const PerJoint<int>& found, const std::string& where) {
  glm::vec3 left = zero.position[found[left_upper_leg]] - zero.position[found[right_upper_leg]];
  glm::vec3 up = zero.position[found[head]] - zero.position[found[hips]];
  const float width = glm::length(left);
  if (width > 0) left /= width;
  up -= glm::dot(up, left) * left;
  if (!(width > 1e-6f * glm::length(up)) || !(glm::length(up) > 1e-6f * width))
    throw Error(where + ": its hips are in one place, or its head is where its hips are");
  up = glm::normalize(up);
  const glm::mat3 to_ours(left, up, glm::cross(left, up));
  return glm::quat_cast(glm::transpose(to_ours));
}

/// For each limb, the turn from our T-pose to the file's zero pose, in which arms may hang or feet
/// point outwards.
PerJoint<glm::quat> rest_offsets(const JointFrame& zero, const PerJoint<int>& found,
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

/// Per frame, how far the lowest joint is above the ground, in hip heights. The ground is where the
/// lowest joint comes down to within a second: recorded floors slope and drift.
std::vector<float> lifts(const std::vector<float>& lowest, float hip_height, float frame_time) {
  const auto reach = std::ptrdiff_t(std::lround(1 / frame_time));
  const auto count = std::ptrdiff_t(lowest.size());
  std::vector<float> result;
  for (std::ptrdiff_t f = 0; f < count; ++f) {
    const float ground = *std::min_element(lowest.begin() + std::max<std::ptrdiff_t>(0, f - reach),
                                           lowest.begin() + std::min(count, f + reach + 1));
    // Joints wander a little above the ground while the foot rolls: that is no jump.
    result.push_back(std::max(0.f, (lowest[f] - ground) / hip_height - 0.06f));
  }
  return result;
}

/// Many files begin with one frame of the zero pose, from which the next one jumps away.
bool begins_with_zero_pose(const MotionSource& source, const PerJoint<int>& found) {
  if (source.frames < 2) return false;
  const JointFrame first = source.at(0), second = source.at(1);
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

MotionSource motion_source(Bvh bvh) {
  MotionSource source{bvh.where, {}, zero_frame(bvh), bvh.frames, bvh.frame_time, {}};
  for (const BvhJoint& joint : bvh.joints) source.joints.push_back(joint.name);
  source.at = [bvh = std::move(bvh)](int frame) { return frame_of(bvh, frame); };
  return source;
}

Clip retarget(const MotionSource& source, const std::string& name, const JointNames& joint_names) {
  const PerJoint<int> found = find_joints(source.joints, joint_names, source.where);
  const JointFrame& zero = source.rest;
  const glm::quat axes = axes_of(zero, found, source.where), back = glm::inverse(axes);
  const PerJoint<glm::quat> offsets = rest_offsets(zero, found, axes);

  // Only joints of the body stand on the ground: files have helpers that lie below it.
  const auto lowest_of = [&](const JointFrame& frame) {
    float lowest = 1e30f;
    for (const int joint : found)
      if (joint >= 0) lowest = std::min(lowest, (axes * frame.position[joint]).y);
    return lowest;
  };
  const float hip_height = (axes * zero.position[found[hips]]).y - lowest_of(zero);
  if (!(hip_height > 0)) throw Error(source.where + ": its figure has no legs to stand on");

  constexpr float most_per_second = 30;
  const int step = std::max(1, int(std::lround(1 / (most_per_second * source.frame_time))));
  std::vector<BodyPose> frames;
  std::vector<float> lowest;
  for (int f = begins_with_zero_pose(source, found) ? 1 : 0; f < source.frames; f += step) {
    const JointFrame frame = source.at(f);
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
  const std::vector<float> lift = lifts(lowest, hip_height, source.frame_time * float(step));
  for (std::size_t f = 0; f < frames.size(); ++f) frames[f].lift = lift[f];
  return Clip(name, name, 1 / (source.frame_time * float(step)), std::move(frames));
}

Clip retarget(const Bvh& bvh, const std::string& name, const JointNames& joint_names) {
  return retarget(motion_source(bvh), name, joint_names);
}

}  // namespace psgan
