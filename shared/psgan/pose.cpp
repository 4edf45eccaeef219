#include "psgan/pose.h"

#include <cmath>
#include <sstream>

#include "psgan/error.h"

namespace psgan {
namespace {

void check_point(const PosePoint& point, int i, const char* where) {
  const bool finite = std::isfinite(point.x) && std::isfinite(point.y);
  const bool inside = point.x >= 0 && point.x <= 1 && point.y >= 0 && point.y <= 1;
  if (finite && (inside || !point.visible)) return;
  std::ostringstream sentence;
  sentence << where << ": keypoint " << name(static_cast<Keypoint>(i)) << " is at (" << point.x
           << ", " << point.y << "), but a visible keypoint lies inside the image, from 0 to 1";
  throw Error(sentence.str());
}

}  // namespace

std::array<float, pose_numbers> to_numbers(const Pose& pose) {
  std::array<float, pose_numbers> numbers;
  for (int i = 0; i < keypoint_count; ++i) {
    numbers[3 * i] = pose.points[i].x;
    numbers[3 * i + 1] = pose.points[i].y;
    numbers[3 * i + 2] = pose.points[i].visible ? 1.0f : 0.0f;
  }
  return numbers;
}

Pose pose_from_numbers(std::span<const float, pose_numbers> numbers) {
  Pose pose;
  for (int i = 0; i < keypoint_count; ++i) {
    const float visible = numbers[3 * i + 2];
    if (!std::isfinite(visible)) {
      throw Error("pose: the visibility of keypoint " +
                  std::string(name(static_cast<Keypoint>(i))) + " is no number");
    }
    pose.points[i] = {numbers[3 * i], numbers[3 * i + 1], visible > 0};
  }
  check(pose, "pose");
  return pose;
}

void check(const Pose& pose, const char* where) {
  for (int i = 0; i < keypoint_count; ++i) check_point(pose.points[i], i, where);
}

Pose mirrored(const Pose& pose) {
  Pose result;
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint& point = pose.points[i];
    result[mirrored(static_cast<Keypoint>(i))] = {1.0f - point.x, point.y, point.visible};
  }
  return result;
}

Pose interpolate(const Pose& a, const Pose& b, float t) {
  Pose result;
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint &p = a.points[i], &q = b.points[i];
    result.points[i] = {std::lerp(p.x, q.x, t), std::lerp(p.y, q.y, t),
                        t < 0.5f ? p.visible : q.visible};
  }
  return result;
}

Pose standing_pose() {
  Pose pose;
  const auto both = [&pose](Keypoint left, float x, float y) {
    pose[left] = {0.5f + x, y, true};
    pose[mirrored(left)] = {0.5f - x, y, true};
  };
  pose[Keypoint::nose] = {0.5f, 0.290f, true};
  pose[Keypoint::neck] = {0.5f, 0.353f, true};
  pose[Keypoint::chest] = {0.5f, 0.427f, true};
  pose[Keypoint::pelvis] = {0.5f, 0.540f, true};
  both(Keypoint::left_eye, 0.028f, 0.264f);
  both(Keypoint::left_shoulder, 0.0535f, 0.370f);
  both(Keypoint::left_elbow, 0.074f, 0.467f);
  both(Keypoint::left_wrist, 0.0925f, 0.552f);
  both(Keypoint::left_hip, 0.0345f, 0.540f);
  both(Keypoint::left_knee, 0.0465f, 0.725f);
  both(Keypoint::left_ankle, 0.05f, 0.909f);
  both(Keypoint::left_toe, 0.06f, 0.946f);
  return pose;
}

}  // namespace psgan
