#include "motion/rest_pose.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "motion/rotation.h"
#include "psgan/error.h"

namespace psgan {
namespace {

using enum BodyJoint;

struct Limb {
  BodyJoint joint, end, from;
};

constexpr Limb left_limbs[] = {{left_upper_arm, left_lower_arm, chest},
                               {left_lower_arm, left_hand, left_upper_arm},
                               {left_upper_leg, left_lower_leg, hips},
                               {left_lower_leg, left_foot, left_upper_leg}};

/// All limbs' bones, both sides, a limb's upper bone before its lower one.
std::vector<Limb> limbs() {
  std::vector<Limb> all;
  for (const Limb& left : left_limbs) {
    all.push_back(left);
    all.push_back({mirrored(left.joint), mirrored(left.end), mirrored(left.from)});
  }
  return all;
}

[[noreturn]] void fail_flat(const std::string& where) {
  throw Error(where + ": its hips are in one place, or its head is where its hips are");
}

/// The axes of a body whose left and up are roughly these: her left, up and front; nothing if they
/// are one direction.
std::optional<glm::mat3> axes_along(glm::vec3 left, glm::vec3 up) {
  const float width = glm::length(left);
  if (width > 0) left /= width;
  up -= glm::dot(up, left) * left;
  if (!(width > 1e-6f * glm::length(up)) || !(glm::length(up) > 1e-6f * width)) return std::nullopt;
  up = glm::normalize(up);
  return glm::mat3(left, up, glm::cross(left, up));
}

std::optional<glm::quat> turned_along(glm::vec3 left, glm::vec3 up) {
  const auto axes = axes_along(left, up);
  if (!axes) return std::nullopt;
  return glm::quat_cast(*axes);
}

/// What turns the rest pose's axes into ours: her left to +X, up to +Y.
std::optional<glm::quat> axes_of(const JointFrame& rest, const PerJoint<int>& found) {
  const auto at = [&](BodyJoint joint) { return rest.position[found[joint]]; };
  const auto axes = axes_along(at(left_upper_leg) - at(right_upper_leg), at(head) - at(hips));
  if (!axes) return std::nullopt;
  return glm::quat_cast(glm::transpose(*axes));
}

glm::vec3 direction(glm::vec3 v) {
  const float length = glm::length(v);
  return length > 1e-6f ? v / length : glm::vec3(0);
}

/// The mean of rotations that are not far apart.
class MeanRotation {
 public:
  void add(glm::quat q) {
    if (glm::dot(sum_, q) < 0) q = -q;
    sum_ = sum_ + q;
  }
  glm::quat get() const {
    return glm::length(sum_) > 1e-6f ? glm::normalize(sum_) : glm::quat(1, 0, 0, 0);
  }

 private:
  glm::quat sum_{0, 0, 0, 0};
};

/// The parts of a fitting to frames, each found in the mean over them.
class FrameFitter {
 public:
  FrameFitter(std::span<const JointFrame> frames, const std::vector<int>& parents,
              const PerJoint<int>& found, const glm::quat& world, Fitting& fitting)
      : frames_(frames), parents_(parents), found_(found), world_(world), fitting_(fitting) {}

  bool fit_torso();
  void fit_limbs();
  void fit_ends();

 private:
  glm::vec3 at(const JointFrame& frame, BodyJoint joint) const {
    return world_ * frame.position[found_[joint]];
  }
  /// A joint's turn from the file's rest, in our axes.
  glm::quat turn(const JointFrame& frame, BodyJoint joint) const {
    return world_ * frame.orientation[found_[joint]] * glm::inverse(world_);
  }
  /// Where our joint is turned to, its offset being known; that of what it hangs from if the file
  /// has no such joint.
  glm::quat placed(const JointFrame& frame, BodyJoint joint) const {
    while (found_[joint] < 0 && joint != hips) joint = parent(joint);
    return glm::normalize(turn(frame, joint) * fitting_.offset[joint]);
  }
  template <typename Target>
  void in_the_mean(BodyJoint joint, Target target) {
    if (found_[joint] < 0) return;
    MeanRotation mean;
    for (const JointFrame& frame : frames_)
      if (const std::optional<glm::quat> wanted = target(frame))
        mean.add(glm::inverse(turn(frame, joint)) * *wanted);
    fitting_.offset[joint] = mean.get();
  }
  void fit_foot(BodyJoint foot, BodyJoint toes, BodyJoint shin);

  std::span<const JointFrame> frames_;
  const std::vector<int>& parents_;
  const PerJoint<int>& found_;
  const glm::quat world_;
  Fitting& fitting_;
};

bool FrameFitter::fit_torso() {
  const auto trunk = [&](const JointFrame& frame) {
    return 0.5f * (at(frame, left_upper_arm) + at(frame, right_upper_arm) -
                   at(frame, left_upper_leg) - at(frame, right_upper_leg));
  };
  const auto pelvis = [&](const JointFrame& frame) {
    return turned_along(at(frame, left_upper_leg) - at(frame, right_upper_leg), trunk(frame));
  };
  const auto shoulders = [&](const JointFrame& frame) {
    const auto axes =
        turned_along(at(frame, left_upper_arm) - at(frame, right_upper_arm), trunk(frame));
    return axes ? axes : pelvis(frame);
  };
  const auto upright = [&](const JointFrame& frame) -> std::optional<glm::quat> {
    const auto axes = shoulders(frame);
    if (!axes || (*axes * glm::vec3(0, 1, 0)).y < 0.5f) return axes;
    return turned_along(*axes * glm::vec3(1, 0, 0), {0, 1, 0});
  };
  const auto between_both = [&](const JointFrame& frame) -> std::optional<glm::quat> {
    const auto below = pelvis(frame), above = shoulders(frame);
    if (!below || !above) return std::nullopt;
    return glm::slerp(*below, *above, 0.5f);
  };
  if (std::none_of(frames_.begin(), frames_.end(),
                   [&](const JointFrame& frame) { return pelvis(frame).has_value(); }))
    return false;
  in_the_mean(hips, pelvis);
  in_the_mean(spine, between_both);
  for (const BodyJoint joint : {chest, upper_chest, neck, left_shoulder, right_shoulder})
    in_the_mean(joint, shoulders);
  in_the_mean(head, upright);
  return true;
}

void FrameFitter::fit_limbs() {
  const Humanoid& figure = default_humanoid();
  for (const Limb& limb : limbs()) {
    const glm::vec3 ours = figure.rest[limb.end] - figure.rest[limb.joint];
    in_the_mean(limb.joint, [&](const JointFrame& frame) -> std::optional<glm::quat> {
      const glm::quat from = placed(frame, limb.from);
      const glm::vec3 bone = at(frame, limb.end) - at(frame, limb.joint);
      return from * between(ours, glm::inverse(from) * bone);
    });
    // The mean leaves the bone's direction roughly right; it is known exactly.
    glm::vec3 bone(0);
    for (const JointFrame& frame : frames_)
      bone += direction(glm::inverse(turn(frame, limb.joint)) *
                        (at(frame, limb.end) - at(frame, limb.joint)));
    glm::quat& offset = fitting_.offset[limb.joint];
    offset = between(offset * ours, bone) * offset;
  }
}

void FrameFitter::fit_foot(BodyJoint foot, BodyJoint toes, BodyJoint shin) {
  int tip = found_[toes];
  for (std::size_t j = 0; tip < 0 && j < parents_.size(); ++j)
    if (parents_[j] == found_[foot]) tip = int(j);
  const auto level = [&](const JointFrame& frame) -> std::optional<glm::quat> {
    const glm::quat leg = placed(frame, shin);
    const glm::vec3 front = tip >= 0 && found_[foot] != tip
                                ? world_ * frame.position[tip] - at(frame, foot)
                                : leg * glm::vec3(0, 0, 1);
    const glm::vec3 left = glm::cross(glm::vec3(0, 1, 0), front);
    if (glm::length(left) < 0.3f * glm::length(front)) return std::nullopt;
    return turned_along(left, {0, 1, 0});
  };
  const auto on_ground = [&](const JointFrame& frame) {
    const float height = at(frame, foot).y;
    const float shin_length = glm::distance(at(frame, shin), at(frame, foot));
    return std::none_of(found_.begin(), found_.end(), [&](int joint) {
      return joint >= 0 && (world_ * frame.position[joint]).y < height - 0.5f * shin_length;
    });
  };
  const bool ever = std::any_of(frames_.begin(), frames_.end(), [&](const JointFrame& frame) {
    return on_ground(frame) && level(frame);
  });
  in_the_mean(foot, [&](const JointFrame& frame) -> std::optional<glm::quat> {
    if (!ever) return placed(frame, shin);
    return on_ground(frame) ? level(frame) : std::nullopt;
  });
}

void FrameFitter::fit_ends() {
  const auto as = [&](BodyJoint other) {
    return [this, other](const JointFrame& frame) -> std::optional<glm::quat> {
      return placed(frame, other);
    };
  };
  in_the_mean(left_hand, as(left_lower_arm));
  in_the_mean(right_hand, as(right_lower_arm));
  fit_foot(left_foot, left_toes, left_lower_leg);
  fit_foot(right_foot, right_toes, right_lower_leg);
  in_the_mean(left_toes, as(left_foot));
  in_the_mean(right_toes, as(right_foot));
}

/// Turns our axes so that the file's up is ours, if it is not so already.
glm::quat raised(const glm::quat& axes, UpAxis up) {
  if (up == UpAxis::unknown) return axes;
  const glm::vec3 points = axes * direction_of(up);
  // A rest pose's head is seldom exactly above its hips.
  constexpr float near_enough = 0.8f;
  if (points.y > near_enough) return axes;
  if (points.y < -0.999f) return glm::angleAxis(3.14159265f, glm::vec3(1, 0, 0)) * axes;
  return between(points, {0, 1, 0}) * axes;
}

}  // namespace

bool stands(const JointFrame& rest, const PerJoint<int>& found) {
  const auto axes = axes_of(rest, found);
  if (!axes) return false;
  const auto at = [&](BodyJoint joint) { return *axes * rest.position[found[joint]]; };
  const auto along = [&](BodyJoint from, BodyJoint to) { return direction(at(to) - at(from)); };
  const auto down = [&](BodyJoint from, BodyJoint to) {
    const glm::vec3 bone = along(from, to);
    return bone == glm::vec3(0) || bone.y < -0.3f;
  };
  for (const auto& [upper, lower, foot] : {std::tuple{left_upper_leg, left_lower_leg, left_foot},
                                           {right_upper_leg, right_lower_leg, right_foot}})
    if (!down(upper, lower) || !down(lower, foot) || !down(upper, foot)) return false;
  BodyJoint last = hips;
  for (const BodyJoint joint : {spine, chest, neck, head}) {
    if (found[joint] < 0) continue;
    const glm::vec3 bone = along(last, joint);
    if (bone != glm::vec3(0) && bone.y < 0.1f) return false;
    last = joint;
  }
  if (along(hips, head).y < 0.7f) return false;
  if ((at(left_upper_arm) - at(right_upper_arm)).x <= 0) return false;
  const float left = along(left_upper_arm, left_hand).x,
              right = along(right_upper_arm, right_hand).x;
  return !(left * right > 0.5f);
}

Fitting fit_to_rest(const JointFrame& rest, const PerJoint<int>& found, UpAxis up,
                    const std::string& where) {
  const auto axes = axes_of(rest, found);
  if (!axes) fail_flat(where);
  Fitting fitting;
  fitting.offset.fill(glm::quat(1, 0, 0, 0));
  fitting.world = raised(*axes, up);
  fitting.back = glm::inverse(*axes);
  const Humanoid& figure = default_humanoid();
  // Arms may hang or feet point outwards in the file's rest pose.
  for (const Limb& limb : limbs())
    fitting.offset[limb.joint] =
        between(figure.rest[limb.end] - figure.rest[limb.joint],
                *axes * (rest.position[found[limb.end]] - rest.position[found[limb.joint]]));
  fitting.offset[left_hand] = fitting.offset[left_lower_arm];
  fitting.offset[right_hand] = fitting.offset[right_lower_arm];
  float lowest = 1e30f;
  for (const int joint : found)
    if (joint >= 0) lowest = std::min(lowest, (*axes * rest.position[joint]).y);
  fitting.hip_height = (*axes * rest.position[found[hips]]).y - lowest;
  fitting.up = UpAxis::y;
  for (const UpAxis axis : {UpAxis::x, UpAxis::z})
    if ((fitting.world * direction_of(axis)).y > 0.8f) fitting.up = axis;
  return fitting;
}

Fitting fit_to_frames(std::span<const JointFrame> frames, const std::vector<int>& parents,
                      const PerJoint<int>& found, UpAxis up, const std::string& where) {
  Fitting fitting;
  fitting.offset.fill(glm::quat(1, 0, 0, 0));
  fitting.up = up == UpAxis::unknown ? UpAxis::y : up;
  fitting.world = raised(fitting.world, fitting.up);
  fitting.back = glm::inverse(fitting.world);
  FrameFitter fitter(frames, parents, found, fitting.world, fitting);
  if (!fitter.fit_torso()) fail_flat(where);
  fitter.fit_limbs();
  fitter.fit_ends();

  // How high her hips are when she stands follows from her bones.
  const Humanoid& figure = default_humanoid();
  const float legs = figure.rest[left_upper_leg].y - figure.rest[left_foot].y;
  for (const Limb& limb : limbs()) {
    if (limb.joint != left_upper_leg && limb.joint != left_lower_leg) continue;
    const auto& at = frames.front().position;
    fitting.hip_height +=
        glm::distance(at[found[limb.joint]], at[found[limb.end]]) * figure.rest[hips].y / legs;
  }
  return fitting;
}

}  // namespace psgan
