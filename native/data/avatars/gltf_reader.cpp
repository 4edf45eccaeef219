#include "data/avatars/gltf_reader.h"

#include <tiny_gltf.h>

#include <algorithm>
#include <cmath>

#include "data/avatars/gltf_accessors.h"
#include "data/pictures/image.h"
#include "psgan/error.h"

namespace psgan::data {

// ---- JSON of extensions --------------------------------------------------------------------

GltfValue GltfValue::operator[](const char* key) const {
  if (!value_ || !value_->IsObject() || !value_->Has(key)) return GltfValue();
  return GltfValue(&value_->Get(key));
}

GltfValue GltfValue::item(std::size_t i) const {
  if (i >= size()) return GltfValue();
  return GltfValue(&value_->Get(static_cast<int>(i)));
}

std::size_t GltfValue::size() const { return value_ && value_->IsArray() ? value_->ArrayLen() : 0; }

double GltfValue::number(double otherwise) const {
  return value_ && value_->IsNumber() ? value_->GetNumberAsDouble() : otherwise;
}

bool GltfValue::boolean(bool otherwise) const {
  return value_ && value_->IsBool() ? value_->Get<bool>() : otherwise;
}

std::string GltfValue::text(const std::string& otherwise) const {
  return value_ && value_->IsString() ? value_->Get<std::string>() : otherwise;
}

int GltfValue::texture(int otherwise) const {
  return static_cast<int>((*this)["index"].number(otherwise));
}

glm::vec3 GltfValue::rgb(glm::vec3 otherwise) const {
  if (size() < 3) return otherwise;
  return {item(0).number(0), item(1).number(0), item(2).number(0)};
}

namespace {

/// Metres; beyond it, and for NaN, files are broken.
constexpr double farthest = 1e6;

// ---- Scene ---------------------------------------------------------------------------------

glm::quat quaternion(const std::vector<double>& v) {
  const glm::quat q{float(v[3]), float(v[0]), float(v[1]), float(v[2])};
  return glm::length(q) > 1e-6f ? glm::normalize(q) : glm::quat(1, 0, 0, 0);
}

/// Parts that are scaled away to nothing stay there; a matrix that can be inverted is wanted.
glm::vec3 at_least_tiny(glm::vec3 scale) {
  for (int c = 0; c < 3; ++c)
    if (std::abs(scale[c]) < 1e-5f) scale[c] = 1e-5f;
  return scale;
}

Node read_node(const tinygltf::Node& from) {
  Node node;
  node.name = from.name;
  if (from.matrix.size() == 16) {
    glm::mat4 m;
    for (int i = 0; i < 16; ++i) m[i / 4][i % 4] = float(from.matrix[i]);
    node.translation = m[3];
    for (int c = 0; c < 3; ++c) {
      node.scale[c] = glm::length(glm::vec3(m[c]));
      if (node.scale[c] > 0) m[c] /= node.scale[c];
    }
    node.rotation = glm::normalize(glm::quat_cast(glm::mat3(m)));
    node.scale = at_least_tiny(node.scale);
    return node;
  }
  if (from.translation.size() == 3)
    node.translation = {from.translation[0], from.translation[1], from.translation[2]};
  if (from.rotation.size() == 4) node.rotation = quaternion(from.rotation);
  if (from.scale.size() == 3) node.scale = {from.scale[0], from.scale[1], from.scale[2]};
  node.scale = at_least_tiny(node.scale);
  return node;
}

}  // namespace

NodeOrder read_nodes(const tinygltf::Model& model, const std::string& where, Avatar& avatar) {
  const int count = static_cast<int>(model.nodes.size());
  std::vector<int> parent(count, -1);
  for (int i = 0; i < count; ++i)
    for (const int child : model.nodes[i].children) {
      if (child < 0 || child >= count || parent[child] >= 0)
        throw Error(where + ": node " + std::to_string(i) +
                    " has a child that is not there or "
                    "has another parent already");
      parent[child] = i;
    }
  NodeOrder order;
  order.place.assign(count, -1);
  std::vector<int> open;
  for (int i = 0; i < count; ++i)
    if (parent[i] < 0) open.push_back(i);
  while (!open.empty()) {
    const int i = open.back();
    open.pop_back();
    order.place[i] = static_cast<int>(avatar.nodes.size());
    avatar.nodes.push_back(read_node(model.nodes[i]));
    if (parent[i] >= 0) avatar.nodes.back().parent = order.place[parent[i]];
    for (const int child : model.nodes[i].children) open.push_back(child);
  }
  if (static_cast<int>(avatar.nodes.size()) != count)
    throw Error(where + ": its nodes hang from each other in a circle");
  const std::vector<glm::mat4> world = rest_matrices(avatar);
  for (std::size_t i = 0; i < world.size(); ++i)
    for (int c = 0; c < 4; ++c)
      if (!(glm::length(world[i][c]) < farthest))
        throw Error(where + ": node \"" + avatar.nodes[i].name +
                    "\" is at no place that can be reckoned with");
  return order;
}

namespace {

void read_skins(const tinygltf::Model& model, const Accessors& accessors, const NodeOrder& order,
                Avatar& avatar) {
  for (const tinygltf::Skin& from : model.skins) {
    std::vector<SkinJoint> skin;
    for (const int node : from.joints)
      skin.push_back({accessors.at(order.place, node, "a skin's joint"), glm::mat4(1)});
    if (from.inverseBindMatrices >= 0) {
      const auto store = [&](std::size_t i, int c, double v) {
        if (!(std::abs(v) < farthest)) accessors.fail("inverseBindMatrices", "has NaN");
        if (i < skin.size()) skin[i].inverse_bind[c / 4][c % 4] = float(v);
      };
      if (accessors.read(from.inverseBindMatrices, 16, "inverseBindMatrices", store) < skin.size())
        accessors.fail("inverseBindMatrices", "has fewer matrices than the skin has joints");
    }
    avatar.skins.push_back(std::move(skin));
  }
}

void read_vertices(const tinygltf::Primitive& from, const Accessors& accessors, bool skinned,
                   Surface& mesh) {
  const auto attribute = [&](const char* name) {
    const auto it = from.attributes.find(name);
    return it == from.attributes.end() ? -1 : it->second;
  };
  const int position = attribute("POSITION");
  if (position < 0) accessors.fail("a mesh", "has no POSITION");
  mesh.vertices.resize(accessors.count(position, "POSITION"));
  const auto read = [&](const char* name, int components, auto store) {
    const int index = attribute(name);
    if (index < 0) return false;
    if (accessors.count(index, name) != mesh.vertices.size())
      accessors.fail(name, "has another count than POSITION");
    accessors.read(index, components, name, store);
    return true;
  };
  auto& v = mesh.vertices;
  // Exporters write NaN where nothing is to be seen: as long as a place is known, it is drawn.
  const auto or_zero = [](double x) { return std::abs(x) < farthest ? float(x) : 0; };
  read("POSITION", 3, [&](std::size_t i, int c, double x) {
    if (!(std::abs(x) < farthest)) accessors.fail("POSITION", "has a vertex that is nowhere (NaN)");
    v[i].position[c] = float(x);
  });
  read("NORMAL", 3, [&](std::size_t i, int c, double x) { v[i].normal[c] = or_zero(x); });
  read("TEXCOORD_0", 2, [&](std::size_t i, int c, double x) { v[i].uv[c] = or_zero(x); });
  if (!skinned) return;
  read("JOINTS_0", 4, [&](std::size_t i, int c, double x) {
    v[i].joints[c] = x >= 0 && x < 65535 ? std::uint16_t(x) : 65535;
  });
  read("WEIGHTS_0", 4,
       [&](std::size_t i, int c, double x) { v[i].weights[c] = x > 0 && x < 1e6 ? float(x) : 0; });
}

/// Strips and fans as single triangles; what is missing of the last one is no triangle.
std::vector<std::uint32_t> triangles(int mode, std::vector<std::uint32_t> list) {
  if (mode != TINYGLTF_MODE_TRIANGLE_STRIP && mode != TINYGLTF_MODE_TRIANGLE_FAN) {
    list.resize(list.size() / 3 * 3);
    return list;
  }
  std::vector<std::uint32_t> result;
  for (std::size_t i = 2; i < list.size(); ++i) {
    const bool strip = mode == TINYGLTF_MODE_TRIANGLE_STRIP;
    const std::uint32_t a = strip ? list[i - 2] : list[0], b = list[i - 1], c = list[i];
    if (a == b || b == c || a == c) continue;  // strips are joined by triangles without an area
    if (strip && i % 2 == 1)
      result.insert(result.end(), {b, a, c});
    else
      result.insert(result.end(), {a, b, c});
  }
  return result;
}

void read_indices(const tinygltf::Primitive& from, const Accessors& accessors, Surface& mesh) {
  if (from.indices < 0) {
    for (std::size_t i = 0; i < mesh.vertices.size(); ++i) mesh.indices.push_back(i);
  } else {
    mesh.indices.resize(accessors.count(from.indices, "indices"));
    accessors.read(from.indices, 1, "indices", [&](std::size_t i, int, double x) {
      if (!(x >= 0 && x < double(mesh.vertices.size())))
        accessors.fail("indices", "name a vertex that is not there");
      mesh.indices[i] = std::uint32_t(x);
    });
  }
  mesh.indices = triangles(from.mode, std::move(mesh.indices));
}

/// Adds the morph targets that a mesh has by default (its node's weights go before its own).
void apply_morphs(const tinygltf::Primitive& from, const std::vector<double>& weights,
                  const Accessors& accessors, Surface& mesh) {
  for (std::size_t t = 0; t < std::min(weights.size(), from.targets.size()); ++t) {
    const double weight = weights[t];
    if (weight == 0 || !std::isfinite(weight)) continue;
    const auto add = [&](const char* name, glm::vec3 SurfaceVertex::*member) {
      const auto attribute = from.targets[t].find(name);
      if (attribute == from.targets[t].end()) return;
      if (accessors.count(attribute->second, "a morph target") != mesh.vertices.size())
        accessors.fail("a morph target", "has another count than POSITION");
      accessors.read(attribute->second, 3, "a morph target", [&](std::size_t i, int c, double x) {
        const double sum = (mesh.vertices[i].*member)[c] + weight * x;
        if (!(std::abs(sum) < farthest)) accessors.fail("a morph target", "goes nowhere (NaN)");
        (mesh.vertices[i].*member)[c] = float(sum);
      });
    };
    add("POSITION", &SurfaceVertex::position);
    add("NORMAL", &SurfaceVertex::normal);
  }
}

void check_weights(const Accessors& accessors, const std::vector<SkinJoint>& skin, Surface& mesh) {
  if (skin.empty()) accessors.fail("a skin", "has no joints");
  for (SurfaceVertex& v : mesh.vertices) {
    const float sum = v.weights.x + v.weights.y + v.weights.z + v.weights.w;
    v.weights = sum > 0 ? v.weights / sum : glm::vec4(1, 0, 0, 0);
    if (!(sum > 0)) v.joints[0] = std::min<std::uint16_t>(v.joints[0], skin.size() - 1);
    for (int c = 0; c < 4; ++c)
      if (v.joints[c] >= skin.size()) {
        if (v.weights[c] > 0) accessors.fail("JOINTS_0", "names a joint that the skin lacks");
        v.joints[c] = 0;
      }
  }
}

/// Which nodes hang from those that the scene shows [nodes of the file]; all of them if there are
/// no scenes.
std::vector<bool> nodes_of_scene(const tinygltf::Model& model) {
  std::vector<bool> shown(model.nodes.size(), model.scenes.empty());
  if (model.scenes.empty()) return shown;
  const auto wanted = std::size_t(std::max(model.defaultScene, 0));
  std::vector<int> open = model.scenes[wanted < model.scenes.size() ? wanted : 0].nodes;
  while (!open.empty()) {
    const int node = open.back();
    open.pop_back();
    if (node < 0 || std::size_t(node) >= shown.size() || shown[node]) continue;
    shown[node] = true;
    const std::vector<int>& children = model.nodes[node].children;
    open.insert(open.end(), children.begin(), children.end());
  }
  return shown;
}

bool has_area(const tinygltf::Primitive& primitive) {
  return primitive.mode == -1 || primitive.mode == TINYGLTF_MODE_TRIANGLES ||
         primitive.mode == TINYGLTF_MODE_TRIANGLE_STRIP ||
         primitive.mode == TINYGLTF_MODE_TRIANGLE_FAN;
}

/// The skin that a node's mesh moves with; one of its own if it moves with the node alone.
int skin_of(const tinygltf::Node& node, int place, const tinygltf::Model& model,
            const Accessors& accessors, Avatar& avatar) {
  if (node.skin >= 0) {
    accessors.at(model.skins, node.skin, "a node's skin");
    return node.skin;
  }
  avatar.skins.push_back({{place, glm::mat4(1)}});
  return static_cast<int>(avatar.skins.size()) - 1;
}

void read_meshes(const tinygltf::Model& model, const Accessors& accessors, const NodeOrder& order,
                 const std::vector<bool>& hidden, Avatar& avatar) {
  const std::vector<bool> shown = nodes_of_scene(model);
  for (std::size_t n = 0; n < model.nodes.size(); ++n) {
    const tinygltf::Node& node = model.nodes[n];
    if (node.mesh < 0 || !shown[n] || hidden[n]) continue;
    const int skin = skin_of(node, order.place[n], model, accessors, avatar);
    const tinygltf::Mesh& from = accessors.at(model.meshes, node.mesh, "a node's mesh");
    for (const auto& primitive : from.primitives) {
      if (!has_area(primitive)) continue;
      Surface mesh;
      mesh.skin = skin;
      mesh.material = primitive.material;
      read_vertices(primitive, accessors, node.skin >= 0, mesh);
      apply_morphs(primitive, node.weights.empty() ? from.weights : node.weights, accessors, mesh);
      read_indices(primitive, accessors, mesh);
      check_weights(accessors, avatar.skins[skin], mesh);
      if (!mesh.indices.empty()) avatar.surfaces.push_back(std::move(mesh));
    }
  }
}

}  // namespace

NodeOrder read_scene(const tinygltf::Model& model, const std::string& where,
                     const std::vector<bool>& hidden, Avatar& avatar) {
  const Accessors accessors(model, where);
  const NodeOrder order = read_nodes(model, where, avatar);
  read_skins(model, accessors, order, avatar);
  read_meshes(model, accessors, order, hidden, avatar);
  if (avatar.surfaces.empty()) throw Error(where + ": has no triangles that its scene shows");
  return order;
}

void read_images(const tinygltf::Model& model, const std::string& where, Avatar& avatar) {
  const Accessors accessors(model, where);
  avatar.images.resize(model.images.size());
  for (const CelMaterial& material : avatar.materials)
    for (const int i : {material.lit_texture, material.shade_texture, material.emission_texture}) {
      if (i < 0 || avatar.images[i].width > 0) continue;
      const tinygltf::Image& from = model.images[i];
      const std::span<const unsigned char> bytes =
          from.bufferView >= 0 ? accessors.view(from.bufferView, "an image") : from.image;
      avatar.images[i] = decode_image(
          bytes, where + ", image " + std::to_string(i) + " of material " + material.name);
    }
}

int image_of_texture(const tinygltf::Model& model, int texture) {
  if (texture < 0 || std::size_t(texture) >= model.textures.size()) return -1;
  const int image = model.textures[texture].source;
  return image >= 0 && std::size_t(image) < model.images.size() ? image : -1;
}

}  // namespace psgan::data
