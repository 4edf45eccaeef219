#include "data/avatars/gltf_reader.h"

#include <tiny_gltf.h>

#include <algorithm>
#include <cmath>
#include <cstring>

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

/// Deep nesting would end the parser's stack.
void check_depth(std::span<const std::uint8_t> json, const std::string& where) {
  constexpr int deepest = 200;
  int depth = 0;
  bool text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto c = static_cast<char>(json[i]);
    if (text) {
      if (c == '\\') ++i;
      text = c != '"';
    } else if (c == '"') {
      text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > deepest) throw Error(where + ": its JSON is nested too deeply");
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
}

/// Keeps the bytes of images in data URIs; those in buffer views stay where they are.
bool keep_image(tinygltf::Image* image, const int, std::string*, std::string*, int, int,
                const unsigned char* bytes, int size, void*) {
  image->width = image->height = 0;
  if (image->bufferView < 0) image->image.assign(bytes, bytes + size);
  return true;
}

/// No file but the one at hand is opened.
const tinygltf::FsCallbacks no_other_files{
    [](const std::string&, void*) { return false; },
    [](const std::string& path, void*) { return path; },
    [](std::vector<unsigned char>*, std::string* error, const std::string& path, void*) {
      *error += "it refers to another file, " + path;
      return false;
    },
    nullptr, nullptr};

/// Runs one of the library's loaders, which report in two ways.
template <typename Load>
tinygltf::Model parse(const std::string& where, Load load) {
  tinygltf::Model model;
  tinygltf::TinyGLTF loader;
  loader.SetImageLoader(keep_image, nullptr);
  std::string error, warning;
  bool good = false;
  try {
    good = load(loader, model, error, warning);
  } catch (const std::exception& thrown) {
    error += thrown.what();
  }
  while (!error.empty() && error.back() == '\n') error.pop_back();
  if (!good) throw Error(where + ": cannot be read as glTF: " + error);
  return model;
}

bool is_binary(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 20 && std::memcmp(bytes.data(), "glTF", 4) == 0;
}

/// The JSON in a binary glTF whose parts lie within it.
void check_binary(std::span<const std::uint8_t> bytes, const std::string& where) {
  std::uint32_t length = 0, json = 0;
  std::memcpy(&length, bytes.data() + 8, 4);
  std::memcpy(&json, bytes.data() + 12, 4);
  if (length > bytes.size())
    throw Error(where + ": is cut short (" + std::to_string(bytes.size()) + " of " +
                std::to_string(length) + " bytes)");
  if (json > bytes.size() - 20) throw Error(where + ": its JSON is cut short");
  check_depth(bytes.subspan(20, json), where);
}

}  // namespace

tinygltf::Model parse_gltf(std::span<const std::uint8_t> bytes, const std::string& where) {
  if (!is_binary(bytes))
    throw Error(where + ": is no VRM file (a binary glTF begins with \"glTF\")");
  check_binary(bytes, where);
  return parse(where, [&](auto& loader, auto& model, auto& error, auto& warning) {
    loader.SetFsCallbacks(no_other_files);
    return loader.LoadBinaryFromMemory(&model, &error, &warning, bytes.data(),
                                       static_cast<unsigned>(bytes.size()));
  });
}

tinygltf::Model parse_gltf_file(std::span<const std::uint8_t> bytes,
                                const std::filesystem::path& path) {
  const bool binary = is_binary(bytes);
  if (binary)
    check_binary(bytes, path.string());
  else
    check_depth(bytes, path.string());
  const std::string folder = path.parent_path().string();
  return parse(path.string(), [&](auto& loader, auto& model, auto& error, auto& warning) {
    const auto size = static_cast<unsigned>(bytes.size());
    if (binary)
      return loader.LoadBinaryFromMemory(&model, &error, &warning, bytes.data(), size, folder);
    return loader.LoadASCIIFromString(&model, &error, &warning,
                                      reinterpret_cast<const char*>(bytes.data()), size, folder);
  });
}

NodeOrder read_scene(const tinygltf::Model& model, const std::string& where, Avatar& avatar) {
  const Accessors accessors(model, where);
  const NodeOrder order = read_nodes(model, where, avatar);
  read_skins(model, accessors, order, avatar);
  read_meshes(model, accessors, order, avatar);
  if (avatar.surfaces.empty()) throw Error(where + ": has no triangles");
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
