#include "motion/head_turn.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace psgan {
namespace {

constexpr float degrees = std::numbers::pi_v<float> / 180;

/// An adult's head, metres from between the ears (means of ISO/TS 22411's and NASA-STD-3000's
/// tables, rounded): x to the left, y up, z to the front.
constexpr glm::vec3 nose_place{0, -0.018f, 0.105f};
constexpr glm::vec3 eye_place{0.033f, 0.02f, 0.075f};
constexpr glm::vec3 ear_place{0.073f, 0, 0};

struct Match {
  glm::vec3 place;
  glm::vec2 seen;
};

std::vector<Match> matches_of(const SeenHead& head) {
  std::vector<Match> matches;
  const auto add = [&](const std::optional<glm::vec2>& seen, glm::vec3 place) {
    if (seen) matches.push_back({place, *seen});
  };
  const auto right = [](glm::vec3 p) { return glm::vec3(-p.x, p.y, p.z); };
  add(head.nose, nose_place);
  add(head.left_eye, eye_place);
  add(head.right_eye, right(eye_place));
  add(head.left_ear, ear_place);
  add(head.right_ear, right(ear_place));
  return matches;
}

glm::mat3 turn_and_nod(float turn, float nod) {
  const float ct = std::cos(turn), st = std::sin(turn), cn = std::cos(nod), sn = std::sin(nod);
  const glm::mat3 turning(ct, 0, -st, 0, 1, 0, st, 0, ct);
  const glm::mat3 nodding(1, 0, 0, 0, cn, sn, 0, -sn, cn);
  return turning * nodding;
}

/// The tilt and size that bring a turned head nearest to what was seen, and what they leave.
struct Tilted {
  float tilt = 0, scale = 0, error = 0;  ///< Radians; pixels of a metre; pixels squared.
};

Tilted tilted(const std::vector<Match>& matches, const glm::mat3& turned) {
  glm::vec2 seen_middle(0), middle(0);
  for (const Match& m : matches) {
    seen_middle += m.seen / float(matches.size());
    middle += glm::vec2(turned * m.place) / float(matches.size());
  }
  float along = 0, across = 0, own = 0, seen = 0;
  for (const Match& m : matches) {
    const glm::vec2 p = glm::vec2(turned * m.place) - middle, q = m.seen - seen_middle;
    along += glm::dot(p, q);
    across += p.x * q.y - p.y * q.x;
    own += glm::dot(p, p);
    seen += glm::dot(q, q);
  }
  if (!(own > 1e-8f)) return {0, 0, seen};
  const float scale = std::hypot(along, across) / own;
  return {std::atan2(across, along), scale, std::max(0.f, seen - scale * scale * own)};
}

float square(float x) { return x * x; }

}  // namespace

std::optional<glm::mat3> head_turn(const SeenHead& head, const glm::mat3& trunk, float scale) {
  const std::vector<Match> matches = matches_of(head);
  if (matches.size() < 2) return std::nullopt;
  const bool face = head.nose || head.left_eye || head.right_eye;
  const float trunk_turn = std::atan2(trunk[2].x, trunk[2].z);
  const float trunk_tilt = std::atan2(-trunk[1].x, trunk[1].y);

  float best_cost = INFINITY, best_turn = 0, best_nod = 0;
  glm::mat3 best(1);
  const auto attempt = [&](float turn, float nod) {
    const glm::mat3 turned = turn_and_nod(turn, nod);
    const Tilted fit = tilted(matches, turned);
    const float front = turned[2].z;
    // In units of what is usual: points are a centimetre off, heads hardly nod, and turn and tilt
    // with the trunk. What is seen of a face is on our side of it.
    const float metre = scale > 0 ? scale : fit.scale;
    float cost = fit.error / square(0.01f * std::max(metre, 1e-6f)) + square(nod / (20 * degrees)) +
                 square(std::remainder(turn - trunk_turn, 360 * degrees) / (90 * degrees)) +
                 square(std::remainder(fit.tilt - trunk_tilt, 360 * degrees) / (60 * degrees));
    if (scale > 0) cost += square(std::log(std::max(fit.scale, 1e-6f) / scale) / 0.7f);
    if (face && front < -0.2f) cost += 100;
    if (!face && front > -0.2f) cost += 100;
    // The ear that is not seen is the farther one.
    if (head.left_ear && !head.right_ear) cost += turned[2].x > 0 ? square(2 * turned[2].x) : 0;
    if (head.right_ear && !head.left_ear) cost += turned[2].x < 0 ? square(2 * turned[2].x) : 0;
    if (!(cost < best_cost)) return;
    best_cost = cost, best_turn = turn, best_nod = nod;
    const float c = std::cos(fit.tilt), s = std::sin(fit.tilt);
    best = glm::mat3(c, s, 0, -s, c, 0, 0, 0, 1) * turned;
  };
  for (int turn = -180; turn < 180; turn += 10)
    for (int nod = -40; nod <= 40; nod += 10) attempt(float(turn) * degrees, float(nod) * degrees);
  // Then finer, so that the head of a moving person does not jump.
  for (float step = 5 * degrees; step > 0.2f * degrees; step *= 0.5f) {
    const float turn = best_turn, nod = best_nod;
    for (int i = -1; i <= 1; ++i)
      for (int j = -1; j <= 1; ++j) attempt(turn + float(i) * step, nod + float(j) * step);
  }
  return best;
}

}  // namespace psgan
