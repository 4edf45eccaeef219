// The 20 keypoints of PSGAN's avatar set and the bones between them (paper, section 3.1).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace psgan {

/// In the order of a pose's and a condition map's channels. Left and right are the character's own:
/// facing the camera, her left hand is on the right of the image. All but `chest`, which lies
/// between the neck and the middle of the hips, exist in OpenPose's BODY_25.
enum class Keypoint : std::uint8_t {
  nose,
  neck,
  chest,
  pelvis,
  left_eye,
  right_eye,
  left_shoulder,
  right_shoulder,
  left_elbow,
  right_elbow,
  left_wrist,
  right_wrist,
  left_hip,
  right_hip,
  left_knee,
  right_knee,
  left_ankle,
  right_ankle,
  left_toe,
  right_toe,
};

inline constexpr int keypoint_count = 20;

/// Names this order in files; a model or data set with another name does not fit this program.
inline constexpr std::string_view skeleton_name = "psgan-20";

/// Throws Error opening with `where` if a file's skeleton is another than this program's.
void check_skeleton(std::string_view found, const std::string& where);

/// The place of a keypoint in a pose, 0 to 19.
constexpr int index(Keypoint keypoint) { return static_cast<int>(keypoint); }

/// An edge of the skeleton, from the keypoint nearer to the pelvis to the one farther out.
struct Bone {
  Keypoint from, to;
};

inline constexpr int bone_count = 19;

/// The tree of the skeleton; limb maps have one channel for each, in this order.
extern const std::array<Bone, bone_count> bones;

/// "left_elbow" and so on, as files write it.
std::string_view name(Keypoint keypoint);

/// The keypoint of that name, or nothing.
std::optional<Keypoint> keypoint_named(std::string_view name);

/// The same point on the other side of the body; itself for those on the midline.
Keypoint mirrored(Keypoint keypoint);

/// Whether it is on the character's own left side; false on the midline.
bool is_left(Keypoint keypoint);

}  // namespace psgan
