#include "motion/figure.h"

#include <algorithm>
#include <cmath>

namespace psgan {
namespace {

using enum Keypoint;

float figure_height() { return default_humanoid().height; }

/// The picture's half side at a depth, and the height of its middle (metres).
float half_side(float depth) {
  const float half = 0.5f * Camera::picture * figure_height();
  return half - depth * std::tan(0.5f * Camera::field_of_view);
}
float middle_height() { return (0.5f * Camera::picture - Camera::ground) * figure_height(); }

/// Which way a bone leans where the picture leaves it open: 1 towards us, −1 away.
class Guess {
 public:
  explicit Guess(const Pose& pose) {
    const bool swapped = pose[left_shoulder].x < pose[right_shoulder].x;
    facing_ = pose[nose].visible && !swapped ? 1.f : -1.f;
    if (pose[nose].visible && swapped && pose[left_eye].x > pose[right_eye].x) facing_ = 1;
    // Her nose goes before her when she turns; the shoulder on that side goes back.
    turn_ = pose[nose].x > pose[neck].x ? facing_ : -facing_;
  }
  float side(Keypoint to) const {
    switch (to) {
      case left_shoulder:
      case left_hip:
        return -turn_;
      case right_shoulder:
      case right_hip:
        return turn_;
      case left_elbow:
      case right_elbow:
      case left_ankle:
      case right_ankle:
      case left_eye:
      case right_eye:
        return -facing_;
      default:
        return facing_;
    }
  }

 private:
  float facing_, turn_;
};

/// Sets what is hidden and shown so that the figure's pose agrees, leaving to project()'s rules
/// what they say by themselves.
void agree(Figure& figure, const Pose& pose) {
  figure.sight.fill(Sight::automatic);
  const Pose ruled = project(figure);
  for (int i = 0; i < keypoint_count; ++i) {
    if (pose.points[i].visible == ruled.points[i].visible) continue;
    figure.sight[i] = pose.points[i].visible ? Sight::shown : Sight::hidden;
  }
}

}  // namespace

Figure figure_of(const BodyPose& pose, float turn) {
  const Humanoid& humanoid = default_humanoid();
  Figure figure;
  figure.points = keypoints(humanoid, posed(humanoid, pose));
  return turned(figure, turn);
}

Pose project(const Figure& figure) {
  Pose pose = project(figure.points, face_direction(figure), Camera{}, figure_height());
  for (int i = 0; i < keypoint_count; ++i) {
    PosePoint& p = pose.points[i];
    if (figure.sight[i] == Sight::hidden) p.visible = false;
    if (figure.sight[i] == Sight::shown)
      p = {std::clamp(p.x, 0.f, 1.f), std::clamp(p.y, 0.f, 1.f), true};
  }
  return pose;
}

glm::vec3 unproject(float x, float y, float depth) {
  const float half = half_side(depth);
  return {(2 * x - 1) * half, middle_height() + (1 - 2 * y) * half, depth};
}

std::array<float, 2> depths_at(float x, float y, glm::vec3 from, float length) {
  // Along the line of sight the place is a + depth·b.
  const glm::vec3 a = unproject(x, y, 0) - from;
  const glm::vec3 b = unproject(x, y, 1) - unproject(x, y, 0);
  const float bb = glm::dot(b, b), ab = glm::dot(a, b), aa = glm::dot(a, a);
  const float root = std::sqrt(std::max(0.f, ab * ab - bb * (aa - length * length)));
  return {(-ab - root) / bb, (-ab + root) / bb};
}

Figure lifted(const Pose& pose) {
  const Guess guess(pose);
  Figure figure;
  figure[pelvis] = unproject(pose[pelvis].x, pose[pelvis].y, 0);
  for (int b = 0; b < bone_count; ++b) {
    const auto& [from, to] = bones[b];
    const PosePoint& p = pose[to];
    const auto depths = depths_at(p.x, p.y, figure[from], own_bone_lengths()[b]);
    figure[to] = unproject(p.x, p.y, depths[guess.side(to) > 0 ? 1 : 0]);
  }
  agree(figure, pose);
  return figure;
}

Figure lifted(const Pose& pose, std::span<const float, keypoint_count> depths) {
  Figure figure;
  for (int i = 0; i < keypoint_count; ++i)
    figure.points[i] = unproject(pose.points[i].x, pose.points[i].y, depths[i]);
  agree(figure, pose);
  return figure;
}

Figure turned(const Figure& figure, float radians, glm::vec3 axis) {
  const glm::quat turning = glm::angleAxis(radians, glm::vec3(0, 1, 0));
  Figure result = figure;
  for (glm::vec3& p : result.points) p = axis + turning * (p - axis);
  return result;
}

Figure mirrored(const Figure& figure) {
  Figure result;
  for (int i = 0; i < keypoint_count; ++i) {
    const Keypoint other = mirrored(static_cast<Keypoint>(i));
    const glm::vec3& p = figure.points[i];
    result[other] = {-p.x, p.y, p.z};
    result.sight[index(other)] = figure.sight[i];
  }
  return result;
}

glm::vec3 face_direction(const Figure& figure) {
  // The nose is as far before the eyes as below them (see keypoints()).
  const glm::vec3 across = figure[left_eye] - figure[right_eye];
  const glm::vec3 down = figure[nose] - 0.5f * (figure[left_eye] + figure[right_eye]);
  const float apart = glm::length(across);
  if (!(apart > 1e-6f)) return {0, 0, 1};
  const glm::vec3 front = down - glm::cross(across / apart, down);
  const float length = glm::length(front);
  return length > 1e-6f ? front / length : glm::vec3(0, 0, 1);
}

BoneLengths bone_lengths(const Figure& figure) {
  BoneLengths lengths;
  for (int b = 0; b < bone_count; ++b)
    lengths[b] = glm::distance(figure[bones[b].from], figure[bones[b].to]);
  return lengths;
}

const BoneLengths& own_bone_lengths() {
  static const BoneLengths lengths = bone_lengths(figure_of(BodyPose{}));
  return lengths;
}

}  // namespace psgan
