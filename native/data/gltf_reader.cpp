#include "data/gltf_reader.h"

#include <tiny_gltf.h>

#include <cstring>

#include "data/gltf_accessors.h"
#include "psgan/error.h"

namespace psgan {

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

// ---- Scene ---------------------------------------------------------------------------------

glm::quat quaternion(const std::vector<double>& v) {
  return glm::normalize(glm::quat(float(v[3]), float(v[0]), float(v[1]), float(v[2])));
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
    node.rotation = glm::quat_cast(glm::mat3(m));
    return node;
  }
  if (from.translation.size() == 3)
    node.translation = {from.translation[0], from.translation[1], from.translation[2]};
  if (from.rotation.size() == 4) node.rotation = quaternion(from.rotation);
  if (from.scale.size() == 3) node.scale = {from.scale[0], from.scale[1], from.scale[2]};
  return node;
}

NodeOrder order_nodes(const tinygltf::Model& model, const std::string& where, Avatar& avatar) {
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
  return order;
}

void read_skins(const tinygltf::Model& model, const Accessors& accessors, const NodeOrder& order,
                Avatar& avatar) {
  for (const tinygltf::Skin& from : model.skins) {
    std::vector<SkinJoint> skin;
    for (const int node : from.joints)
      skin.push_back({accessors.at(order.place, node, "a skin's joint"), glm::mat4(1)});
    if (from.inverseBindMatrices >= 0) {
      const auto store = [&](std::size_t i, int c, double v) {
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
  read("POSITION", 3, [&](std::size_t i, int c, double x) { v[i].position[c] = float(x); });
  read("NORMAL", 3, [&](std::size_t i, int c, double x) { v[i].normal[c] = float(x); });
  read("TEXCOORD_0", 2, [&](std::size_t i, int c, double x) { v[i].uv[c] = float(x); });
  if (!skinned) return;
  read("JOINTS_0", 4, [&](std::size_t i, int c, double x) { v[i].joints[c] = std::uint16_t(x); });
  read("WEIGHTS_0", 4, [&](std::size_t i, int c, double x) { v[i].weights[c] = float(x); });
}

void read_indices(const tinygltf::Primitive& from, const Accessors& accessors, Surface& mesh) {
  if (from.indices < 0) {
    for (std::size_t i = 0; i < mesh.vertices.size(); ++i) mesh.indices.push_back(i);
  } else {
    mesh.indices.resize(accessors.count(from.indices, "indices"));
    accessors.read(from.indices, 1, "indices", [&](std::size_t i, int, double x) {
      if (x >= double(mesh.vertices.size()))
        accessors.fail("indices", "name a vertex that is not there");
      mesh.indices[i] = std::uint32_t(x);
    });
  }
  if (mesh.indices.size() % 3 != 0) accessors.fail("indices", "are not a multiple of three");
}

void check_weights(const Accessors& accessors, const std::vector<SkinJoint>& skin, Surface& mesh) {
  for (SurfaceVertex& v : mesh.vertices) {
    const float sum = v.weights.x + v.weights.y + v.weights.z + v.weights.w;
    v.weights = sum > 0 ? v.weights / sum : glm::vec4(1, 0, 0, 0);
    for (int c = 0; c < 4; ++c)
      if (v.joints[c] >= skin.size()) {
        if (v.weights[c] > 0) accessors.fail("JOINTS_0", "names a joint that the skin lacks");
        v.joints[c] = 0;
      }
  }
}

void read_meshes(const tinygltf::Model& model, const Accessors& accessors, const NodeOrder& order,
                 Avatar& avatar) {
  for (std::size_t n = 0; n < model.nodes.size(); ++n) {
    const tinygltf::Node& node = model.nodes[n];
    if (node.mesh < 0) continue;
    int skin = node.skin;
    if (skin < 0) {  // moves with its node alone
      skin = static_cast<int>(avatar.skins.size());
      avatar.skins.push_back({{order.place[n], glm::mat4(1)}});
    } else {
      accessors.at(model.skins, skin, "a node's skin");
    }
    for (const auto& primitive :
         accessors.at(model.meshes, node.mesh, "a node's mesh").primitives) {
      if (primitive.mode != TINYGLTF_MODE_TRIANGLES && primitive.mode != -1) continue;
      Surface mesh;
      mesh.skin = skin;
      mesh.material = primitive.material;
      read_vertices(primitive, accessors, node.skin >= 0, mesh);
      read_indices(primitive, accessors, mesh);
      check_weights(accessors, avatar.skins[skin], mesh);
      avatar.surfaces.push_back(std::move(mesh));
    }
  }
}

Image read_image(const tinygltf::Image& from) {
  Image image;
  if (from.width <= 0 || from.height <= 0 || from.component <= 0) return image;
  const int bytes = from.bits == 16 ? 2 : 1;
  const std::size_t pixels = std::size_t(from.width) * from.height;
  if (from.image.size() < pixels * from.component * bytes) return image;
  image.width = from.width;
  image.height = from.height;
  image.pixels.assign(pixels * 4, 255);
  for (std::size_t i = 0; i < pixels; ++i)
    for (int c = 0; c < 4; ++c) {
      const bool grey = from.component < 3;
      if (grey && c == 3 && from.component == 1) continue;
      if (!grey && c >= from.component) continue;
      const int source = grey ? (c == 3 ? 1 : 0) : c;
      // Little-endian: the upper byte of sixteen bits is the second.
      const std::size_t at = (i * from.component + source) * bytes + (bytes - 1);
      image.pixels[i * 4 + c] = from.image[at];
    }
  return image;
}

}  // namespace

tinygltf::Model parse_gltf(std::span<const std::uint8_t> bytes, const std::string& where) {
  if (bytes.size() < 20 || std::memcmp(bytes.data(), "glTF", 4) != 0)
    throw Error(where + ": is no VRM file (a binary glTF begins with \"glTF\")");
  std::uint32_t length = 0;
  std::memcpy(&length, bytes.data() + 8, 4);
  if (length > bytes.size())
    throw Error(where + ": is cut short (" + std::to_string(bytes.size()) + " of " +
                std::to_string(length) + " bytes)");
  tinygltf::Model model;
  tinygltf::TinyGLTF loader;
  std::string error, warning;
  if (!loader.LoadBinaryFromMemory(&model, &error, &warning, bytes.data(),
                                   static_cast<unsigned>(bytes.size()))) {
    while (!error.empty() && error.back() == '\n') error.pop_back();
    throw Error(where + ": cannot be read as glTF: " + error);
  }
  return model;
}

NodeOrder read_scene(const tinygltf::Model& model, const std::string& where, Avatar& avatar) {
  const Accessors accessors(model, where);
  const NodeOrder order = order_nodes(model, where, avatar);
  read_skins(model, accessors, order, avatar);
  read_meshes(model, accessors, order, avatar);
  if (avatar.surfaces.empty()) throw Error(where + ": has no triangles");
  for (const tinygltf::Image& image : model.images) avatar.images.push_back(read_image(image));
  return order;
}

int image_of_texture(const tinygltf::Model& model, int texture) {
  if (texture < 0 || std::size_t(texture) >= model.textures.size()) return -1;
  const int image = model.textures[texture].source;
  const bool usable =
      image >= 0 && std::size_t(image) < model.images.size() && model.images[image].width > 0;
  return usable ? image : -1;
}

}  // namespace psgan
