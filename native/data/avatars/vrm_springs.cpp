#include "data/avatars/vrm_springs.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace psgan::data {
namespace {

/// What the entries name, and how many of them name nothing: those are left out.
class Names {
 public:
  explicit Names(const NodeOrder& order) : order_(order) {}

  std::optional<int> node(GltfValue value) {
    const double i = value.number(-1);
    if (i >= 0 && i < double(order_.place.size())) return order_.place[std::size_t(i)];
    leave_out();
    return std::nullopt;
  }
  std::optional<int> index(GltfValue value, std::size_t count) {
    const double i = value.number(-1);
    if (i >= 0 && i < double(count)) return int(i);
    leave_out();
    return std::nullopt;
  }
  void leave_out() { ++left_out_; }

  void warn(const std::string& where, Avatar& avatar) const {
    if (left_out_ == 0) return;
    avatar.warnings.push_back(
        where + ": its spring bones name " + std::to_string(left_out_) +
        (left_out_ == 1 ? " node or collider that is" : " nodes or colliders that are") +
        " not there; left out");
  }

 private:
  const NodeOrder& order_;
  std::size_t left_out_ = 0;
};

/// A number that nobody can make the solver stumble over.
float sane(GltfValue value, double otherwise, float low, float high) {
  const double v = value.number(otherwise);
  return std::isfinite(v) ? std::clamp(float(v), low, high) : float(otherwise);
}

glm::vec3 xyz(GltfValue value, glm::vec3 otherwise) {
  if (!value) return otherwise;
  return {sane(value["x"], otherwise.x, -1e3f, 1e3f), sane(value["y"], otherwise.y, -1e3f, 1e3f),
          sane(value["z"], otherwise.z, -1e3f, 1e3f)};
}

glm::vec3 triple(GltfValue value, glm::vec3 otherwise) {
  if (value.size() < 3) return otherwise;
  return {sane(value.item(0), otherwise.x, -1e3f, 1e3f),
          sane(value.item(1), otherwise.y, -1e3f, 1e3f),
          sane(value.item(2), otherwise.z, -1e3f, 1e3f)};
}

glm::vec3 direction(glm::vec3 v) {
  return glm::length(v) > 1e-6f ? glm::normalize(v) : glm::vec3(0, -1, 0);
}

/// In the order of their nodes; a node that two springs name keeps the first, and the body's own
/// joints stay where the pose has them.
void put_in_order(Avatar& avatar) {
  auto& bones = avatar.springs.bones;
  std::erase_if(bones, [&](const SpringBone& bone) {
    return std::find(avatar.joint_node.begin(), avatar.joint_node.end(), bone.node) !=
           avatar.joint_node.end();
  });
  std::stable_sort(bones.begin(), bones.end(),
                   [](const SpringBone& a, const SpringBone& b) { return a.node < b.node; });
  bones.erase(
      std::unique(bones.begin(), bones.end(),
                  [](const SpringBone& a, const SpringBone& b) { return a.node == b.node; }),
      bones.end());
}

/// Lists of colliders by group: `groups` names groups, each of which lists colliders.
std::vector<int> colliders_of(GltfValue groups, const std::vector<std::vector<int>>& lists,
                              Names& names) {
  std::vector<int> all;
  for (std::size_t i = 0; i < groups.size(); ++i)
    if (const auto group = names.index(groups.item(i), lists.size())) {
      const auto& list = lists[std::size_t(*group)];
      all.insert(all.end(), list.begin(), list.end());
    }
  return all;
}

SpringCollider collider_of(GltfValue from, int node) {
  SpringCollider collider;
  collider.node = node;
  const GltfValue shape = from["shape"], capsule = shape["capsule"];
  const GltfValue body = capsule ? capsule : shape["sphere"];
  collider.offset = triple(body["offset"], glm::vec3(0));
  collider.tail = capsule ? triple(capsule["tail"], collider.offset) : collider.offset;
  collider.radius = sane(body["radius"], 0, 0, 10);
  return collider;
}

/// VRM 1.0's groups of colliders, each a list of indices into the avatar's.
std::vector<std::vector<int>> read_colliders(GltfValue extension, Names& names, Springs& springs) {
  const GltfValue colliders = extension["colliders"], groups = extension["colliderGroups"];
  std::vector<int> place(colliders.size(),
                         -1);  // of each of the file's, or −1 where it hangs on nothing
  for (std::size_t i = 0; i < colliders.size(); ++i)
    if (const auto node = names.node(colliders.item(i)["node"])) {
      place[i] = int(springs.colliders.size());
      springs.colliders.push_back(collider_of(colliders.item(i), *node));
    }
  std::vector<std::vector<int>> lists(groups.size());
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const GltfValue list = groups.item(g)["colliders"];
    for (std::size_t i = 0; i < list.size(); ++i)
      if (const auto collider = names.index(list.item(i), place.size());
          collider && place[std::size_t(*collider)] >= 0)
        lists[g].push_back(place[std::size_t(*collider)]);
  }
  return lists;
}

/// A node's place in the frame of one that it hangs from, or nothing if it does not.
std::optional<glm::vec3> place_within(const Avatar& avatar, int node, int ancestor) {
  glm::vec3 place(0);
  for (; node != ancestor; node = avatar.nodes[node].parent) {
    if (node < 0) return std::nullopt;
    const Node& n = avatar.nodes[node];
    place = n.translation + n.rotation * (n.scale * place);
  }
  return place;
}

}  // namespace

void read_springs(GltfValue extension, const NodeOrder& order, const std::string& where,
                  Avatar& avatar) {
  Names names(order);
  Springs& springs = avatar.springs;
  const std::vector<std::vector<int>> lists = read_colliders(extension, names, springs);
  const GltfValue list = extension["springs"];
  for (std::size_t s = 0; s < list.size(); ++s) {
    const GltfValue joints = list.item(s)["joints"];
    const std::vector<int> hit = colliders_of(list.item(s)["colliderGroups"], lists, names);
    std::vector<std::pair<int, GltfValue>> chain;
    for (std::size_t j = 0; j < joints.size(); ++j)
      if (const auto node = names.node(joints.item(j)["node"]))
        chain.emplace_back(*node, joints.item(j));
    for (std::size_t j = 0; j + 1 < chain.size(); ++j) {
      const auto& [node, joint] = chain[j];
      // The format wants a descendant; usually it is the child itself.
      const std::optional<glm::vec3> tail = place_within(avatar, chain[j + 1].first, node);
      if (!tail) {
        names.leave_out();
        continue;
      }
      SpringBone bone;
      bone.node = node;
      bone.tail = *tail;
      bone.stiffness = sane(joint["stiffness"], 1, 0, 1e3f);
      bone.gravity_power = sane(joint["gravityPower"], 0, 0, 1e3f);
      bone.gravity = direction(triple(joint["gravityDir"], {0, -1, 0}));
      bone.radius = sane(joint["hitRadius"], 0, 0, 10);
      bone.colliders = hit;
      springs.bones.push_back(bone);
    }
  }
  names.warn(where, avatar);
  put_in_order(avatar);
}

void read_springs0(GltfValue animation, const NodeOrder& order, const std::string& where,
                   Avatar& avatar) {
  Names names(order);
  Springs& springs = avatar.springs;
  const GltfValue groups = animation["colliderGroups"], bones = animation["boneGroups"];
  std::vector<std::vector<int>> lists(groups.size());
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const GltfValue list = groups.item(g)["colliders"];
    if (list.size() == 0) continue;
    const auto node = names.node(groups.item(g)["node"]);
    for (std::size_t i = 0; node && i < list.size(); ++i) {
      SpringCollider collider;
      collider.node = *node;
      // Offsets have the other handedness than the file.
      collider.offset = xyz(list.item(i)["offset"], glm::vec3(0)) * glm::vec3(1, 1, -1);
      collider.tail = collider.offset;
      collider.radius = sane(list.item(i)["radius"], 0, 0, 10);
      lists[g].push_back(int(springs.colliders.size()));
      springs.colliders.push_back(collider);
    }
  }
  // The first child of each node, and all of them.
  std::vector<std::vector<int>> children(avatar.nodes.size());
  std::vector<char> taken(avatar.nodes.size(), 0);
  for (std::size_t i = 0; i < avatar.nodes.size(); ++i)
    if (avatar.nodes[i].parent >= 0) children[avatar.nodes[i].parent].push_back(int(i));
  for (std::size_t g = 0; g < bones.size(); ++g) {
    const GltfValue group = bones.item(g), roots = group["bones"];
    SpringBone bone;
    bone.stiffness = sane(group["stiffiness"], 1, 0, 1e3f);  // the format's own spelling
    bone.gravity_power = sane(group["gravityPower"], 0, 0, 1e3f);
    bone.gravity = direction(xyz(group["gravityDir"], {0, -1, 0}));
    bone.radius = sane(group["hitRadius"], 0, 0, 10);
    bone.colliders = colliders_of(group["colliderGroups"], lists, names);
    std::vector<int> open;
    for (std::size_t i = 0; i < roots.size(); ++i)
      if (const auto node = names.node(roots.item(i))) open.push_back(*node);
    while (!open.empty()) {
      bone.node = open.back();
      open.pop_back();
      if (taken[bone.node]++) continue;
      const auto& below = children[bone.node];
      open.insert(open.end(), below.begin(), below.end());
      const glm::vec3 own = avatar.nodes[bone.node].translation;
      // A chain's end is as long as the format says, along the way that leads to it.
      bone.tail = !below.empty()             ? avatar.nodes[below.front()].translation
                  : glm::length(own) > 1e-6f ? 0.07f * glm::normalize(own)
                                             : glm::vec3(0);
      springs.bones.push_back(bone);
    }
  }
  names.warn(where, avatar);
  put_in_order(avatar);
}

}  // namespace psgan::data
