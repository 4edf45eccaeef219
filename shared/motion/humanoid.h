// A humanoid in 3D: joints by VRM's names, the T-pose, and posed bodies.
// Metres, y up; the figure faces +Z and her left is +X, as in VRM 1.0.
#pragma once

#include <array>
#include <cstdint>
#include <glm/glm.hpp>
#include <glm/gtc/quaternion.hpp>
#include <optional>
#include <string_view>

namespace psgan {

/// VRM's humanoid bones without fingers and jaw; a parent comes before its children.
enum class BodyJoint : std::uint8_t {
  hips,
  spine,
  chest,
  upper_chest,
  neck,
  head,
  left_eye,
  right_eye,
  left_shoulder,
  right_shoulder,
  left_upper_arm,
  right_upper_arm,
  left_lower_arm,
  right_lower_arm,
  left_hand,
  right_hand,
  left_upper_leg,
  right_upper_leg,
  left_lower_leg,
  right_lower_leg,
  left_foot,
  right_foot,
  left_toes,
  right_toes,
};

inline constexpr int body_joint_count = 24;
constexpr int index(BodyJoint joint) { return static_cast<int>(joint); }

/// VRM's name: "hips", "leftUpperArm" and so on.
std::string_view name(BodyJoint joint);
std::optional<BodyJoint> joint_named(std::string_view vrm_name);

/// The parent of a joint; the hips are their own parent.
BodyJoint parent(BodyJoint joint);

/// The same joint on the other side; itself for those on the midline.
BodyJoint mirrored(BodyJoint joint);

/// True for the joints that every VRM must have; the others have fallbacks in complete().
bool required(BodyJoint joint);

template <typename T>
struct PerJoint : std::array<T, body_joint_count> {
  T& operator[](BodyJoint j) { return std::array<T, body_joint_count>::operator[](index(j)); }
  const T& operator[](BodyJoint j) const {
    return std::array<T, body_joint_count>::operator[](index(j));
  }
};

/// A figure's proportions: the positions of its joints in the T-pose.
struct Humanoid {
  PerJoint<glm::vec3> rest;  ///< Metres, the soles on y = 0.
  PerJoint<bool> present;    ///< False where the avatar has no such bone and complete() filled in.
  float height = 0;          ///< From the soles to the crown, including hair, excluding big hats.
  /// The height of the figure whose image shows this one's whole mesh; 0 if `height` is enough.
  float reach = 0;
  std::optional<glm::vec3> nose;  ///< In the T-pose; absent: by the rule of keypoints().
};

/// How high an anime face has its eyes, of the way from the head's joint to the crown.
inline constexpr float eye_height = 0.35f;
/// What the camera takes as the figure's height.
inline float framed_height(const Humanoid& h) { return h.reach > h.height ? h.reach : h.height; }

/// Fills the optional joints that are not present:
/// - chest and upper chest at 1/3 and 2/3 of the way from the spine to the neck (or head),
/// - neck a tenth of the head's height below the head; shoulders halfway from neck to upper arm,
/// - eyes at eye_height (0.35) of the way from the head joint to the crown, 0.15 of it apart from
///   the middle and 0.3 of it in front of it,
/// - toes in front of the foot by 1.3 of the ankle's height above the ground, and at a fifth of it.
void complete(Humanoid& humanoid);

/// The proportions of the project's own characters: an anime girl of 1.5 m, five heads tall.
const Humanoid& default_humanoid();

/// A pose of a body, independent of its proportions.
struct BodyPose {
  /// Each joint's rotation relative to the T-pose, in its parent's frame; all frames are aligned
  /// with the world in the T-pose.
  PerJoint<glm::quat> rotation;
  /// Height of the body's lowest point above the ground, in hip heights.
  float lift = 0;

  BodyPose() { rotation.fill(glm::quat(1, 0, 0, 0)); }
};

/// Mirrored: left and right are swapped.
BodyPose mirrored(const BodyPose& pose);

/// Interpolates between a (t = 0) and b (t = 1).
BodyPose interpolate(const BodyPose& a, const BodyPose& b, float t);

/// A body in the world: the mean of its joints above the origin, and its lowest point `lift` above
/// the ground.
struct PosedBody {
  PerJoint<glm::vec3> position;
  PerJoint<glm::quat> orientation;  ///< World rotation relative to the T-pose.
};

/// Poses a figure. The rotation of a joint that is not present is added to another: of upper chest
/// and chest to their parent, of neck and shoulders to their child.
PosedBody posed(const Humanoid& humanoid, const BodyPose& pose);

}  // namespace psgan
