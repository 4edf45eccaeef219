#include <tiny_gltf.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "data/avatars/gltf_meshopt.h"
#include "data/avatars/gltf_reader.h"
#include "data/avatars/gltf_repairs.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

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
  decompress_buffers(model, where);
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

/// The JSON after `change`, if that is another; text that is no JSON is left to the library, which
/// tells what is wrong with it.
template <typename Change>
std::optional<std::string> mended(std::span<const std::uint8_t> bytes, Change change) {
  const std::string before(bytes.begin(), bytes.end());
  std::string text = before;
  make_utf8(text);
  if (const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false); json.is_object()) {
    Json changed = json;
    change(changed);
    empty_fallback_buffers(changed);
    if (changed != json) text = changed.dump();
  }
  if (text == before) return std::nullopt;
  return text;
}

/// A binary glTF with another JSON.
std::vector<std::uint8_t> with_json(std::span<const std::uint8_t> bytes, std::string json) {
  std::uint32_t before = 0;
  std::memcpy(&before, bytes.data() + 12, 4);
  json.resize((json.size() + 3) / 4 * 4, ' ');
  const std::span head = bytes.first(20), rest = bytes.subspan(20 + before);
  std::vector<std::uint8_t> result(head.size() + json.size() + rest.size());
  const auto behind_head = std::copy(head.begin(), head.end(), result.begin());
  const auto behind_json = std::copy(json.begin(), json.end(), behind_head);
  std::copy(rest.begin(), rest.end(), behind_json);
  const auto length = std::uint32_t(result.size()), of_json = std::uint32_t(json.size());
  std::memcpy(result.data() + 8, &length, 4);
  std::memcpy(result.data() + 12, &of_json, 4);
  return result;
}

template <typename Change>
std::optional<std::vector<std::uint8_t>> mended_binary(std::span<const std::uint8_t> bytes,
                                                       Change change) {
  std::uint32_t json = 0;
  std::memcpy(&json, bytes.data() + 12, 4);
  std::optional<std::string> text = mended(bytes.subspan(20, json), change);
  if (!text) return std::nullopt;
  return with_json(bytes, std::move(*text));
}

}  // namespace

tinygltf::Model parse_gltf(std::span<const std::uint8_t> bytes, const std::string& where) {
  if (!is_binary(bytes))
    throw Error(where + ": is no VRM file (a binary glTF begins with \"glTF\")");
  check_binary(bytes, where);
  const auto change = [&](Json& json) {
    check_extensions(json, where);
    keep_what_is_drawn(json);
  };
  const std::optional<std::vector<std::uint8_t>> other = mended_binary(bytes, change);
  if (other) bytes = *other;
  return parse(where, [&](auto& loader, auto& model, auto& error, auto& warning) {
    loader.SetFsCallbacks(no_other_files);
    return loader.LoadBinaryFromMemory(&model, &error, &warning, bytes.data(),
                                       static_cast<unsigned>(bytes.size()));
  });
}

tinygltf::Model parse_gltf_file(std::span<const std::uint8_t> bytes,
                                const std::filesystem::path& path) {
  const std::string where = path.string(), folder = path.parent_path().string();
  if (is_binary(bytes)) {
    check_binary(bytes, where);
    const std::optional<std::vector<std::uint8_t>> other = mended_binary(bytes, keep_what_moves);
    if (other) bytes = *other;
    return parse(where, [&](auto& loader, auto& model, auto& error, auto& warning) {
      return loader.LoadBinaryFromMemory(&model, &error, &warning, bytes.data(),
                                         static_cast<unsigned>(bytes.size()), folder);
    });
  }
  check_depth(bytes, where);
  const std::optional<std::string> other = mended(bytes, keep_what_moves);
  const std::string text = other.value_or(std::string(bytes.begin(), bytes.end()));
  return parse(where, [&](auto& loader, auto& model, auto& error, auto& warning) {
    return loader.LoadASCIIFromString(&model, &error, &warning, text.data(),
                                      static_cast<unsigned>(text.size()), folder);
  });
}

}  // namespace psgan::data
