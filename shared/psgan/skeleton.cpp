#include "psgan/skeleton.h"

#include <algorithm>

namespace psgan {
namespace {

constexpr std::array<std::string_view, keypoint_count> names = {
    "nose",       "neck",          "chest",          "pelvis",     "left_eye",
    "right_eye",  "left_shoulder", "right_shoulder", "left_elbow", "right_elbow",
    "left_wrist", "right_wrist",   "left_hip",       "right_hip",  "left_knee",
    "right_knee", "left_ankle",    "right_ankle",    "left_toe",   "right_toe",
};

// From here on keypoints come in pairs, left before right.
constexpr int first_pair = index(Keypoint::left_eye);

}  // namespace

const std::array<Bone, bone_count> bones = {{
    {Keypoint::pelvis, Keypoint::chest},
    {Keypoint::chest, Keypoint::neck},
    {Keypoint::neck, Keypoint::nose},
    {Keypoint::nose, Keypoint::left_eye},
    {Keypoint::nose, Keypoint::right_eye},
    {Keypoint::neck, Keypoint::left_shoulder},
    {Keypoint::neck, Keypoint::right_shoulder},
    {Keypoint::left_shoulder, Keypoint::left_elbow},
    {Keypoint::right_shoulder, Keypoint::right_elbow},
    {Keypoint::left_elbow, Keypoint::left_wrist},
    {Keypoint::right_elbow, Keypoint::right_wrist},
    {Keypoint::pelvis, Keypoint::left_hip},
    {Keypoint::pelvis, Keypoint::right_hip},
    {Keypoint::left_hip, Keypoint::left_knee},
    {Keypoint::right_hip, Keypoint::right_knee},
    {Keypoint::left_knee, Keypoint::left_ankle},
    {Keypoint::right_knee, Keypoint::right_ankle},
    {Keypoint::left_ankle, Keypoint::left_toe},
    {Keypoint::right_ankle, Keypoint::right_toe},
}};

std::string_view name(Keypoint keypoint) { return names[index(keypoint)]; }

std::optional<Keypoint> keypoint_named(std::string_view wanted) {
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found == names.end()) return std::nullopt;
  return static_cast<Keypoint>(found - names.begin());
}

Keypoint mirrored(Keypoint keypoint) {
  const int i = index(keypoint);
  if (i < first_pair) return keypoint;
  return static_cast<Keypoint>(((i - first_pair) ^ 1) + first_pair);
}

}  // namespace psgan
