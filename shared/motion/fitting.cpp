#include "motion/fitting.h"

#include <algorithm>
#include <cmath>

namespace psgan {
namespace {

using enum Keypoint;

/// How far above the ground a point of the figure is when it rests on it, metres; feet as in the
/// T-pose.
constexpr float knee_rests = 0.05f, wrist_rests = 0.02f, pelvis_rests = 0.09f;

/// Down until something rests on the ground.
void stand(Figure& figure, const Figure& rest) {
  float lowest = figure[pelvis].y - pelvis_rests;
  const auto at_least = [&](Keypoint k, float height) {
    lowest = std::min(lowest, figure[k].y - height);
  };
  for (const Keypoint k : {left_ankle, right_ankle, left_toe, right_toe}) at_least(k, rest[k].y);
  for (const Keypoint k : {left_knee, right_knee}) at_least(k, knee_rests);
  for (const Keypoint k : {left_wrist, right_wrist}) at_least(k, wrist_rests);
  for (glm::vec3& p : figure.points) p.y -= lowest;
}

/// Inwards from the picture's edges, and back until all of it has room.
void stay_in_picture(Figure& figure) {
  constexpr float margin = 0.02f, room = 1 - 2 * margin;
  // Perspective changes with the place, so the second and third time are finer.
  for (int pass = 0; pass < 3; ++pass) {
    const Pose pose = project(figure);
    float left = 1, right = 0, top = 1, bottom = 0;
    for (const PosePoint& p : pose.points) {
      left = std::min(left, p.x), right = std::max(right, p.x);
      top = std::min(top, p.y), bottom = std::max(bottom, p.y);
    }
    const float depth = figure[pelvis].z;
    const glm::vec3 one = unproject(1, 0, depth), other = unproject(0, 1, depth);
    const float across = one.x - other.x;  // The picture's side there, metres.
    const float larger = std::max({right - left, bottom - top}) / room;
    glm::vec3 by(0);
    if (larger > 1) {
      const float grows = across - (unproject(1, 0, depth + 1).x - unproject(0, 0, depth + 1).x);
      by.z = -(larger - 1) * across / grows;
    }
    const auto inwards = [&](float low, float high) {
      if (high - low > room) return 0.5f - 0.5f * (low + high);
      return std::max(0.f, margin - low) - std::max(0.f, high - (1 - margin));
    };
    by.x = inwards(left, right) * across;
    by.y = -inwards(top, bottom) * across;
    if (by == glm::vec3(0)) return;
    for (glm::vec3& p : figure.points) p += by;
  }
}

}  // namespace

glm::vec3 direction(glm::vec3 from, glm::vec3 to, glm::vec3 otherwise) {
  const float length = glm::distance(from, to);
  return length > 1e-4f ? (to - from) / length : otherwise;
}

Figure fitted(const SeenPerson& person, const Figure& before) {
  static const Figure rest = figure_of(BodyPose{});
  const auto resting = [](Keypoint from, Keypoint to) { return rest[to] - rest[from]; };
  Figure figure;
  figure[pelvis] = rest[pelvis];
  for (const Keypoint k : {left_hip, right_hip})
    figure[k] = figure[pelvis] + person.hips * resting(pelvis, k);
  figure[chest] = figure[pelvis] + person.chest * resting(pelvis, chest);
  figure[neck] = figure[chest] + person.chest * resting(chest, neck);
  for (const Keypoint k : {left_shoulder, right_shoulder})
    figure[k] = figure[neck] + person.chest * resting(neck, k);
  for (const Keypoint k : {nose, left_eye, right_eye})
    figure[k] = figure[neck] + person.head * resting(neck, k);
  for (const Bone& bone : bones) {
    if (index(bone.from) < index(left_shoulder)) continue;  // Not the trunk, and not the head.
    const glm::vec3 towards = person[bone.to]
                                  ? *person[bone.to]
                                  : direction(before[bone.from], before[bone.to], {0, -1, 0});
    figure[bone.to] = figure[bone.from] + glm::length(resting(bone.from, bone.to)) * towards;
  }
  stand(figure, rest);
  stay_in_picture(figure);
  return figure;
}

}  // namespace psgan
