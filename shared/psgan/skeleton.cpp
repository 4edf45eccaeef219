#include "psgan/skeleton.h"

#include "psgan/enum_names.h"
#include "psgan/error.h"

namespace psgan {
namespace {

constexpr EnumNames<Keypoint, keypoint_count> names{{
    "nose",       "neck",          "chest",          "pelvis",     "left_eye",
    "right_eye",  "left_shoulder", "right_shoulder", "left_elbow", "right_elbow",
    "left_wrist", "right_wrist",   "left_hip",       "right_hip",  "left_knee",
    "right_knee", "left_ankle",    "right_ankle",    "left_toe",   "right_toe",
}};

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

void check_skeleton(std::string_view found, const std::string& where) {
  if (found == skeleton_name) return;
  throw Error(where + ": the skeleton is \"" + std::string(found) +
              "\", but this program knows only \"" + std::string(skeleton_name) + "\"");
}

std::string_view name(Keypoint keypoint) { return names[keypoint]; }

std::optional<Keypoint> keypoint_named(std::string_view wanted) { return names.find(wanted); }

Keypoint mirrored(Keypoint keypoint) {
  const int i = index(keypoint);
  if (i < first_pair) return keypoint;
  return static_cast<Keypoint>(((i - first_pair) ^ 1) + first_pair);
}

bool is_left(Keypoint keypoint) { return index(keypoint) < index(mirrored(keypoint)); }

}  // namespace psgan
