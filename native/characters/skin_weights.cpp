#include "characters/skin_weights.h"

#include <algorithm>
#include <numeric>

#include "characters/field.h"

namespace psgan::characters {

void Pull::add(const Pull& other, float scale) {
  for (std::size_t i = 0; i < weights_.size(); ++i) weights_[i] += scale * other.weights_[i];
}

void Pull::store(Vertex& vertex) const {
  std::array<std::uint8_t, max_joints> order{};
  std::iota(order.begin(), order.end(), std::uint8_t{0});
  std::partial_sort(order.begin(), order.begin() + 4, order.end(), [&](auto a, auto b) {
    return weights_[a] != weights_[b] ? weights_[a] > weights_[b] : a < b;
  });
  float sum = 0;
  for (std::size_t i = 0; i < 4; ++i) sum += std::max(weights_[order[i]], 0.0f);
  for (std::size_t i = 0; i < 4; ++i) {
    const float w = sum > 0 ? std::max(weights_[order[i]], 0.0f) / sum : (i == 0 ? 1.0f : 0.0f);
    vertex.weights[i] = w;
    // The validator wants unused places to name joint 0.
    vertex.joints[i] = w > 0 ? order[i] : std::uint8_t{0};
  }
}

namespace {

/// Hips, spine, chest, neck and head by height, `share` in all.
void add_spine(Pull& pull, float y, float share) {
  const float spine = smoothstep(0.86f, 0.94f, y), chest = smoothstep(0.95f, 1.06f, y);
  const float neck = smoothstep(1.135f, 1.165f, y), head = smoothstep(1.195f, 1.235f, y);
  pull.add(Joint::hips, share * (1 - spine));
  pull.add(Joint::spine, share * spine * (1 - chest));
  pull.add(Joint::chest, share * chest * (1 - neck));
  pull.add(Joint::neck, share * neck * (1 - head));
  pull.add(Joint::head, share * head);
}

}  // namespace

Pull body_pull(const glm::vec3& place) {
  Pull pull;
  const bool left = place.x >= 0;
  const float x = std::abs(place.x), y = place.y;
  const float drop = std::max(0.0f, 1.09f - y);  // the armpit's side belongs to the chest
  const float arm =
      y > 0.84f && y < 1.21f ? smoothstep(0.070f, 0.150f, x - 0.5f * std::min(drop, 0.16f)) : 0;
  if (arm > 0) {
    const float lower = smoothstep(elbow_x - 0.038f, elbow_x + 0.038f, x);
    const float hand = smoothstep(wrist_x - 0.02f, wrist_x + 0.02f, x);
    pull.add(left ? Joint::left_upper_arm : Joint::right_upper_arm, arm * (1 - lower));
    pull.add(left ? Joint::left_lower_arm : Joint::right_lower_arm, arm * lower * (1 - hand));
    pull.add(left ? Joint::left_hand : Joint::right_hand, arm * lower * hand);
  }
  float body = 1 - arm;
  const float collar = 0.75f * body * smoothstep(0.02f, 0.085f, x) * smoothstep(1.05f, 1.11f, y) *
                       (1 - smoothstep(1.15f, 1.19f, y));
  pull.add(left ? Joint::left_shoulder : Joint::right_shoulder, collar);
  body -= collar;

  const float leg = body * (1 - smoothstep(0.725f, 0.855f, y));
  if (leg > 0) {
    const float lower = 1 - smoothstep(knee_y - 0.05f, knee_y + 0.05f, y);
    const float foot = 1 - smoothstep(ankle_y - 0.012f, ankle_y + 0.04f, y);
    const float toes = foot * smoothstep(0.055f, 0.09f, place.z);
    // Only the trunk's end is shared: thighs that pulled each other would web when she walks.
    const float other = smoothstep(0.03f, -0.03f, x) * smoothstep(0.69f, 0.76f, y);
    const auto add_leg = [&](bool is_left, float share) {
      pull.add(is_left ? Joint::left_upper_leg : Joint::right_upper_leg, share * (1 - lower));
      pull.add(is_left ? Joint::left_lower_leg : Joint::right_lower_leg,
               share * lower * (1 - foot));
      pull.add(is_left ? Joint::left_foot : Joint::right_foot, share * lower * (foot - toes));
      pull.add(is_left ? Joint::left_toes : Joint::right_toes, share * lower * toes);
    };
    add_leg(left, leg * (1 - other));
    add_leg(!left, leg * other);
  }
  add_spine(pull, y, body - leg);
  return pull;
}

Pull skirt_pull(const glm::vec3& place, float waist) {
  Pull pull;
  const float down = waist - place.y;
  const float legs = 0.98f * smoothstep(0.0f, 0.175f, down);
  const float left = smoothstep(-0.09f, 0.09f, place.x);
  // Below the knee a long skirt falls with the shins, or it would stand out stiff when she sits.
  const float shin = 0.85f * (1 - smoothstep(0.28f, 0.5f, place.y));
  pull.add(Joint::left_upper_leg, legs * left * (1 - shin));
  pull.add(Joint::right_upper_leg, legs * (1 - left) * (1 - shin));
  pull.add(Joint::left_lower_leg, legs * left * shin);
  pull.add(Joint::right_lower_leg, legs * (1 - left) * shin);
  Pull top;
  add_spine(top, place.y, 1);
  pull.add(top, 1 - legs);
  return pull;
}

void skin(Mesh& mesh, Joint joint) {
  for (auto& v : mesh.vertices) {
    v.joints = {static_cast<std::uint8_t>(joint), 0, 0, 0};
    v.weights = {1, 0, 0, 0};
  }
}

}  // namespace psgan::characters
