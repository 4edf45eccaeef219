// A body described by degrees of bending and raising instead of quaternions.
#pragma once

#include "motion/humanoid.h"

namespace psgan {

/// An arm. All zero hangs straight down, palm to the thigh.
struct ArmStance {
  float raise = 12;    ///< Away from hanging: 90 is horizontal, 180 straight up.
  float forward = 20;  ///< Which way it is raised: 0 sideways, 90 forwards, negative backwards.
  float twist = 0;     ///< Turns the elbow's bend: 0 forwards (up, if the arm is raised forwards),
                       ///< positive outwards or up, negative inwards or down.
  float bend = 18;     ///< Of the elbow, 0 to 150.
  float palm = 0;   ///< Turns the hand about the forearm: positive turns the palm forwards or up.
  float wrist = 5;  ///< Bends the hand towards its palm.
  float shrug = 0;  ///< Lifts the shoulder, beyond what a raised arm does by itself.
};

/// A leg. Angles are from the vertical, whatever the pelvis does.
struct LegStance {
  float forward = 0;  ///< Thigh forwards; negative backwards.
  float out = 3;      ///< Thigh sideways; negative crosses the other leg.
  float twist = 8;    ///< Knee and toes turned outwards.
  float bend = 2;     ///< Of the knee, 0 to 150.
  float point = 0;    ///< Of the toes: positive points, negative pulls up.
  float flat = 1;  ///< 1: the sole is level, then `point` lifts the heel; 0: `point` is relative to
                   ///< the shin.
};

/// Everything in degrees but `lift`. Only floats, because key frames are interpolated as a row of
/// numbers.
struct Stance {
  float lift = 0;   ///< Of the body's lowest point above the ground, in hip heights.
  float yaw = 0;    ///< Whole body to her left.
  float pitch = 0;  ///< Pelvis tipped forwards.
  float roll = 0;   ///< Pelvis' left side lifted.
  float lean = 0;   ///< Back bent forwards, over spine and chest.
  float side = 0;   ///< Back bent to her left.
  float turn = 0;   ///< Shoulders turned to her left.
  float nod = 0;    ///< Head forwards; negative looks up.
  float tilt = 0;   ///< Head to her left shoulder.
  float look = 0;   ///< Head turned to her left.
  ArmStance left_arm, right_arm;
  LegStance left_leg, right_leg;
};

/// The joints' rotations of a stance.
BodyPose body_pose(const Stance& stance);

/// Mirrored: left and right are swapped.
Stance mirrored(const Stance& stance);

}  // namespace psgan
