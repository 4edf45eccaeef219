#include "tiny_vrm.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace psgan::data {
namespace {

using Json = nlohmann::json;
using Vec3 = std::array<float, 3>;

struct TinyBone {
  const char* name;
  int parent;
  Vec3 at;         ///< T-pose, metres.
  Vec3 low, high;  ///< Its box, relative to `at`.
};

/// 1.6 m tall, facing +Z; left is +X.
const std::vector<TinyBone> tiny_bones{
    {"hips", -1, {0, 0.9f, 0}, {-0.12f, -0.08f, -0.07f}, {0.12f, 0.08f, 0.07f}},
    {"spine", 0, {0, 1.0f, 0}, {-0.1f, 0, -0.06f}, {0.1f, 0.12f, 0.06f}},
    {"chest", 1, {0, 1.12f, 0}, {-0.12f, 0, -0.06f}, {0.12f, 0.18f, 0.06f}},
    {"neck", 2, {0, 1.3f, 0}, {-0.03f, 0, -0.03f}, {0.03f, 0.06f, 0.03f}},
    {"head", 3, {0, 1.36f, 0}, {-0.1f, 0, -0.1f}, {0.1f, 0.24f, 0.1f}},
    {"leftEye", 4, {0.04f, 1.45f, 0.1f}, {-0.02f, -0.02f, 0}, {0.02f, 0.02f, 0.01f}},
    {"rightEye", 4, {-0.04f, 1.45f, 0.1f}, {-0.02f, -0.02f, 0}, {0.02f, 0.02f, 0.01f}},
    {"leftUpperArm", 2, {0.14f, 1.26f, 0}, {0, -0.03f, -0.03f}, {0.22f, 0.03f, 0.03f}},
    {"leftLowerArm", 7, {0.36f, 1.26f, 0}, {0, -0.03f, -0.03f}, {0.2f, 0.03f, 0.03f}},
    {"leftHand", 8, {0.56f, 1.26f, 0}, {-0.03f, -0.03f, -0.03f}, {0.03f, 0.03f, 0.03f}},
    {"rightUpperArm", 2, {-0.14f, 1.26f, 0}, {-0.22f, -0.03f, -0.03f}, {0, 0.03f, 0.03f}},
    {"rightLowerArm", 10, {-0.36f, 1.26f, 0}, {-0.2f, -0.03f, -0.03f}, {0, 0.03f, 0.03f}},
    {"rightHand", 11, {-0.56f, 1.26f, 0}, {-0.03f, -0.03f, -0.03f}, {0.03f, 0.03f, 0.03f}},
    {"leftUpperLeg", 0, {0.08f, 0.86f, 0}, {-0.05f, -0.4f, -0.05f}, {0.05f, 0, 0.05f}},
    {"leftLowerLeg", 13, {0.08f, 0.46f, 0}, {-0.04f, -0.38f, -0.04f}, {0.04f, 0, 0.04f}},
    {"leftFoot", 14, {0.08f, 0.08f, 0}, {-0.04f, -0.08f, -0.04f}, {0.04f, 0, 0.12f}},
    {"rightUpperLeg", 0, {-0.08f, 0.86f, 0}, {-0.05f, -0.4f, -0.05f}, {0.05f, 0, 0.05f}},
    {"rightLowerLeg", 16, {-0.08f, 0.46f, 0}, {-0.04f, -0.38f, -0.04f}, {0.04f, 0, 0.04f}},
    {"rightFoot", 17, {-0.08f, 0.08f, 0}, {-0.04f, -0.08f, -0.04f}, {0.04f, 0, 0.12f}},
};

class Builder {
 public:
  explicit Builder(const TinyVrm& figure) : figure_(figure) {}

  TinyGlb build() {
    Json& j = glb_.json;
    j["asset"] = {{"version", "2.0"}};
    j["scene"] = 0;
    nodes();
    boxes(false);
    boxes(true);
    materials();
    skin();
    vrm();
    j["buffers"] = {{{"byteLength", glb_.binary.size()}}};
    return glb_;
  }

 private:
  /// VRM 0.x faces the other way.
  Vec3 turned(Vec3 v) const { return figure_.version == 0 ? Vec3{-v[0], v[1], -v[2]} : v; }

  void nodes() {
    Json list = Json::array();
    for (std::size_t i = 0; i < tiny_bones.size(); ++i) {
      Vec3 t = turned(tiny_bones[i].at);
      if (const int p = tiny_bones[i].parent; p >= 0) {
        const Vec3 above = turned(tiny_bones[std::size_t(p)].at);
        for (int c = 0; c < 3; ++c) t[c] -= above[c];
      }
      Json children = Json::array();
      for (std::size_t k = 0; k < tiny_bones.size(); ++k)
        if (tiny_bones[k].parent == int(i)) children.push_back(k);
      Json node{{"name", tiny_bones[i].name}, {"translation", t}};
      if (!children.empty()) node["children"] = children;
      list.push_back(node);
    }
    list.push_back({{"name", "body"}, {"mesh", 0}, {"skin", 0}});
    glb_.json["nodes"] = list;
    glb_.json["scenes"] = {{{"nodes", {0, tiny_bones.size()}}}};
  }

  bool has_box(const std::string& bone) const {
    return figure_.boxes.empty() ||
           std::find(figure_.boxes.begin(), figure_.boxes.end(), bone) != figure_.boxes.end();
  }

  /// One primitive: the boxes of the left limbs, or all others.
  void boxes(bool left) {
    std::vector<float> positions, normals, weights;
    std::vector<std::uint16_t> joints, indices;
    for (std::size_t b = 0; b < tiny_bones.size(); ++b) {
      const TinyBone& bone = tiny_bones[b];
      const bool is_left = std::strncmp(bone.name, "left", 4) == 0;
      if (is_left != left || !has_box(bone.name)) continue;
      // Boxes that are not wanted shrink to their upper corner, so that the figure keeps its
      // height.
      const bool shrunk = !figure_.only_box.empty() && figure_.only_box != bone.name;
      Vec3 low = shrunk ? bone.high : bone.low, top = bone.high;
      if (std::strcmp(bone.name, "head") == 0)
        for (Vec3* corner : {&low, &top})
          for (float& x : *corner) x *= figure_.head_size;
      for (int axis = 0; axis < 3; ++axis)
        for (const bool high : {false, true}) {
          const auto first = std::uint16_t(positions.size() / 3);
          for (int corner = 0; corner < 4; ++corner) {
            Vec3 p{}, n{};
            n[axis] = high ? 1.f : -1.f;
            const int u = (axis + 1) % 3, v = (axis + 2) % 3;
            // Counter-clockwise seen from outside: 00, 10, 11, 01 in (u, v) for a high face.
            const bool at_u = corner == 1 || corner == 2, at_v = corner >= 2;
            p[axis] = bone.at[axis] + (high ? top : low)[axis];
            p[u] = bone.at[u] + (at_u ? top : low)[u];
            p[v] = bone.at[v] + (at_v ? top : low)[v];
            for (const float x : turned(p)) positions.push_back(x);
            for (const float x : turned(n)) normals.push_back(x);
            for (const int j : {int(b), 0, 0, 0}) joints.push_back(std::uint16_t(j));
            for (const float w : {1.f, 0.f, 0.f, 0.f}) weights.push_back(w);
          }
          for (const int k : {0, 1, 2, 0, 2, 3})
            indices.push_back(std::uint16_t(first + (high ? k : (4 - k) % 4)));
        }
    }
    if (positions.empty()) return;
    const std::size_t count = positions.size() / 3;
    glb_.json["meshes"][0]["primitives"].push_back(
        {{"attributes",
          {{"POSITION", accessor(positions, "VEC3", 5126, count)},
           {"NORMAL", accessor(normals, "VEC3", 5126, count)},
           {"JOINTS_0", accessor(joints, "VEC4", 5123, count)},
           {"WEIGHTS_0", accessor(weights, "VEC4", 5126, count)}}},
         {"indices", accessor(indices, "SCALAR", 5123, indices.size())},
         {"material", left ? 1 : 0}});
  }

  void materials() {
    for (const bool left : {false, true}) {
      const std::vector<float> colour =
          left ? std::vector<float>{0.1f, 0.3f, 0.9f, 1} : figure_.colour;
      Json material{{"name", left ? "left" : "body"},
                    {"pbrMetallicRoughness", {{"baseColorFactor", colour}}}};
      if (figure_.unlit) {
        material["extensions"]["KHR_materials_unlit"] = Json::object();
      } else if (figure_.version == 1) {
        material["extensions"]["VRMC_materials_mtoon"] = {
            {"specVersion", "1.0"},
            {"shadeColorFactor", {0.4f * colour[0], 0.4f * colour[1], 0.4f * colour[2]}},
            {"shadingToonyFactor", 0.9},
            {"shadingShiftFactor", 0.0},
            {"outlineWidthMode", "screenCoordinates"},
            {"outlineWidthFactor", 0.002}};
      }
      glb_.json["materials"].push_back(material);
    }
  }

  void skin() {
    std::vector<float> matrices;
    Json joints = Json::array();
    for (std::size_t i = 0; i < tiny_bones.size(); ++i) {
      const Vec3 at = turned(tiny_bones[i].at);
      for (const float x : {1.f, 0.f, 0.f, 0.f, 0.f, 1.f, 0.f, 0.f, 0.f, 0.f, 1.f, 0.f, -at[0],
                            -at[1], -at[2], 1.f})
        matrices.push_back(x);
      joints.push_back(i);
    }
    glb_.json["skins"] = {
        {{"joints", joints},
         {"inverseBindMatrices", accessor(matrices, "MAT4", 5126, tiny_bones.size())}}};
  }

  void vrm() {
    const auto left_out = [&](const char* name) {
      return std::find(figure_.without.begin(), figure_.without.end(), name) !=
             figure_.without.end();
    };
    Json bones = figure_.version == 0 ? Json::array() : Json::object();
    for (std::size_t i = 0; i < tiny_bones.size(); ++i) {
      if (left_out(tiny_bones[i].name)) continue;
      if (figure_.version == 0)
        bones.push_back({{"bone", tiny_bones[i].name}, {"node", i}});
      else
        bones[tiny_bones[i].name] = {{"node", i}};
    }
    Json& j = glb_.json;
    if (figure_.version == 0) {
      const auto srgb = [](std::vector<float> c) { return c; };
      Json properties = Json::array();
      for (int i = 0; i < 2; ++i)
        properties.push_back(
            {{"shader", figure_.unlit ? "VRM_USE_GLTFSHADER" : "VRM/MToon"},
             {"vectorProperties", {{"_Color", srgb({0.5f, 0.5f, 0.5f, 1})}}},
             {"floatProperties", {{"_ShadeShift", 0}, {"_ShadeToony", 0.9}, {"_CullMode", 2}}},
             {"textureProperties", Json::object()}});
      j["extensions"]["VRM"] = {{"meta", {{"title", "Tiny"}}},
                                {"humanoid", {{"humanBones", bones}}},
                                {"materialProperties", properties}};
      j["extensionsUsed"] = {"VRM"};
    } else {
      j["extensions"]["VRMC_vrm"] = {{"specVersion", "1.0"},
                                     {"meta", {{"name", "Tiny"}}},
                                     {"humanoid", {{"humanBones", bones}}}};
      j["extensionsUsed"] = {"VRMC_vrm"};
    }
  }

  template <typename T>
  int accessor(const std::vector<T>& values, const char* type, int component, std::size_t count) {
    const std::size_t offset = glb_.binary.size(), bytes = values.size() * sizeof(T);
    glb_.binary.resize(offset + (bytes + 3) / 4 * 4);
    std::memcpy(glb_.binary.data() + offset, values.data(), bytes);
    Json& views = glb_.json["bufferViews"];
    views.push_back({{"buffer", 0}, {"byteOffset", offset}, {"byteLength", bytes}});
    Json& list = glb_.json["accessors"];
    list.push_back({{"bufferView", views.size() - 1},
                    {"componentType", component},
                    {"count", count},
                    {"type", type}});
    if (std::strcmp(type, "VEC3") == 0) {  // POSITION must have its bounds
      list.back()["min"] = {-2, -2, -2};
      list.back()["max"] = {2, 2, 2};
    }
    return int(list.size()) - 1;
  }

  const TinyVrm& figure_;
  TinyGlb glb_;
};

}  // namespace

TinyGlb tiny_glb(const TinyVrm& figure) { return Builder(figure).build(); }

std::vector<std::uint8_t> pack(const TinyGlb& glb) {
  std::string text = glb.json.dump();
  text.resize((text.size() + 3) / 4 * 4, ' ');
  std::vector<std::uint8_t> binary = glb.binary;
  binary.resize((binary.size() + 3) / 4 * 4);
  std::vector<std::uint8_t> file;
  const auto word = [&](std::size_t v) {
    for (int i = 0; i < 4; ++i) file.push_back(std::uint8_t(v >> (8 * i)));
  };
  word(0x46546C67);
  word(2);
  word(28 + text.size() + binary.size());
  word(text.size());
  word(0x4E4F534A);
  file.insert(file.end(), text.begin(), text.end());
  word(binary.size());
  word(0x004E4942);
  file.insert(file.end(), binary.begin(), binary.end());
  return file;
}

int add_view(TinyGlb& glb, std::span<const std::uint8_t> bytes) {
  const std::size_t offset = glb.binary.size();
  glb.binary.insert(glb.binary.end(), bytes.begin(), bytes.end());
  glb.binary.resize((glb.binary.size() + 3) / 4 * 4);
  glb.json["bufferViews"].push_back(
      {{"buffer", 0}, {"byteOffset", offset}, {"byteLength", bytes.size()}});
  glb.json["buffers"][0]["byteLength"] = glb.binary.size();
  return int(glb.json["bufferViews"].size()) - 1;
}

int add_box(TinyGlb& glb, std::array<float, 3> low, std::array<float, 3> high) {
  std::vector<float> positions;
  for (int corner = 0; corner < 8; ++corner)
    for (int axis = 0; axis < 3; ++axis)
      positions.push_back((corner >> axis & 1 ? high : low)[std::size_t(axis)]);
  const std::vector<std::uint16_t> indices{0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4,
                                           2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5};
  Json& accessors = glb.json["accessors"];
  const auto first = int(accessors.size());
  accessors.push_back({{"bufferView", add_view(glb, positions)},
                       {"componentType", 5126},
                       {"count", 8},
                       {"type", "VEC3"},
                       {"min", low},
                       {"max", high}});
  accessors.push_back({{"bufferView", add_view(glb, indices)},
                       {"componentType", 5123},
                       {"count", indices.size()},
                       {"type", "SCALAR"}});
  glb.json["meshes"].push_back(
      {{"primitives", {{{"attributes", {{"POSITION", first}}}, {"indices", first + 1}}}}});
  return int(glb.json["meshes"].size()) - 1;
}

}  // namespace psgan::data
