#include "characters/body_field.h"

#include "characters/rig.h"

namespace psgan::characters {

Ease Ease::all(float m) { return {m, m, m, m, m, m, m, m, m, m, m, m, 0}; }

namespace {

/// A slightly curled hand, palm down, thumb forward. q has x mirrored to the left side.
float hand(const glm::vec3& q, float ease) {
  constexpr float y = shoulder_y, z = -0.006f;
  float d = ellipsoid(q, {0.505f, y, z}, {0.042f + ease, 0.0135f + ease, 0.029f + ease});
  constexpr std::array<float, 4> reach{0.584f, 0.594f, 0.590f, 0.576f};
  for (int finger = 0; finger < 4; ++finger) {
    const float side = z + 0.0215f - 0.0143f * float(finger);
    const float x = reach[std::size_t(finger)];
    const glm::vec3 knuckle{0.535f, y, side};
    const glm::vec3 middle{glm::mix(0.535f, x, 0.55f), y - 0.003f, side * 1.05f};
    const glm::vec3 tip{x, y - 0.013f, side * 1.05f};
    const float f = smooth_union(capsule(q, knuckle, middle, 0.0085f + ease, 0.0080f + ease),
                                 capsule(q, middle, tip, 0.0080f + ease, 0.0062f + ease), 0.004f);
    d = smooth_union(d, f, 0.006f);
  }
  const float thumb =
      smooth_union(capsule(q, {0.487f, y - 0.004f, z + 0.016f}, {0.515f, y - 0.008f, z + 0.042f},
                           0.0105f + ease, 0.009f + ease),
                   capsule(q, {0.515f, y - 0.008f, z + 0.042f}, {0.541f, y - 0.012f, z + 0.049f},
                           0.009f + ease, 0.0066f + ease),
                   0.005f);
  return smooth_union(d, thumb, 0.012f);
}

float body_distance(const glm::vec3& p, Build build, const Ease& e, bool both_legs = true) {
  const bool girl = build != Build::boy, woman = build == Build::woman;
  const glm::vec3 q{std::abs(p.x), p.y, p.z};
  const float k = e.drape;

  // Trunk: ribs, waist, pelvis, flattened front to back.
  const float ribs = girl ? 0 : 0.008f;
  float d = ellipsoid(p, {0, 1.035f, -0.006f},
                      glm::vec3(0.088f + ribs * 1.4f, 0.125f, 0.069f) + glm::vec3(e.chest));
  d = smooth_union(d,
                   ellipsoid(p, {0, waist_y, -0.002f},
                             glm::vec3(girl ? 0.065f : 0.082f, 0.10f, girl ? 0.053f : 0.061f) +
                                 glm::vec3(e.waist)),
                   0.05f + k);
  d = smooth_union(d,
                   ellipsoid(p, {0, 0.822f, -0.008f},
                             glm::vec3(woman  ? 0.114f
                                       : girl ? 0.105f
                                              : 0.097f,
                                       0.082f,
                                       woman  ? 0.090f
                                       : girl ? 0.082f
                                              : 0.076f) +
                                 glm::vec3(e.hips)),
                   0.06f + k);
  if (girl)
    d = smooth_union(
        d,
        ellipsoid(q, woman ? glm::vec3(0.042f, 1.040f, 0.052f) : glm::vec3(0.038f, 1.045f, 0.045f),
                  (woman ? glm::vec3(0.051f, 0.050f, 0.046f) : glm::vec3(0.043f, 0.042f, 0.036f)) +
                      glm::vec3(e.chest)),
        0.03f + k);

  // Shoulders, neck.
  d = smooth_union(
      d,
      capsule(q, {0.02f, 1.115f, -0.012f}, {shoulder_x + ribs, shoulder_y - 0.004f, -0.008f},
              0.038f + e.shoulder, 0.0325f + ribs * 0.6f + e.shoulder),
      0.045f + k);
  d = smooth_union(
      d, capsule(p, {0, 1.12f, -0.016f}, {0, 1.25f, -0.004f}, 0.034f + e.neck, 0.030f + e.neck),
      0.035f + 0.3f * k);

  // Arms.
  if (q.x > 0.05f) {
    const glm::vec3 s{shoulder_x + ribs, shoulder_y - 0.004f, -0.008f};
    const glm::vec3 elbow{elbow_x, shoulder_y, -0.008f}, wrist{wrist_x, shoulder_y, -0.006f};
    const glm::vec3 belly{elbow_x + 0.05f, shoulder_y, -0.007f};
    const float thick = girl ? 1.0f : 1.18f;
    float arm = capsule(q, s, elbow, 0.0310f * thick + e.upper_arm,
                        0.0230f * thick + 0.5f * (e.upper_arm + e.forearm));
    float fore = capsule(q, elbow, belly, 0.0230f * thick + 0.5f * (e.upper_arm + e.forearm),
                         0.0235f * thick + e.forearm);
    fore = std::min(
        fore, capsule(q, belly, wrist, 0.0235f * thick + e.forearm, 0.0165f * thick + e.wrist));
    arm = smooth_union(arm, fore, 0.02f);
    d = smooth_union(d, arm, 0.028f + 0.5f * k);
    if (q.x > 0.40f) d = smooth_union(d, hand(q, std::min(e.wrist, 0.004f)), 0.016f);
  }

  // Legs.
  if (p.y < 0.92f) {
    const glm::vec3 l = both_legs ? q : p;
    const float thick = girl ? 1.0f : 1.08f;
    const glm::vec3 hip{leg_x - 0.003f, hip_y - 0.01f, -0.004f}, knee{leg_x, knee_y, 0.004f};
    const glm::vec3 ankle{leg_x, ankle_y, -0.014f};
    float leg = capsule(l, hip, knee, 0.0635f + e.thigh, 0.0370f * thick + e.knee);
    const glm::vec3 calf{leg_x + 0.001f, 0.315f, -0.012f};
    const float calf_ease = glm::mix(e.knee, e.ankle, 0.4f);
    leg = smooth_union(
        leg, capsule(l, knee, calf, 0.0355f * thick + e.knee, 0.0395f * thick + calf_ease), 0.03f);
    leg = smooth_union(
        leg, capsule(l, calf, ankle, 0.0395f * thick + calf_ease, 0.0225f * thick + e.ankle),
        0.03f);
    const glm::vec3 heel{leg_x, 0.034f, -0.022f}, ball{leg_x + 0.003f, 0.026f, 0.066f};
    const glm::vec3 tip{leg_x + 0.002f, 0.021f, 0.096f};
    float foot = capsule(l, heel, ball, 0.029f + e.foot, 0.0265f + e.foot);
    foot = smooth_union(foot, capsule(l, ball, tip, 0.0265f + e.foot, 0.019f + e.foot), 0.01f);
    foot = smooth_union(foot, capsule(l, ankle, ball, 0.0265f + e.foot, 0.021f + e.foot), 0.02f);
    foot = std::max(foot, -(p.y - 0.001f));  // a flat sole
    leg = smooth_union(leg, foot, 0.02f);
    // The crotch stays a narrow fold: a wide fillet would web the thighs together.
    d = smooth_union(d, leg, glm::mix(0.05f + k, 0.012f + 0.5f * k, smoothstep(0.06f, 0.0f, q.x)));
  }
  return d;
}

}  // namespace

Field body_field(Build build, const Ease& ease) {
  return [build, ease](const glm::vec3& p) { return body_distance(p, build, ease); };
}

Field left_leg_field(Build build, const Ease& ease) {
  return [build, ease](const glm::vec3& p) { return body_distance(p, build, ease, false); };
}

}  // namespace psgan::characters
