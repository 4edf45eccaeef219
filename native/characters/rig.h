// The skeleton that every character shares: joints, their parents and places in T-pose.
#pragma once

#include <cstdint>
#include <glm/glm.hpp>
#include <string_view>

namespace psgan::characters {

/// VRM 1.0's humanoid bones. Left is the character's own: +X.
enum class Joint : std::uint8_t {
  hips,
  spine,
  chest,
  neck,
  head,
  left_eye,
  right_eye,
  left_shoulder,
  left_upper_arm,
  left_lower_arm,
  left_hand,
  right_shoulder,
  right_upper_arm,
  right_lower_arm,
  right_hand,
  left_upper_leg,
  left_lower_leg,
  left_foot,
  left_toes,
  right_upper_leg,
  right_lower_leg,
  right_foot,
  right_toes,
};

inline constexpr int joint_count = 23;
/// Of a skin: the rig's own and those of spring chains.
inline constexpr int max_joints = 96;

struct JointInfo {
  std::string_view vrm_name;  ///< "leftUpperArm".
  int parent;                 ///< Number of the parent; -1 for hips.
  glm::vec3 position;         ///< Metres, T-pose, feet on y = 0, facing +Z.
};

const JointInfo& joint_info(int number);

// Heights and lengths that the modelling of body, clothes and hair refers to, in metres.
inline constexpr float crown_y = 1.50f;
inline constexpr float chin_y = 1.20f;
inline constexpr float shoulder_y = 1.117f;
inline constexpr float shoulder_x = 0.103f;
inline constexpr float elbow_x = 0.293f;
inline constexpr float wrist_x = 0.470f;
inline constexpr float waist_y = 0.925f;
inline constexpr float hip_y = 0.79f;
inline constexpr float leg_x = 0.066f;
inline constexpr float knee_y = 0.435f;
inline constexpr float ankle_y = 0.078f;
inline constexpr glm::vec3 skull_centre{0, 1.375f, -0.012f};
inline constexpr glm::vec3 skull_radii{0.120f, 0.125f, 0.128f};
inline constexpr glm::vec3 eye_centre{0.0525f, 1.312f, 0.098f};  ///< The left one.

/// Head and hair are modelled at the size that the constants above say, then enlarged about the
/// head's joint: one number sets how stylised the figures are.
inline constexpr float head_scale = 1.18f;
inline constexpr glm::vec3 head_pivot{0, 1.212f, -0.012f};
constexpr glm::vec3 enlarged(const glm::vec3& p) {
  return {head_pivot.x + (p.x - head_pivot.x) * head_scale,
          head_pivot.y + (p.y - head_pivot.y) * head_scale,
          head_pivot.z + (p.z - head_pivot.z) * head_scale};
}

}  // namespace psgan::characters
