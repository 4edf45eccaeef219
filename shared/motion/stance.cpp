#include "motion/stance.h"

#include <algorithm>
#include <utility>

namespace psgan {
namespace {

constexpr glm::vec3 axis_x(1, 0, 0), axis_y(0, 1, 0), axis_z(0, 0, 1);

glm::quat turn(float degrees, glm::vec3 axis) {
  return glm::angleAxis(glm::radians(degrees), axis);
}

/// The mirror image at x = 0.
glm::quat reflected(const glm::quat& q) { return {q.w, q.x, -q.y, -q.z}; }

struct Arm {
  glm::quat shoulder, upper, lower, hand;
};

/// A left arm, in the chest's frame. In the T-pose it points along +X, palm down.
Arm left_arm(const ArmStance& s) {
  // Above the horizontal the shoulder blade takes a third of the raising.
  const float shrug = s.shrug + std::clamp((s.raise - 70) / 3, 0.f, 30.f);
  const float azimuth = glm::radians(s.forward);
  const glm::vec3 about(-std::sin(azimuth), 0, std::cos(azimuth));
  const glm::quat hanging = turn(-90, axis_z);
  const glm::quat aim = turn(s.raise, about) * hanging * turn(-s.twist, axis_x);
  Arm arm;
  arm.shoulder = turn(shrug, axis_z);
  arm.upper = glm::inverse(arm.shoulder) * aim;
  // Forearm and hand share a turn of the palm, as the two bones of a real forearm do.
  arm.lower = turn(-s.bend, axis_y) * turn(-0.5f * s.palm, axis_x);
  arm.hand = turn(-0.5f * s.palm, axis_x) * turn(-s.wrist, axis_z);
  return arm;
}

struct Leg {
  glm::quat upper, lower, foot, toes;
};

/// A left leg; `pelvis` is the pelvis' rotation without the body's yaw.
Leg left_leg(const LegStance& s, const glm::quat& pelvis) {
  const glm::quat thigh = turn(-s.forward, axis_x) * turn(s.out, axis_z) * turn(s.twist, axis_y);
  const glm::quat shin = thigh * turn(s.bend, axis_x);
  const glm::quat level = turn(s.twist, axis_y) * turn(s.point, axis_x);
  const glm::quat free = shin * turn(s.point, axis_x);
  Leg leg;
  leg.upper = glm::inverse(pelvis) * thigh;
  leg.lower = turn(s.bend, axis_x);
  leg.foot = glm::inverse(shin) * glm::slerp(free, level, std::clamp(s.flat, 0.f, 1.f));
  // On tiptoe the toes stay on the ground.
  leg.toes = turn(-std::clamp(s.point, 0.f, 60.f) * std::clamp(s.flat, 0.f, 1.f), axis_x);
  return leg;
}

}  // namespace

BodyPose body_pose(const Stance& s) {
  using enum BodyJoint;
  BodyPose pose;
  pose.lift = s.lift;
  auto& r = pose.rotation;
  const glm::quat pelvis = turn(s.pitch, axis_x) * turn(s.roll, axis_z);
  r[hips] = turn(s.yaw, axis_y) * pelvis;
  const auto back = [&](float share) {
    return turn(share * s.turn, axis_y) * turn(share * s.lean, axis_x) *
           turn(-share * s.side, axis_z);
  };
  r[spine] = back(0.35f);
  r[chest] = back(0.35f);
  r[upper_chest] = back(0.30f);
  const auto nape = [&](float share) {
    return turn(share * s.look, axis_y) * turn(share * s.nod, axis_x) *
           turn(-share * s.tilt, axis_z);
  };
  r[neck] = nape(0.4f);
  r[head] = nape(0.6f);

  const Arm la = left_arm(s.left_arm), ra = left_arm(s.right_arm);
  r[left_shoulder] = la.shoulder;
  r[left_upper_arm] = la.upper;
  r[left_lower_arm] = la.lower;
  r[left_hand] = la.hand;
  r[right_shoulder] = reflected(ra.shoulder);
  r[right_upper_arm] = reflected(ra.upper);
  r[right_lower_arm] = reflected(ra.lower);
  r[right_hand] = reflected(ra.hand);

  const Leg ll = left_leg(s.left_leg, pelvis);
  const Leg rl = left_leg(s.right_leg, reflected(pelvis));
  r[left_upper_leg] = ll.upper;
  r[left_lower_leg] = ll.lower;
  r[left_foot] = ll.foot;
  r[left_toes] = ll.toes;
  r[right_upper_leg] = reflected(rl.upper);
  r[right_lower_leg] = reflected(rl.lower);
  r[right_foot] = reflected(rl.foot);
  r[right_toes] = reflected(rl.toes);
  return pose;
}

Stance mirrored(const Stance& s) {
  Stance m = s;
  std::swap(m.left_arm, m.right_arm);
  std::swap(m.left_leg, m.right_leg);
  for (float* angle : {&m.yaw, &m.roll, &m.side, &m.turn, &m.tilt, &m.look}) *angle = -*angle;
  return m;
}

}  // namespace psgan
