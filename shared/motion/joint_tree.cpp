#include "motion/joint_tree.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace psgan {
namespace {

using enum BodyJoint;

constexpr int limb_joints = 3;  ///< Thigh, shin and foot, which may be an end site.

}  // namespace

JointTree::JointTree(const Skeleton& skeleton)
    : skeleton_(skeleton),
      children_(skeleton.parents.size()),
      chain_(skeleton.parents.size(), 1),
      depth_(skeleton.parents.size(), 0) {
  const int count = int(skeleton.parents.size());
  for (int i = 0; i < count; ++i) {
    if (parent(i) < 0) continue;
    children_[parent(i)].push_back(i);
    depth_[i] = depth_[parent(i)] + 1;
  }
  for (int i = count - 1; i > 0; --i)
    if (parent(i) >= 0) chain_[parent(i)] = std::max(chain_[parent(i)], chain_[i] + 1);
}

bool JointTree::below(int joint, int above) const {
  while (joint >= 0 && depth_[joint] > depth_[above]) joint = parent(joint);
  return joint == above && joint >= 0;
}

int JointTree::common(int a, int b) const {
  while (a != b && a >= 0 && b >= 0) {
    if (depth_[a] >= depth_[b])
      a = parent(a);
    else
      b = parent(b);
  }
  return a == b ? a : -1;
}

std::vector<int> JointTree::between(int above, int joint) const {
  std::vector<int> path;
  for (joint = parent(joint); joint >= 0 && joint != above; joint = parent(joint))
    path.push_back(joint);
  std::reverse(path.begin(), path.end());
  return path;
}

int JointTree::next_of_chain(int joint) const {
  int next = -1;
  for (const int child : children_[joint])
    if (next < 0 || chain(child) > chain(next) ||
        (chain(child) == chain(next) && length(child) > length(next)))
      next = child;
  return next;
}

/// Of the bone from a joint's parent.
float JointTree::length(int joint) const {
  return parent(joint) < 0
             ? 0
             : glm::distance(skeleton_.position[joint], skeleton_.position[parent(joint)]);
}

bool JointTree::taken(const PerJoint<int>& found, int joint) const {
  return std::any_of(found.begin(), found.end(), [&](int other) {
    return other >= 0 && (other == joint || below(other, joint));
  });
}

std::vector<int> JointTree::alike(std::vector<int> chains) const {
  std::erase_if(chains, [&](int c) { return chain(c) < limb_joints; });
  if (chains.size() <= 2) return chains;
  const auto reach = [&](int joint) {
    float sum = 0;
    for (int i = 0, at = next_of_chain(joint); i < limb_joints - 1 && at >= 0; ++i) {
      sum += length(at);
      at = next_of_chain(at);
    }
    return sum;
  };
  std::vector<int> best(chains.begin(), chains.begin() + 2);
  float least = 2;
  for (std::size_t a = 0; a < chains.size(); ++a)
    for (std::size_t b = a + 1; b < chains.size(); ++b) {
      const float one = reach(chains[a]), other = reach(chains[b]);
      const float longer = std::max(one, other);
      if (!(longer > 0)) continue;
      const float differ = std::abs(one - other) / longer +
                           0.1f * float(std::abs(chain(chains[a]) - chain(chains[b])));
      if (differ < least) least = differ, best = {chains[a], chains[b]};
    }
  return best;
}

Side JointTree::side_of(int joint, const std::vector<Side>& sides) const {
  for (int at = joint, i = 0; at >= 0 && i < limb_joints; at = next_of_chain(at), ++i)
    if (sides[at] != Side::none) return sides[at];
  return Side::none;
}

void JointTree::complete_limb(PerJoint<int>& found, BodyJoint upper, BodyJoint lower,
                              BodyJoint end) const {
  if (found[upper] < 0 && found[lower] >= 0 && parent(found[lower]) >= 0 &&
      parent(found[lower]) != found[hips])
    found[upper] = parent(found[lower]);
  if (found[upper] < 0) return;
  if (found[lower] >= 0 && !below(found[lower], found[upper])) found[lower] = -1;
  if (found[end] >= 0 && !below(found[end], found[upper])) found[end] = -1;
  if (found[lower] < 0 && found[end] >= 0) {
    const std::vector<int> path = between(found[upper], found[end]);
    // Of joints for twisting in between, none is where the limb bends; the middle is nearest.
    if (!path.empty()) found[lower] = path[path.size() / 2];
  }
  if (found[lower] < 0) found[lower] = next_of_chain(found[upper]);
  if (found[lower] < 0) return;
  if (found[end] >= 0 && !below(found[end], found[lower])) found[end] = -1;
  if (found[end] < 0) found[end] = next_of_chain(found[lower]);
}

glm::vec3 JointTree::left_of(const PerJoint<int>& found, int leg_a, int leg_b) const {
  const auto& at = skeleton_.position;
  glm::vec3 front(0), feet(0);
  for (const int leg : {leg_a, leg_b}) {
    int foot = leg;
    for (int i = 0; i < limb_joints - 1 && foot >= 0; ++i) foot = next_of_chain(foot);
    if (foot < 0) return {1, 0, 0};
    feet += 0.5f * at[foot];
    const int toes = next_of_chain(foot);
    if (toes >= 0) front += at[toes] - at[foot];
  }
  const int top = found[head] >= 0 ? found[head] : chest_of(found);
  const glm::vec3 up = top >= 0 ? at[top] - feet : 0.5f * (at[leg_a] + at[leg_b]) - feet;
  const glm::vec3 left = glm::cross(up, front);
  return glm::length(left) > 1e-6f * (glm::length(up) + 1e-6f) ? glm::normalize(left)
                                                               : glm::vec3(1, 0, 0);
}

int JointTree::guess_hips() const {
  int best = -1;
  for (int i = 0; i < int(children_.size()); ++i) {
    const auto limbs = std::count_if(children_[i].begin(), children_[i].end(),
                                     [&](int child) { return chain(child) >= limb_joints; });
    if (limbs >= 3 && (best < 0 || depth_[i] < depth_[best])) best = i;
  }
  return best;
}

void JointTree::find_legs(PerJoint<int>& found, const std::vector<Side>& sides) const {
  if (found[left_upper_leg] >= 0 && found[right_upper_leg] >= 0) return;
  int base = found[hips] >= 0 ? found[hips] : guess_hips();
  if (base < 0) return;
  found[hips] = base;
  std::vector<int> chains;
  const int trunk = chest_of(found);
  for (const int child : children_[base])
    if (!taken(found, child) && child != trunk && !(trunk >= 0 && below(trunk, child)))
      chains.push_back(child);
  const std::vector<int> legs = alike(chains);
  for (const auto& [upper, side] :
       {std::pair{left_upper_leg, Side::left}, {right_upper_leg, Side::right}})
    for (const int leg : legs)
      if (found[upper] < 0 && side_of(leg, sides) == side && !taken(found, leg)) found[upper] = leg;
  std::vector<int> open;
  for (const int leg : legs)
    if (!taken(found, leg)) open.push_back(leg);
  if (open.size() == 1 && (found[left_upper_leg] < 0) != (found[right_upper_leg] < 0)) {
    found[found[left_upper_leg] < 0 ? left_upper_leg : right_upper_leg] = open[0];
  } else if (open.size() == 2 && found[left_upper_leg] < 0 && found[right_upper_leg] < 0) {
    const glm::vec3 left = left_of(found, open[0], open[1]);
    const bool first_is_left =
        glm::dot(left, skeleton_.position[open[0]]) >= glm::dot(left, skeleton_.position[open[1]]);
    found[left_upper_leg] = open[first_is_left ? 0 : 1];
    found[right_upper_leg] = open[first_is_left ? 1 : 0];
  }
}

int JointTree::chest_of(const PerJoint<int>& found) const {
  if (found[left_upper_arm] >= 0 && found[right_upper_arm] >= 0)
    return common(found[left_upper_arm], found[right_upper_arm]);
  // The branch from which two limbs and something else go out, below the hips and off the legs: the
  // legs are no such limbs.
  int best = -1;
  for (int i = 0; i < int(children_.size()); ++i) {
    if (found[hips] >= 0 && !below(i, found[hips])) continue;
    const auto off_leg = [&](BodyJoint leg) {
      return found[leg] < 0 || (!below(i, found[leg]) && !below(found[leg], i));
    };
    if (!off_leg(left_upper_leg) || !off_leg(right_upper_leg)) continue;
    const auto limbs = std::count_if(children_[i].begin(), children_[i].end(),
                                     [&](int child) { return chain(child) >= limb_joints; });
    if (limbs < 2 || children_[i].size() < 3) continue;
    if (best < 0 || depth_[i] < depth_[best]) best = i;
  }
  return best;
}

void JointTree::find_head(PerJoint<int>& found) const {
  if (found[head] >= 0) return;
  int from = found[neck];
  if (from < 0) {
    const int chest_joint = chest_of(found);
    if (chest_joint < 0) return;
    // Of the chains that are no arms the one that ends highest, seen from the feet.
    std::vector<int> chains;
    for (const int child : children_[chest_joint])
      if (!taken(found, child)) chains.push_back(child);
    if (found[left_upper_arm] < 0 || found[right_upper_arm] < 0)
      for (const int arm : alike(chains))
        if (chains.size() > 2) std::erase(chains, arm);
    glm::vec3 up(0, 1, 0);
    if (found[left_upper_leg] >= 0 && found[right_upper_leg] >= 0) {
      up = skeleton_.position[chest_joint];
      for (const BodyJoint leg : {left_upper_leg, right_upper_leg}) {
        int foot = found[leg];
        while (next_of_chain(foot) >= 0) foot = next_of_chain(foot);
        up -= 0.5f * skeleton_.position[foot];
      }
    }
    float highest = 0;
    for (const int child : chains) {
      int top = child;
      while (next_of_chain(top) >= 0) top = next_of_chain(top);
      const float height = glm::dot(up, skeleton_.position[top]);
      if (from < 0 || height > highest) from = child, highest = height;
    }
    if (from < 0) return;
    if (next_of_chain(from) < 0) {
      found[head] = from;
      return;
    }
    found[neck] = from;
  }
  // Down from the neck as long as there are joints; an end site only if nothing else hangs there.
  int at = from;
  for (int next = next_of_chain(at); next >= 0; next = next_of_chain(at)) {
    if (skeleton_.names[next].empty() && at != from) break;
    at = next;
    if (children_[at].size() != 1) break;
  }
  if (at != from) found[head] = at;
}

void JointTree::find_arms(PerJoint<int>& found, const std::vector<Side>& sides) const {
  if (found[left_upper_arm] >= 0 && found[right_upper_arm] >= 0) return;
  const int chest_joint = chest_of(found);
  if (chest_joint < 0) return;
  std::vector<int> chains;
  for (const int child : children_[chest_joint])
    if (!taken(found, child)) chains.push_back(child);
  const std::vector<int> arms = alike(chains);
  if (arms.size() != 2) return;
  std::vector<int> order = arms;
  const auto& at = skeleton_.position;
  const Side first = side_of(arms[0], sides), second = side_of(arms[1], sides);
  bool first_is_left = true;
  if (first != Side::none || second != Side::none) {
    first_is_left = first == Side::left || second == Side::right;
  } else if (found[left_upper_leg] >= 0 && found[right_upper_leg] >= 0) {
    const glm::vec3 left = at[found[left_upper_leg]] - at[found[right_upper_leg]];
    const auto reach = [&](int arm) { return at[next_of_chain(arm)] + at[arm]; };
    first_is_left = glm::dot(left, reach(arms[0])) >= glm::dot(left, reach(arms[1]));
  }
  if (!first_is_left) std::swap(order[0], order[1]);
  for (const auto& [arm, upper, shoulder] : {std::tuple{order[0], left_upper_arm, left_shoulder},
                                             {order[1], right_upper_arm, right_shoulder}}) {
    // A chain that begins with a short bone and has enough joints begins with the collar-bone.
    const int next = next_of_chain(arm), after = next_of_chain(next);
    const bool collar = chain(arm) > limb_joints && length(next) < 0.75f * length(after);
    found[upper] = collar ? next : arm;
    if (collar) found[shoulder] = arm;
  }
}

void JointTree::find_torso(PerJoint<int>& found) const {
  if (found[hips] < 0 || found[head] < 0) return;
  const int root = common(found[hips], found[head]);
  std::vector<int> path = between(root, found[head]);
  std::erase(path, found[hips]);
  const int branch = chest_of(found);
  const auto chest_at = std::find(path.begin(), path.end(), branch);
  if (chest_at != path.end()) {
    if (found[neck] < 0 && chest_at + 1 != path.end()) found[neck] = path.back();
    path.erase(chest_at + 1, path.end());
  } else {
    std::erase_if(path, [&](int joint) { return joint == found[neck]; });
  }
  std::erase_if(path, [&](int joint) {
    return std::find(found.begin(), found.end(), joint) != found.end() && joint != found[spine] &&
           joint != found[chest];
  });
  if (path.empty()) return;
  if (found[spine] < 0 && path.front() != found[chest]) found[spine] = path.front();
  if (found[chest] < 0 && path.back() != found[spine]) found[chest] = path.back();
}

void JointTree::complete(PerJoint<int>& found, const std::vector<Side>& sides) const {
  constexpr std::tuple<BodyJoint, BodyJoint, BodyJoint> limbs[] = {
      {left_upper_leg, left_lower_leg, left_foot},
      {right_upper_leg, right_lower_leg, right_foot},
      {left_upper_arm, left_lower_arm, left_hand},
      {right_upper_arm, right_lower_arm, right_hand}};
  const auto complete_limbs = [&] {
    for (const auto& [upper, lower, end] : limbs) complete_limb(found, upper, lower, end);
  };
  complete_limbs();
  if (found[hips] < 0 && found[left_upper_leg] >= 0 && found[right_upper_leg] >= 0)
    found[hips] = common(found[left_upper_leg], found[right_upper_leg]);
  find_legs(found, sides);
  find_arms(found, sides);
  complete_limbs();
  find_head(found);
  find_torso(found);
}

}  // namespace psgan
