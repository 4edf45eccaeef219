#include "characters/vrm_writer.h"

#include <cstring>
#include <nlohmann/json.hpp>

#include "characters/rig.h"

namespace psgan::characters {

Material plain(std::string name, const Colour& colour) {
  Material m;
  m.name = std::move(name);
  m.colour = colour;
  m.shade = shade_of(colour);
  m.line = line_of(colour);
  return m;
}

namespace {

using nlohmann::ordered_json;

constexpr int type_ubyte = 5121, type_ushort = 5123, type_uint = 5125, type_float = 5126;
constexpr int target_vertices = 34962, target_indices = 34963;

/// The binary chunk and the JSON that describes it.
class Buffer {
 public:
  int add_view(const void* data, std::size_t size, int target) {
    while (bytes.size() % 4) bytes.push_back(0);
    ordered_json view{{"buffer", 0}, {"byteOffset", bytes.size()}, {"byteLength", size}};
    if (target) view["target"] = target;
    const auto* begin = static_cast<const std::uint8_t*>(data);
    bytes.insert(bytes.end(), begin, begin + size);
    views.push_back(view);
    return static_cast<int>(views.size()) - 1;
  }
  template <typename T>
  int add_accessor(const std::vector<T>& values, int component, const char* type, int target) {
    const int view = add_view(values.data(), values.size() * sizeof(T), target);
    accessors.push_back({{"bufferView", view},
                         {"componentType", component},
                         {"count", values.size()},
                         {"type", type}});
    return static_cast<int>(accessors.size()) - 1;
  }

  std::vector<std::uint8_t> bytes;
  ordered_json views = ordered_json::array(), accessors = ordered_json::array();
};

ordered_json vector_json(const glm::vec3& v) { return {v.x, v.y, v.z}; }

ordered_json primitive_json(Buffer& buffer, const Mesh& mesh, int material) {
  std::vector<glm::vec3> positions, normals;
  std::vector<glm::vec2> uvs;
  std::vector<std::array<std::uint8_t, 4>> joints;
  std::vector<std::array<float, 4>> weights;
  glm::vec3 low(1e9f), high(-1e9f);
  for (const auto& v : mesh.vertices) {
    positions.push_back(v.position);
    normals.push_back(v.normal);
    uvs.push_back(v.uv);
    joints.push_back(v.joints);
    weights.push_back(v.weights);
    low = glm::min(low, v.position);
    high = glm::max(high, v.position);
  }
  ordered_json attributes;
  const int position = buffer.add_accessor(positions, type_float, "VEC3", target_vertices);
  buffer.accessors[std::size_t(position)]["min"] = vector_json(low);
  buffer.accessors[std::size_t(position)]["max"] = vector_json(high);
  attributes["POSITION"] = position;
  attributes["NORMAL"] = buffer.add_accessor(normals, type_float, "VEC3", target_vertices);
  attributes["TEXCOORD_0"] = buffer.add_accessor(uvs, type_float, "VEC2", target_vertices);
  attributes["JOINTS_0"] = buffer.add_accessor(joints, type_ubyte, "VEC4", target_vertices);
  attributes["WEIGHTS_0"] = buffer.add_accessor(weights, type_float, "VEC4", target_vertices);
  int indices = 0;
  if (mesh.vertices.size() < 65535) {
    const std::vector<std::uint16_t> small(mesh.indices.begin(), mesh.indices.end());
    indices = buffer.add_accessor(small, type_ushort, "SCALAR", target_indices);
  } else {
    indices = buffer.add_accessor(mesh.indices, type_uint, "SCALAR", target_indices);
  }
  return {{"attributes", attributes}, {"indices", indices}, {"material", material}};
}

ordered_json material_json(const Material& m, int texture) {
  ordered_json pbr{
      {"baseColorFactor", {0, 0, 0, 1}}, {"metallicFactor", 0}, {"roughnessFactor", 1}};
  const auto base = to_linear(m.colour);
  for (int i = 0; i < 3; ++i) pbr["baseColorFactor"][std::size_t(i)] = base[i];
  ordered_json mtoon{{"specVersion", "1.0"},
                     {"transparentWithZWrite", false},
                     {"renderQueueOffsetNumber", 0},
                     {"shadeColorFactor", vector_json(to_linear(m.shade))},
                     {"shadingShiftFactor", m.shading_shift},
                     {"shadingToonyFactor", m.toony},
                     {"giEqualizationFactor", 0.9},
                     {"outlineWidthMode", m.outline > 0 ? "worldCoordinates" : "none"},
                     {"outlineWidthFactor", m.outline},
                     {"outlineColorFactor", vector_json(to_linear(m.line))},
                     {"outlineLightingMixFactor", 0}};
  if (texture >= 0) {
    pbr["baseColorTexture"] = {{"index", texture}};
    mtoon["shadeMultiplyTexture"] = {{"index", texture}};
  }
  ordered_json json{
      {"name", m.name},
      {"pbrMetallicRoughness", pbr},
      {"alphaMode", m.cut_out ? "MASK" : "OPAQUE"},
      {"doubleSided", m.double_sided},
      {"extensions",
       {{"KHR_materials_unlit", ordered_json::object()}, {"VRMC_materials_mtoon", mtoon}}}};
  if (m.cut_out) json["alphaCutoff"] = 0.5;
  return json;
}

ordered_json spring_bone_json(const std::vector<SpringChain>& chains) {
  ordered_json colliders = ordered_json::array(), all = ordered_json::array();
  for (const auto& c : body_colliders()) {
    const int node = static_cast<int>(c.joint);
    const auto origin = joint_info(node).position;
    colliders.push_back({{"node", node},
                         {"shape",
                          {{"capsule",
                            {{"offset", vector_json(c.from - origin)},
                             {"radius", c.radius},
                             {"tail", vector_json(c.to - origin)}}}}}});
    all.push_back(colliders.size() - 1);
  }
  ordered_json springs = ordered_json::array();
  for (const auto& chain : chains) {
    ordered_json joints = ordered_json::array();
    for (std::size_t i = 0; i < chain.points.size(); ++i)
      joints.push_back({{"node", chain.first + int(i)},
                        {"hitRadius", chain.radius},
                        {"stiffness", chain.stiffness},
                        {"gravityPower", chain.gravity},
                        {"gravityDir", {0, -1, 0}},
                        {"dragForce", 0.4}});
    springs.push_back({{"name", chain.name}, {"joints", joints}, {"colliderGroups", {0}}});
  }
  return {{"specVersion", "1.0"},
          {"colliders", colliders},
          {"colliderGroups", ordered_json::array({{{"name", "body"}, {"colliders", all}}})},
          {"springs", springs}};
}

ordered_json vrm_json(const std::string& title) {
  ordered_json bones;
  for (int i = 0; i < joint_count; ++i) bones[std::string(joint_info(i).vrm_name)] = {{"node", i}};
  return {{"specVersion", "1.0"},
          {"meta",
           {{"name", title},
            {"version", "1"},
            {"authors", {"Kisekae"}},
            {"licenseUrl", "https://vrm.dev/licenses/1.0/"},
            {"otherLicenseUrl", "https://creativecommons.org/publicdomain/zero/1.0/"},
            {"avatarPermission", "everyone"},
            {"allowExcessivelyViolentUsage", true},
            {"allowExcessivelySexualUsage", false},
            {"commercialUsage", "corporation"},
            {"allowPoliticalOrReligiousUsage", true},
            {"allowAntisocialOrHateUsage", false},
            {"creditNotation", "unnecessary"},
            {"allowRedistribution", true},
            {"modification", "allowModificationRedistribution"}}},
          {"humanoid", {{"humanBones", bones}}}};
}

void append_word(std::vector<std::uint8_t>& out, std::uint32_t word) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(std::uint8_t(word >> shift));
}

void append_chunk(std::vector<std::uint8_t>& out, const char* type, const void* data,
                  std::size_t size, std::uint8_t padding) {
  const std::size_t padded = (size + 3) / 4 * 4;
  append_word(out, static_cast<std::uint32_t>(padded));
  out.insert(out.end(), type, type + 4);
  const auto* begin = static_cast<const std::uint8_t*>(data);
  out.insert(out.end(), begin, begin + size);
  out.insert(out.end(), padded - size, padding);
}

}  // namespace

std::vector<std::uint8_t> to_vrm(const Character& character) {
  Buffer buffer;
  ordered_json nodes = ordered_json::array(), joints = ordered_json::array();
  std::vector<glm::mat4> inverse_binds;
  const auto add_joint = [&](int number, const glm::vec3& place) {
    joints.push_back(number);
    glm::mat4 inverse(1);
    inverse[3] = glm::vec4(-place, 1);
    inverse_binds.push_back(inverse);
  };
  for (int i = 0; i < joint_count; ++i) {
    const auto& info = joint_info(i);
    const auto parent = info.parent < 0 ? glm::vec3(0) : joint_info(info.parent).position;
    nodes.push_back(
        {{"name", info.vrm_name}, {"translation", vector_json(info.position - parent)}});
    if (info.parent >= 0) nodes[std::size_t(info.parent)]["children"].push_back(i);
    add_joint(i, info.position);
  }
  for (const auto& chain : character.chains)
    for (std::size_t i = 0; i < chain.points.size(); ++i) {
      const int number = chain.first + static_cast<int>(i);
      const int parent = i > 0 ? number - 1 : static_cast<int>(chain.parent);
      const auto from = i > 0 ? chain.points[i - 1] : joint_info(parent).position;
      nodes.push_back({{"name", chain.name + " " + std::to_string(i + 1)},
                       {"translation", vector_json(chain.points[i] - from)}});
      nodes[std::size_t(parent)]["children"].push_back(number);
      add_joint(number, chain.points[i]);
    }
  const auto figure = nodes.size();

  ordered_json primitives = ordered_json::array(), materials = ordered_json::array();
  ordered_json images = ordered_json::array(), textures = ordered_json::array();
  for (const auto& part : character.parts) {
    if (part.mesh.indices.empty()) continue;
    int texture = -1;
    if (!part.material.texture.empty()) {
      const auto& png = part.material.texture;
      texture = static_cast<int>(textures.size());
      images.push_back({{"name", part.material.name},
                        {"bufferView", buffer.add_view(png.data(), png.size(), 0)},
                        {"mimeType", "image/png"}});
      textures.push_back({{"sampler", 0}, {"source", texture}});
    }
    primitives.push_back(primitive_json(buffer, part.mesh, static_cast<int>(materials.size())));
    materials.push_back(material_json(part.material, texture));
  }
  const int binds = buffer.add_accessor(inverse_binds, type_float, "MAT4", 0);
  nodes.push_back({{"name", "figure"}, {"mesh", 0}, {"skin", 0}});
  while (buffer.bytes.size() % 4) buffer.bytes.push_back(0);

  ordered_json gltf{
      {"asset", {{"version", "2.0"}, {"generator", "Kisekae"}}},
      {"extensionsUsed", {"VRMC_vrm", "VRMC_materials_mtoon", "KHR_materials_unlit"}},
      {"scene", 0},
      {"scenes", ordered_json::array({{{"nodes", {0, figure}}}})},
      {"nodes", nodes},
      {"meshes", ordered_json::array({{{"name", "figure"}, {"primitives", primitives}}})},
      {"skins", ordered_json::array(
                    {{{"inverseBindMatrices", binds}, {"joints", joints}, {"skeleton", 0}}})},
      {"materials", materials}};
  if (!textures.empty()) {
    gltf["samplers"] = ordered_json::array(
        {{{"magFilter", 9729}, {"minFilter", 9987}, {"wrapS", 33071}, {"wrapT", 33071}}});
    gltf["textures"] = textures;
    gltf["images"] = images;
  }
  gltf["accessors"] = buffer.accessors;
  gltf["bufferViews"] = buffer.views;
  gltf["buffers"] = ordered_json::array({{{"byteLength", buffer.bytes.size()}}});
  gltf["extensions"] = {{"VRMC_vrm", vrm_json(character.title)}};

  if (!character.chains.empty()) {
    gltf["extensionsUsed"].push_back("VRMC_springBone");
    gltf["extensions"]["VRMC_springBone"] = spring_bone_json(character.chains);
  }

  const std::string json = gltf.dump();
  std::vector<std::uint8_t> chunks;
  append_chunk(chunks, "JSON", json.data(), json.size(), ' ');
  append_chunk(chunks, "BIN\0", buffer.bytes.data(), buffer.bytes.size(), 0);
  std::vector<std::uint8_t> glb;
  for (const char c : {'g', 'l', 'T', 'F'}) glb.push_back(static_cast<std::uint8_t>(c));
  append_word(glb, 2);
  append_word(glb, static_cast<std::uint32_t>(chunks.size() + 12));
  glb.insert(glb.end(), chunks.begin(), chunks.end());
  return glb;
}

}  // namespace psgan::characters
