// The glTF below a VRM: nodes, skins, triangles and images. Internal to the readers of VRM and
// of animations.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <glm/glm.hpp>
#include <span>
#include <string>
#include <vector>

#include "data/avatars/avatar.h"

namespace tinygltf {
class Model;
class Value;
}  // namespace tinygltf

namespace psgan::data {

/// A JSON value of an extension, read leniently: what is absent or of another type gives the
/// default.
class GltfValue {
 public:
  explicit GltfValue(const tinygltf::Value* value = nullptr) : value_(value) {}

  explicit operator bool() const { return value_ != nullptr; }
  GltfValue operator[](const char* key) const;
  GltfValue item(std::size_t i) const;
  std::size_t size() const;  ///< Of an array, else 0.
  double number(double otherwise) const;
  bool boolean(bool otherwise) const;
  std::string text(const std::string& otherwise = {}) const;
  int texture(int otherwise = -1) const;  ///< The "index" of a texture reference.
  glm::vec3 rgb(glm::vec3 otherwise) const;

 private:
  const tinygltf::Value* value_;
};

/// The new index of each glTF node: nodes are re-ordered so that parents come first.
struct NodeOrder {
  std::vector<int> place;  ///< glTF index → index in Avatar::nodes.
};

/// Parses a binary glTF; it may not refer to other files. Images stay as they are in the file,
/// buffers that meshoptimizer compressed are decompressed. Damage in what no avatar is drawn from
/// (images that nothing can read, letters that are no UTF-8, animations) is mended or left out.
/// Throws Error naming `where`, and the extension if the file requires one that is unknown here.
tinygltf::Model parse_gltf(std::span<const std::uint8_t> bytes, const std::string& where);

/// The same for the motion in a .glb or .gltf file, with the buffers beside it: nodes, accessors,
/// animations and extensions, no meshes and materials, whatever extensions those require.
tinygltf::Model parse_gltf_file(std::span<const std::uint8_t> bytes,
                                const std::filesystem::path& path);

/// The nodes alone into `avatar`.
NodeOrder read_nodes(const tinygltf::Model& model, const std::string& where, Avatar& avatar);

/// Nodes, skins and meshes into `avatar`; materials and the humanoid are the VRM's. What the
/// default scene does not show and the meshes of `hidden` nodes [nodes of the file] are left out;
/// morph targets are as the file has them by default; strips and fans become triangles.
NodeOrder read_scene(const tinygltf::Model& model, const std::string& where,
                     const std::vector<bool>& hidden, Avatar& avatar);

/// Decodes those of the file's images (PNG or JPEG) that a material of the avatar uses.
void read_images(const tinygltf::Model& model, const std::string& where, Avatar& avatar);

/// The image of a texture, or −1.
int image_of_texture(const tinygltf::Model& model, int texture);

}  // namespace psgan::data
