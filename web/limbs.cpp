#include "limbs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace psgan::web {
namespace {

// Proportions differ a little from figure to figure.
constexpr float stretch = 1.04f;
// The trunk and the head may lean towards us and away in the upright picture already.
constexpr float torso_give = 1.12f;
constexpr float foot_length = 0.07f;

struct Vector {
  float x, y;
  float length() const { return std::hypot(x, y); }
};
Vector operator-(const PosePoint& a, const PosePoint& b) { return {a.x - b.x, a.y - b.y}; }

// A keypoint and all that hangs from it, away from the pelvis.
std::array<bool, keypoint_count> limb_of(Keypoint keypoint) {
  std::array<bool, keypoint_count> in{};
  in[index(keypoint)] = true;
  for (bool grown = true; grown;) {
    grown = false;
    for (const Bone& bone : bones) {
      if (in[index(bone.from)] && !in[index(bone.to)]) grown = in[index(bone.to)] = true;
    }
  }
  return in;
}

std::optional<Keypoint> parent(Keypoint keypoint) {
  for (const Bone& bone : bones) {
    if (bone.to == keypoint) return bone.from;
  }
  return std::nullopt;
}

bool is_one_of(Keypoint keypoint, std::initializer_list<Keypoint> list) {
  return std::find(list.begin(), list.end(), keypoint) != list.end();
}

float true_length(Keypoint from, Keypoint to, const Pose& upright) {
  return (upright[to] - upright[from]).length() * stretch;
}

// Two bones from a fixed root to a pulled end: where the joint between them goes. The lengths are
// those of the picture, made longer or shorter only as far as the end needs.
struct Bend {
  PosePoint middle, end;
};

Bend bend(const Pose& pose, Keypoint root, Keypoint middle, Keypoint end, float x, float y,
          const Pose& upright) {
  const float most_upper = true_length(root, middle, upright);
  const float most_lower = true_length(middle, end, upright);
  const PosePoint& fixed = pose[root];
  Vector reach{x - fixed.x, y - fixed.y};
  float distance = reach.length();
  if (distance < 1e-5f) return {pose[middle], pose[end]};
  const Vector direction{reach.x / distance, reach.y / distance};
  distance = std::min(distance, most_upper + most_lower);

  float upper = std::min((pose[middle] - fixed).length(), most_upper);
  float lower = std::min((pose[end] - pose[middle]).length(), most_lower);
  if (distance > upper + lower) {
    const float grow = distance / std::max(upper + lower, 1e-5f);
    upper = std::min(upper * grow, most_upper);
    lower = std::min(distance - upper, most_lower);
    upper = distance - lower;
  } else if (distance < std::abs(upper - lower)) {
    (upper > lower ? upper : lower) = std::min(upper, lower) + distance;
  }

  // The law of cosines gives how far along the joint lies; it stays on the side where it was.
  const float along = (upper * upper - lower * lower + distance * distance) / (2 * distance);
  const float aside = std::sqrt(std::max(0.f, upper * upper - along * along));
  const Vector old_reach = pose[end] - fixed, old_middle = pose[middle] - fixed;
  const float side = old_reach.x * old_middle.y - old_reach.y * old_middle.x < 0 ? -1.f : 1.f;
  Bend result{pose[middle], pose[end]};
  result.middle.x = fixed.x + direction.x * along - direction.y * aside * side;
  result.middle.y = fixed.y + direction.y * along + direction.x * aside * side;
  result.end.x = fixed.x + direction.x * distance;
  result.end.y = fixed.y + direction.y * distance;
  return result;
}

}  // namespace

Pose moved(const Pose& pose, Keypoint keypoint, bool with_limb, float dx, float dy) {
  std::array<bool, keypoint_count> moves{};
  if (with_limb) {
    moves = limb_of(keypoint);
  } else {
    moves[index(keypoint)] = true;
  }
  // The limb keeps its shape at the picture's edge: none of its visible points may leave.
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint& p = pose.points[i];
    if (!moves[i] || !p.visible) continue;
    dx = std::clamp(dx, std::min(0.f, -p.x), std::max(0.f, 1 - p.x));
    dy = std::clamp(dy, std::min(0.f, -p.y), std::max(0.f, 1 - p.y));
  }
  Pose result = pose;
  for (int i = 0; i < keypoint_count; ++i) {
    if (!moves[i]) continue;
    result.points[i].x = std::clamp(pose.points[i].x + dx, 0.f, 1.f);
    result.points[i].y = std::clamp(pose.points[i].y + dy, 0.f, 1.f);
  }
  return result;
}

Pose pulled(const Pose& pose, Keypoint keypoint, float x, float y, const Pose& upright) {
  using enum Keypoint;
  const auto joint = parent(keypoint);
  if (is_one_of(keypoint, {left_wrist, right_wrist, left_ankle, right_ankle})) {
    const Bend bent = bend(pose, *parent(*joint), *joint, keypoint, x, y, upright);
    Pose result =
        moved(pose, keypoint, true, bent.end.x - pose[keypoint].x, bent.end.y - pose[keypoint].y);
    result[*joint].x = std::clamp(bent.middle.x, 0.f, 1.f);
    result[*joint].y = std::clamp(bent.middle.y, 0.f, 1.f);
    return result;
  }
  if (joint) {
    const Vector arm{x - pose[*joint].x, y - pose[*joint].y};
    const bool limb = is_one_of(keypoint, {left_elbow, right_elbow, left_knee, right_knee});
    float most = true_length(*joint, keypoint, upright) * (limb ? 1.f : torso_give);
    // Toes point at us when she stands, so the upright picture says little of a foot's length.
    if (is_one_of(keypoint, {left_toe, right_toe})) most = std::max(most, foot_length);
    const float scale = std::min(1.f, most / std::max(arm.length(), 1e-6f));
    x = pose[*joint].x + arm.x * scale;
    y = pose[*joint].y + arm.y * scale;
  }
  return moved(pose, keypoint, true, x - pose[keypoint].x, y - pose[keypoint].y);
}

}  // namespace psgan::web
