#include <tiny_gltf.h>

#include <glm/gtc/constants.hpp>

#include "common/program.h"
#include "data/avatars/avatar.h"
#include "data/avatars/gltf_reader.h"
#include "data/avatars/proportions.h"
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
  for (SpringBone& bone : avatar.springs.bones) bone.gravity = turn.rotation * bone.gravity;
  hang_from(avatar, turn);
}

/// The node of each humanoid bone. VRM 1.0 has an object with a member for each bone, VRM 0.x a
/// list; bones that are no joints of ours (fingers, jaw) are passed over.
PerJoint<int> read_bones(GltfValue bones, bool vrm0, const NodeOrder& order,
                         const std::string& where, Avatar& avatar) {
  PerJoint<int> nodes;
  nodes.fill(-1);
  const auto set = [&](BodyJoint joint, GltfValue bone) {
    const double node = bone["node"].number(-1);
    if (node >= 0 && node < double(order.place.size())) {
      nodes[joint] = order.place[std::size_t(node)];
      return;
    }
    const std::string what = where + ": humanoid bone \"" + std::string(name(joint)) +
                             "\" names a node that is not there";
    if (required(joint)) throw Error(what);
    avatar.warnings.push_back(what + "; taken as a file without this bone");
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

/// The nodes whose meshes only the wearer sees (hands before the eyes) [nodes of the file]. VRM 1.0
/// annotates nodes, VRM 0.x meshes.
std::vector<bool> first_person_only(const tinygltf::Model& model, GltfValue vrm, bool vrm0) {
  std::vector<bool> hidden(model.nodes.size(), false);
  const GltfValue annotations = vrm["firstPerson"]["meshAnnotations"];
  for (std::size_t i = 0; i < annotations.size(); ++i) {
    const GltfValue annotation = annotations.item(i);
    if (annotation["type"].text() == "firstPersonOnly") {
      const double node = annotation["node"].number(-1);
      if (node >= 0 && node < double(hidden.size())) hidden[std::size_t(node)] = true;
    }
    if (vrm0 && annotation["firstPersonFlag"].text() == "FirstPersonOnly")
      for (std::size_t n = 0; n < hidden.size(); ++n)
        if (model.nodes[n].mesh >= 0 && model.nodes[n].mesh == annotation["mesh"].number(-1))
          hidden[n] = true;
  }
  return hidden;
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
  const NodeOrder order =
      read_scene(model, where, first_person_only(model, vrm, bool(vrm0)), avatar);
  avatar.joint_node = read_bones(vrm["humanoid"]["humanBones"], bool(vrm0), order, where, avatar);
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
