#include "motion/humanoid.h"

#include <algorithm>
#include <vector>

namespace psgan {
namespace {

struct JointInfo {
  std::string_view name;
  BodyJoint parent;
  bool required;
};

using enum BodyJoint;

constexpr std::array<JointInfo, body_joint_count> joints{{
    {"hips", hips, true},
    {"spine", hips, true},
    {"chest", spine, false},
    {"upperChest", chest, false},
    {"neck", upper_chest, false},
    {"head", neck, true},
    {"leftEye", head, false},
    {"rightEye", head, false},
    {"leftShoulder", upper_chest, false},
    {"rightShoulder", upper_chest, false},
    {"leftUpperArm", left_shoulder, true},
    {"rightUpperArm", right_shoulder, true},
    {"leftLowerArm", left_upper_arm, true},
    {"rightLowerArm", right_upper_arm, true},
    {"leftHand", left_lower_arm, true},
    {"rightHand", right_lower_arm, true},
    {"leftUpperLeg", hips, true},
    {"rightUpperLeg", hips, true},
    {"leftLowerLeg", left_upper_leg, true},
    {"rightLowerLeg", right_upper_leg, true},
    {"leftFoot", left_lower_leg, true},
    {"rightFoot", right_lower_leg, true},
    {"leftToes", left_foot, false},
    {"rightToes", right_foot, false},
}};

/// A place on the body that can touch the ground.
struct Contact {
  BodyJoint joint;
  glm::vec3 offset;  ///< From the joint in the T-pose.
  float radius;
};

std::vector<Contact> contacts(const Humanoid& h) {
  const float u = h.height;
  std::vector<Contact> list;
  for (const BodyJoint j : {left_foot, right_foot}) {
    const float ankle = h.rest[j].y;
    list.push_back({j, {0, -ankle, -0.25f * ankle}, 0});
  }
  for (const BodyJoint j : {left_toes, right_toes}) {
    list.push_back({j, {0, -h.rest[j].y, 0}, 0});
    list.push_back({j, {0, -h.rest[j].y, 0.03f * u}, 0});
  }
  for (const BodyJoint j : {left_lower_leg, right_lower_leg}) list.push_back({j, {}, 0.03f * u});
  for (const BodyJoint j : {left_upper_leg, right_upper_leg})
    list.push_back({j, {0, 0, -0.02f * u}, 0.055f * u});
  for (const BodyJoint j : {left_lower_arm, right_lower_arm}) list.push_back({j, {}, 0.02f * u});
  for (const BodyJoint j : {left_hand, right_hand}) list.push_back({j, {}, 0.02f * u});
  list.push_back({head, {0, 0.06f * u, 0}, 0.06f * u});
  return list;
}

}  // namespace

std::string_view name(BodyJoint joint) { return joints[index(joint)].name; }
BodyJoint parent(BodyJoint joint) { return joints[index(joint)].parent; }
bool required(BodyJoint joint) { return joints[index(joint)].required; }

std::optional<BodyJoint> joint_named(std::string_view vrm_name) {
  for (int i = 0; i < body_joint_count; ++i)
    if (joints[i].name == vrm_name) return static_cast<BodyJoint>(i);
  return std::nullopt;
}

BodyJoint mirrored(BodyJoint joint) {
  const int i = index(joint);
  if (i < index(left_eye)) return joint;
  return static_cast<BodyJoint>(i ^ 1);  // pairs start at even numbers, left first
}

void complete(Humanoid& h) {
  const auto fill = [&](BodyJoint j, glm::vec3 position) {
    if (!h.present[j]) h.rest[j] = position;
  };
  const float skull = h.height - h.rest[head].y;
  fill(neck, h.rest[head] - glm::vec3(0, 0.1f * skull, 0));
  fill(chest, glm::mix(h.rest[spine], h.rest[neck], 1 / 3.f));
  fill(upper_chest, glm::mix(h.rest[chest], h.rest[neck], 0.5f));
  fill(left_eye, h.rest[head] + skull * glm::vec3(0.15f, eye_height, 0.3f));
  fill(right_eye, h.rest[head] + skull * glm::vec3(-0.15f, eye_height, 0.3f));
  fill(left_shoulder, glm::mix(h.rest[neck], h.rest[left_upper_arm], 0.5f));
  fill(right_shoulder, glm::mix(h.rest[neck], h.rest[right_upper_arm], 0.5f));
  for (const auto& [foot, toes] : {std::pair{left_foot, left_toes}, {right_foot, right_toes}}) {
    const float ankle = std::max(h.rest[foot].y, 0.04f * h.height);
    fill(toes, {h.rest[foot].x, 0.2f * ankle, h.rest[foot].z + 1.3f * ankle});
  }
}

const Humanoid& default_humanoid() {
  static const Humanoid humanoid = [] {
    Humanoid h;
    h.height = 1.5f;
    h.present.fill(true);
    h.present[upper_chest] = false;
    h.rest[hips] = {0, 0.840f, 0};
    h.rest[spine] = {0, 0.905f, 0};
    h.rest[chest] = {0, 1.000f, -0.005f};
    h.rest[neck] = {0, 1.150f, -0.015f};
    h.rest[head] = {0, 1.212f, -0.012f};
    const auto pair = [&](BodyJoint left, glm::vec3 position) {
      h.rest[left] = position;
      h.rest[mirrored(left)] = {-position.x, position.y, position.z};
    };
    pair(left_eye, {0.0525f, 1.312f, 0.098f});
    pair(left_shoulder, {0.028f, 1.120f, -0.008f});
    pair(left_upper_arm, {0.103f, 1.117f, -0.008f});
    pair(left_lower_arm, {0.293f, 1.117f, -0.008f});
    pair(left_hand, {0.470f, 1.117f, -0.006f});
    pair(left_upper_leg, {0.066f, 0.790f, 0});
    pair(left_lower_leg, {0.066f, 0.435f, 0.004f});
    pair(left_foot, {0.066f, 0.078f, -0.014f});
    pair(left_toes, {0.069f, 0.020f, 0.072f});
    complete(h);
    return h;
  }();
  return humanoid;
}

BodyPose mirrored(const BodyPose& pose) {
  BodyPose result;
  result.lift = pose.lift;
  for (int i = 0; i < body_joint_count; ++i) {
    const auto j = static_cast<BodyJoint>(i);
    const glm::quat& q = pose.rotation[mirrored(j)];
    result.rotation[j] = glm::quat(q.w, q.x, -q.y, -q.z);
  }
  return result;
}

BodyPose interpolate(const BodyPose& a, const BodyPose& b, float t) {
  BodyPose result;
  result.lift = glm::mix(a.lift, b.lift, t);
  for (int i = 0; i < body_joint_count; ++i) {
    const auto j = static_cast<BodyJoint>(i);
    result.rotation[j] = glm::slerp(a.rotation[j], b.rotation[j], t);
  }
  return result;
}

PosedBody posed(const Humanoid& h, const BodyPose& pose) {
  PerJoint<glm::quat> local = pose.rotation;
  const auto pass_on = [&](BodyJoint from, BodyJoint to, bool up) {
    if (h.present[from]) return;
    local[to] = up ? local[to] * local[from] : local[from] * local[to];
    local[from] = glm::quat(1, 0, 0, 0);
  };
  pass_on(upper_chest, chest, true);
  pass_on(chest, spine, true);
  pass_on(neck, head, false);
  pass_on(left_shoulder, left_upper_arm, false);
  pass_on(right_shoulder, right_upper_arm, false);

  PosedBody body;
  body.position[hips] = {0, h.rest[hips].y, 0};
  body.orientation[hips] = local[hips];
  for (int i = 1; i < body_joint_count; ++i) {
    const auto j = static_cast<BodyJoint>(i);
    const BodyJoint p = parent(j);
    body.orientation[j] = glm::normalize(body.orientation[p] * local[j]);
    body.position[j] = body.position[p] + body.orientation[p] * (h.rest[j] - h.rest[p]);
  }

  float lowest = 1e9f;
  for (const Contact& c : contacts(h)) {
    const glm::vec3 p = body.position[c.joint] + body.orientation[c.joint] * c.offset;
    lowest = std::min(lowest, p.y - c.radius);
  }
  glm::vec3 mean(0);
  for (const glm::vec3& p : body.position) mean += p / float(body_joint_count);
  const glm::vec3 shift(-mean.x, pose.lift * h.rest[hips].y - lowest, -mean.z);
  for (glm::vec3& p : body.position) p += shift;
  return body;
}

}  // namespace psgan
