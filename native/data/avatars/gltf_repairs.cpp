#include "data/avatars/gltf_repairs.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "psgan/error.h"

namespace psgan::data {
namespace {

/// Those that are read here, and those that can be left out without losing a shape or a texture.
constexpr std::array<std::string_view, 14> known_extensions{"VRM",
                                                            "VRMC_vrm",
                                                            "VRMC_springBone",
                                                            "VRMC_springBone_extended_collider",
                                                            "VRMC_materials_mtoon",
                                                            "VRMC_materials_hdr_emissiveMultiplier",
                                                            "VRMC_node_constraint",
                                                            "VRMC_vrm_animation",
                                                            "KHR_texture_transform",
                                                            "KHR_mesh_quantization",
                                                            "KHR_lights_punctual",
                                                            "KHR_xmp_json_ld",
                                                            "KHR_animation_pointer",
                                                            "EXT_meshopt_compression"};

struct Explanation {
  std::string_view extension, what;
};

constexpr std::array<Explanation, 6> explanations{
    {{"KHR_draco_mesh_compression", "meshes that Draco compressed"},
     {"KHR_meshopt_compression", "buffers of meshoptimizer's newer format"},
     {"KHR_texture_basisu", "KTX2 textures"},
     {"EXT_texture_webp", "WebP textures"},
     {"EXT_texture_avif", "AVIF textures"},
     {"EXT_mesh_gpu_instancing", "meshes that are drawn many times"}}};

bool is_known(std::string_view extension) {
  return extension.starts_with("KHR_materials_") ||
         std::find(known_extensions.begin(), known_extensions.end(), extension) !=
             known_extensions.end();
}

[[noreturn]] void fail(const std::string& where, const std::string& extension) {
  std::string what;
  for (const Explanation& e : explanations)
    if (e.extension == extension) what = " (" + std::string(e.what) + ")";
  throw Error(where + ": needs the glTF extension " + extension + what +
              ", which is not supported here; export it without");
}

/// A member of that name, or null.
const Json& member(const Json& object, const char* key) {
  static const Json none;
  const auto found = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && found != object.end() ? *found : none;
}

/// An index into a list of so many, or −1.
int index_in(const Json& value, std::size_t count) {
  if (!value.is_number_integer()) return -1;
  const auto i = value.get<std::int64_t>();
  return i >= 0 && std::uint64_t(i) < count ? int(i) : -1;
}

/// True if an accessor's numbers are nowhere but in an extension.
bool has_no_numbers(const Json& gltf, const Json& accessor) {
  const Json& accessors = member(gltf, "accessors");
  const int i = index_in(accessor, accessors.is_array() ? accessors.size() : 0);
  return i >= 0 && member(accessors[i], "bufferView").is_null() &&
         member(accessors[i], "sparse").is_null();
}

bool can_be_read(const Json& gltf, const Json& image) {
  if (!image.is_object()) return false;
  const Json& view = member(image, "bufferView");
  if (view.is_null()) return member(image, "uri").is_string();
  const Json &views = member(gltf, "bufferViews"), &buffers = member(gltf, "buffers");
  const int i = index_in(view, views.is_array() ? views.size() : 0);
  return i >= 0 && !image.contains("uri") &&
         index_in(member(views[i], "buffer"), buffers.is_array() ? buffers.size() : 0) >= 0;
}

/// How long a UTF-8 sequence at this place is; 0 if it is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first < 0xE0   ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
  const unsigned second = byte(1);
  const bool out_of_range = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                            (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return out_of_range ? 0 : length;
}

}  // namespace

void make_utf8(std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) text[at] = '?';
    at += std::max<std::size_t>(length, 1);
  }
}

void check_extensions(const Json& gltf, const std::string& where) {
  for (const Json& required : member(gltf, "extensionsRequired"))
    if (required.is_string() && !is_known(required.get<std::string>()))
      fail(where, required.get<std::string>());
  for (const Json& mesh : member(gltf, "meshes"))
    for (const Json& primitive : member(mesh, "primitives")) {
      constexpr const char* draco = "KHR_draco_mesh_compression";
      if (!member(member(primitive, "extensions"), draco).is_null() &&
          has_no_numbers(gltf, member(member(primitive, "attributes"), "POSITION")))
        fail(where, draco);
    }
  for (const Json& texture : member(gltf, "textures")) {
    const Json& extensions = member(texture, "extensions");
    if (!member(texture, "source").is_null() || !extensions.is_object()) continue;
    for (const auto& [extension, value] : extensions.items())
      if (member(value, "source").is_number()) fail(where, extension);
  }
}

void keep_what_is_drawn(Json& gltf) {
  for (const char* part : {"animations", "cameras"}) gltf.erase(part);
  if (!member(gltf, "images").is_array()) return;
  for (Json& image : gltf["images"])
    if (!can_be_read(gltf, image)) image = Json{{"uri", "data:image/png;base64,AA=="}};
}

void keep_what_moves(Json& gltf) {
  for (const char* part : {"meshes", "materials", "textures", "images", "samplers", "cameras"})
    gltf.erase(part);
}

void empty_fallback_buffers(Json& gltf) {
  if (!member(gltf, "buffers").is_array()) return;
  for (Json& buffer : gltf["buffers"]) {
    const Json& extension = member(member(buffer, "extensions"), "EXT_meshopt_compression");
    const Json& fallback = member(extension, "fallback");
    if (!fallback.is_boolean() || !fallback.get<bool>() || buffer.contains("uri")) continue;
    buffer["uri"] = "data:application/octet-stream;base64,AA==";
    buffer["byteLength"] = 1;
  }
}

}  // namespace psgan::data
