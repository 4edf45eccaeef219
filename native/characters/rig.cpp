#include "characters/rig.h"

#include <array>

namespace psgan::characters {
namespace {

constexpr int n(Joint j) { return static_cast<int>(j); }

const std::array<JointInfo, joint_count> joints = {{
    {"hips", -1, {0, 0.84f, 0}},
    {"spine", n(Joint::hips), {0, 0.905f, 0}},
    {"chest", n(Joint::spine), {0, 1.0f, -0.005f}},
    {"neck", n(Joint::chest), {0, 1.15f, -0.015f}},
    {"head", n(Joint::neck), head_pivot},
    {"leftEye", n(Joint::head), enlarged(eye_centre)},
    {"rightEye", n(Joint::head), enlarged({-eye_centre.x, eye_centre.y, eye_centre.z})},
    {"leftShoulder", n(Joint::chest), {0.028f, 1.12f, -0.008f}},
    {"leftUpperArm", n(Joint::left_shoulder), {shoulder_x, shoulder_y, -0.008f}},
    {"leftLowerArm", n(Joint::left_upper_arm), {elbow_x, shoulder_y, -0.008f}},
    {"leftHand", n(Joint::left_lower_arm), {wrist_x, shoulder_y, -0.006f}},
    {"rightShoulder", n(Joint::chest), {-0.028f, 1.12f, -0.008f}},
    {"rightUpperArm", n(Joint::right_shoulder), {-shoulder_x, shoulder_y, -0.008f}},
    {"rightLowerArm", n(Joint::right_upper_arm), {-elbow_x, shoulder_y, -0.008f}},
    {"rightHand", n(Joint::right_lower_arm), {-wrist_x, shoulder_y, -0.006f}},
    {"leftUpperLeg", n(Joint::hips), {leg_x, hip_y, 0}},
    {"leftLowerLeg", n(Joint::left_upper_leg), {leg_x, knee_y, 0.004f}},
    {"leftFoot", n(Joint::left_lower_leg), {leg_x, ankle_y, -0.014f}},
    {"leftToes", n(Joint::left_foot), {leg_x + 0.003f, 0.02f, 0.072f}},
    {"rightUpperLeg", n(Joint::hips), {-leg_x, hip_y, 0}},
    {"rightLowerLeg", n(Joint::right_upper_leg), {-leg_x, knee_y, 0.004f}},
    {"rightFoot", n(Joint::right_lower_leg), {-leg_x, ankle_y, -0.014f}},
    {"rightToes", n(Joint::right_foot), {-leg_x - 0.003f, 0.02f, 0.072f}},
}};

}  // namespace

const JointInfo& joint_info(int number) { return joints.at(static_cast<std::size_t>(number)); }

}  // namespace psgan::characters
