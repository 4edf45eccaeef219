#include "characters/springs.h"

#include <algorithm>

#include "characters/field.h"
#include "psgan/error.h"

namespace psgan::characters {

std::span<const BodyCollider> body_colliders() {
  static const std::vector<BodyCollider> colliders = [] {
    std::vector<BodyCollider> list{
        {Joint::head, {0, 1.385f, -0.014f}, {0, 1.385f, -0.014f}, 0.125f},
        {Joint::neck, {0, 1.16f, -0.015f}, {0, 1.22f, -0.010f}, 0.034f},
        {Joint::chest, {-0.088f, 1.108f, -0.010f}, {0.088f, 1.108f, -0.010f}, 0.044f},
        {Joint::chest, {-0.034f, 1.035f, -0.004f}, {0.034f, 1.035f, -0.004f}, 0.074f},
        {Joint::spine, {-0.012f, 0.935f, -0.002f}, {0.012f, 0.935f, -0.002f}, 0.068f},
        // The back, which stands out between the two when she crouches.
        {Joint::spine, {-0.030f, 0.985f, -0.018f}, {0.030f, 0.985f, -0.018f}, 0.070f},
        {Joint::hips, {-0.034f, 0.830f, -0.008f}, {0.034f, 0.830f, -0.008f}, 0.088f}};
    for (const float s : {-1.0f, 1.0f}) {
      const auto capsule_of = [&](Joint joint, Joint end, float radius) {
        const auto left = joint_info(int(joint)).position, to = joint_info(int(end)).position;
        // A right limb's joints follow the left one's four.
        list.push_back({s > 0 ? joint : static_cast<Joint>(int(joint) + 4),
                        {s * left.x, left.y, left.z},
                        {s * to.x, to.y, to.z},
                        radius});
      };
      capsule_of(Joint::left_upper_arm, Joint::left_lower_arm, 0.036f);
      capsule_of(Joint::left_lower_arm, Joint::left_hand, 0.028f);
      capsule_of(Joint::left_upper_leg, Joint::left_lower_leg, 0.056f);
      capsule_of(Joint::left_lower_leg, Joint::left_foot, 0.040f);
    }
    return list;
  }();
  return colliders;
}

void add_chain(std::vector<SpringChain>& chains, SpringChain chain) {
  chain.first =
      chains.empty() ? joint_count : chains.back().first + int(chains.back().points.size());
  if (chain.first + int(chain.points.size()) > max_joints)
    throw Error("The character has more spring bones than a skin has room for (" +
                std::to_string(max_joints) + " joints).");
  chains.push_back(std::move(chain));
}

namespace {

/// Where a place lies along a chain: the segment, how far along it (below 0 before the root), and
/// how far away.
struct Along {
  int segment = 0;
  float share = 0, distance = 1e9f;
};

Along along(const SpringChain& chain, const glm::vec3& place) {
  Along best;
  const int segments = int(chain.points.size()) - 1;
  for (int i = 0; i < segments; ++i) {
    const auto a = chain.points[std::size_t(i)], b = chain.points[std::size_t(i) + 1];
    const auto way = b - a;
    const float free = glm::dot(place - a, way) / glm::dot(way, way);
    const float t = std::clamp(free, 0.0f, 1.0f);
    const float distance = glm::distance(place, a + way * t);
    if (distance < best.distance) best = {i, i == 0 ? std::min(free, 1.0f) : t, distance};
  }
  return best;
}

/// Neighbouring bones share half a segment on both sides of the joint between them.
void add_bones(Pull& pull, const SpringChain& chain, const Along& at, float weight) {
  const int bones = int(chain.points.size()) - 1;
  const float before = std::clamp(0.5f - at.share, 0.0f, 1.0f);
  const float after = at.segment + 1 < bones ? std::clamp(at.share - 0.5f, 0.0f, 0.5f) : 0.0f;
  const int own = chain.first + at.segment;
  if (at.segment == 0)
    pull.add(chain.parent, weight * before);
  else
    pull.add_joint(own - 1, weight * before);
  pull.add_joint(own, weight * (1 - before - after));
  pull.add_joint(own + 1, weight * after);
}

}  // namespace

Pull chain_pull(std::span<const SpringChain> chains, const glm::vec3& place, float reach) {
  Pull pull;
  std::vector<std::pair<Along, const SpringChain*>> near;
  for (const auto& chain : chains) near.emplace_back(along(chain, place), &chain);
  const auto closer = [](const auto& a, const auto& b) {
    return a.first.distance < b.first.distance;
  };
  const auto count = std::min<std::size_t>(near.size(), 2);
  std::partial_sort(near.begin(), near.begin() + std::ptrdiff_t(count), near.end(), closer);
  const float hanging = 1 - smoothstep(0.5f * reach, reach, near.front().first.distance);
  pull.add(near.front().second->parent, 1 - hanging);
  float sum = 0;
  std::array<float, 2> weights{};
  for (std::size_t i = 0; i < count; ++i) {
    const float d = near[i].first.distance + 0.004f;
    sum += weights[i] = 1 / (d * d * d);
  }
  for (std::size_t i = 0; i < count; ++i)
    add_bones(pull, *near[i].second, near[i].first, hanging * weights[i] / sum);
  return pull;
}

}  // namespace psgan::characters
