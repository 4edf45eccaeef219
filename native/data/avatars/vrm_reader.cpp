#include <tiny_gltf.h>

#include <algorithm>
#include <glm/gtc/constants.hpp>

#include "common/program.h"
#include "data/avatars/avatar.h"
#include "data/avatars/gltf_reader.h"
#include "data/avatars/vrm_materials.h"
#include "data/avatars/vrm_springs.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

/// Turns everything half round: VRM 0.x faces −Z.
void face_forward(Avatar& avatar) {
  Node turn;
  turn.name = "(turned to +Z)";
  turn.rotation = glm::angleAxis(glm::pi<float>(), glm::vec3(0, 1, 0));
  for (Node& n : avatar.nodes) n.parent = n.parent < 0 ? 0 : n.parent + 1;
  avatar.nodes.insert(avatar.nodes.begin(), turn);
  for (auto& skin : avatar.skins)
    for (SkinJoint& joint : skin) ++joint.node;
  for (int& node : avatar.joint_node)
    if (node >= 0) ++node;
  for (SpringCollider& collider : avatar.springs.colliders) ++collider.node;
  for (SpringBone& bone : avatar.springs.bones) {
    ++bone.node;
    bone.gravity = turn.rotation * bone.gravity;
  }
}

/// The node of each humanoid bone. VRM 1.0 has an object with a member for each bone, VRM 0.x a
/// list; bones that are no joints of ours (fingers, jaw) are passed over.
PerJoint<int> read_bones(GltfValue bones, bool vrm0, const NodeOrder& order,
                         const std::string& where) {
  PerJoint<int> nodes;
  nodes.fill(-1);
  const auto set = [&](BodyJoint joint, GltfValue bone) {
    const int node = int(bone["node"].number(-1));
    if (node < 0 || std::size_t(node) >= order.place.size())
      throw Error(where + ": humanoid bone \"" + std::string(name(joint)) +
                  "\" names a node that is not there");
    nodes[joint] = order.place[node];
  };
  if (vrm0) {
    for (std::size_t i = 0; i < bones.size(); ++i)
      if (const auto joint = joint_named(bones.item(i)["bone"].text())) set(*joint, bones.item(i));
  } else {
    for (int j = 0; j < body_joint_count; ++j) {
      const auto joint = static_cast<BodyJoint>(j);
      if (const GltfValue bone = bones[std::string(name(joint)).c_str()]) set(joint, bone);
    }
  }
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    if (required(joint) && nodes[joint] < 0)
      throw Error(where + ": the humanoid bone \"" + std::string(name(joint)) +
                  "\" is missing, which every VRM must have");
  }
  return nodes;
}

/// The extent in height of all vertices in the rest position, whatever hides or hangs below.
std::pair<float, float> heights(const Avatar& avatar, const std::vector<glm::mat4>& world) {
  float low = 1e9f, high = -1e9f;
  for (const Surface& mesh : avatar.surfaces)
    for (const glm::vec3& p : skinned_positions(avatar, mesh, world)) {
      low = std::min(low, p.y);
      high = std::max(high, p.y);
    }
  return {low, high};
}

/// The crown's height. Hats, ears and buns must not make one figure smaller than the next, so that
/// the eyes tell: in an anime face they are 0.35 of the way from the head's joint to the crown.
/// Without eye bones the highest vertex counts, unless it is far above the head.
float crown(const Humanoid& h, float top) {
  const float head = h.rest[BodyJoint::head].y;
  if (!h.present[BodyJoint::left_eye] || !h.present[BodyJoint::right_eye])
    return std::min(top, 1.45f * head);
  const float eyes = 0.5f * (h.rest[BodyJoint::left_eye].y + h.rest[BodyJoint::right_eye].y);
  return std::clamp(head + (eyes - head) / 0.35f, std::max(0.75f * top, 1.02f * head), top);
}

/// Puts the soles on the ground and the hips over the origin, and measures the figure.
void measure(Avatar& avatar, const std::string& where) {
  const std::vector<glm::mat4> world = rest_matrices(avatar);
  const auto [low, high] = heights(avatar, world);
  const glm::vec3 hips = world[avatar.joint_node[BodyJoint::hips]][3];
  const glm::vec3 shift(-hips.x, -low, -hips.z);
  for (Node& n : avatar.nodes)
    if (n.parent < 0) n.translation += shift;

  Humanoid& h = avatar.humanoid;
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    const int node = avatar.joint_node[joint];
    h.present[joint] = node >= 0;
    h.rest[joint] = node >= 0 ? glm::vec3(world[node][3]) + shift : glm::vec3(0);
  }
  if (!(h.rest[BodyJoint::head].y > 0.1f) ||
      h.rest[BodyJoint::hips].y <= h.rest[BodyJoint::left_foot].y)
    throw Error(where + ": its skeleton does not stand upright");
  h.height = crown(h, high - low);
  complete(h);
}

std::string title_of(GltfValue meta, const std::string& where) {
  const std::string title = meta["name"].text(meta["title"].text());
  return title.empty() ? std::filesystem::path(where).stem().string() : title;
}

}  // namespace

Avatar read_vrm(std::span<const std::uint8_t> bytes, const std::string& where) {
  const tinygltf::Model model = parse_gltf(bytes, where);
  const auto extension = [&](const char* key) {
    const auto it = model.extensions.find(key);
    return it == model.extensions.end() ? GltfValue() : GltfValue(&it->second);
  };
  const GltfValue vrm1 = extension("VRMC_vrm");
  const GltfValue vrm0 = vrm1 ? GltfValue() : extension("VRM");
  if (!vrm1 && !vrm0)
    throw Error(where + ": is a glTF file but no VRM (it has no extension VRMC_vrm or VRM)");
  const GltfValue vrm = vrm1 ? vrm1 : vrm0;

  Avatar avatar;
  avatar.name = title_of(vrm["meta"], where);
  const NodeOrder order = read_scene(model, where, avatar);
  avatar.joint_node = read_bones(vrm["humanoid"]["humanBones"], bool(vrm0), order, where);
  read_materials(model, vrm0, avatar);
  read_images(model, where, avatar);
  if (vrm0)
    read_springs0(vrm0["secondaryAnimation"], order, where, avatar);
  else
    read_springs(extension("VRMC_springBone"), order, where, avatar);
  if (vrm0) face_forward(avatar);
  measure(avatar, where);
  make_hull_normals(avatar);
  return avatar;
}

Avatar read_vrm(const std::filesystem::path& path) {
  return read_vrm(read_file(path), path.string());
}

}  // namespace psgan::data
