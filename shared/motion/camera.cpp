#include "motion/camera.h"

#include <algorithm>
#include <cmath>
#include <glm/gtc/matrix_transform.hpp>

namespace psgan {
namespace {

/// cos(96°): the front of a head that is turned farther away is not seen.
constexpr float turned_away = -0.1f;

/// The lens, in metres.
struct Lens {
  float half;  ///< Of the picture's height at the figure.
  float distance, near, far;

  explicit Lens(float figure_height)
      : half(0.5f * Camera::picture * figure_height),
        distance(half / std::tan(0.5f * Camera::field_of_view)),
        near(distance - 2 * half),
        far(distance + 2 * half) {}
};

bool inside(glm::vec2 p) { return p.x >= 0 && p.x <= 1 && p.y >= 0 && p.y <= 1; }

}  // namespace

glm::vec3 towards(const Camera& camera) { return {std::sin(camera.yaw), 0, std::cos(camera.yaw)}; }

glm::mat4 view_projection(const Camera& camera, float figure_height) {
  const Lens lens(figure_height);
  const glm::vec3 centre(0, lens.half - Camera::ground * figure_height, 0);
  const glm::mat4 view = glm::lookAt(centre + lens.distance * towards(camera), centre, {0, 1, 0});
  return glm::perspective(Camera::field_of_view, 1.f, lens.near, lens.far) * view;
}

float height_that_shows(glm::vec3 point, const Camera& camera, float margin) {
  // A point at z (towards the camera) is seen within |x| and |y − the picture's middle| of
  // inside × (half − slope × z); half and the middle are shares of the height that is asked for.
  constexpr float half = 0.5f * Camera::picture, middle = half - Camera::ground;
  const glm::vec3 front = towards(camera), right(front.z, 0, -front.x);
  const float inside = 1 - 2 * margin;
  const float nearer = std::tan(0.5f * Camera::field_of_view) * glm::dot(point, front);
  const float by_side = (std::abs(glm::dot(point, right)) / inside + nearer) / half;
  const float by_top = (point.y + inside * nearer) / (middle + inside * half);
  return std::max(by_side, by_top);
}

float distance_of_depth(float figure_height, float depth) {
  const Lens lens(figure_height);
  return lens.near * lens.far / (lens.far - depth * (lens.far - lens.near));
}

std::array<glm::vec3, keypoint_count> keypoints(const Humanoid& h, const PosedBody& body) {
  // A place that is `rest` in the T-pose and moves with a joint.
  const auto moved = [&](BodyJoint joint, glm::vec3 rest) {
    return body.position[joint] + body.orientation[joint] * (rest - h.rest[joint]);
  };
  std::array<glm::vec3, keypoint_count> points;
  const auto set = [&](Keypoint k, glm::vec3 p) { points[index(k)] = p; };

  const glm::vec3 pelvis =
      0.5f * (h.rest[BodyJoint::left_upper_leg] + h.rest[BodyJoint::right_upper_leg]);
  const glm::vec3 eyes = 0.5f * (h.rest[BodyJoint::left_eye] + h.rest[BodyJoint::right_eye]);
  const float half_apart =
      0.5f * glm::distance(h.rest[BodyJoint::left_eye], h.rest[BodyJoint::right_eye]);
  const glm::vec3 nose = eyes + glm::vec3(0, -half_apart, half_apart);
  set(Keypoint::nose, moved(BodyJoint::head, h.nose.value_or(nose)));
  set(Keypoint::neck, body.position[BodyJoint::neck]);
  set(Keypoint::chest, moved(BodyJoint::chest, glm::mix(pelvis, h.rest[BodyJoint::neck], 0.6f)));
  set(Keypoint::pelvis, moved(BodyJoint::hips, pelvis));

  constexpr std::pair<Keypoint, BodyJoint> left_joints[] = {
      {Keypoint::left_eye, BodyJoint::left_eye},
      {Keypoint::left_shoulder, BodyJoint::left_upper_arm},
      {Keypoint::left_elbow, BodyJoint::left_lower_arm},
      {Keypoint::left_wrist, BodyJoint::left_hand},
      {Keypoint::left_hip, BodyJoint::left_upper_leg},
      {Keypoint::left_knee, BodyJoint::left_lower_leg},
      {Keypoint::left_ankle, BodyJoint::left_foot},
      {Keypoint::left_toe, BodyJoint::left_toes}};
  for (const auto& [keypoint, joint] : left_joints) {
    set(keypoint, body.position[joint]);
    set(mirrored(keypoint), body.position[mirrored(joint)]);
  }
  return points;
}

bool face_turned_away(const PosedBody& body, const Camera& camera) {
  const glm::vec3 front = body.orientation[BodyJoint::head] * glm::vec3(0, 0, 1);
  return glm::dot(front, towards(camera)) < turned_away;
}

Pose project(const std::array<glm::vec3, keypoint_count>& points, glm::vec3 face,
             const Camera& camera, float figure_height) {
  const glm::mat4 matrix = view_projection(camera, figure_height);
  Pose pose;
  for (int i = 0; i < keypoint_count; ++i) {
    const glm::vec4 clip = matrix * glm::vec4(points[i], 1);
    const glm::vec2 at(0.5f + 0.5f * clip.x / clip.w, 0.5f - 0.5f * clip.y / clip.w);
    pose.points[i] = {at.x, at.y, inside(at)};
  }
  if (glm::dot(face, towards(camera)) < turned_away)
    for (const Keypoint k : {Keypoint::nose, Keypoint::left_eye, Keypoint::right_eye})
      pose[k].visible = false;
  return pose;
}

Pose project(const Humanoid& humanoid, const PosedBody& body, const Camera& camera) {
  const glm::vec3 front = body.orientation[BodyJoint::head] * glm::vec3(0, 0, 1);
  return project(keypoints(humanoid, body), front, camera, framed_height(humanoid));
}

}  // namespace psgan
