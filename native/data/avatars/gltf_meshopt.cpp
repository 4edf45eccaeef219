#include "data/avatars/gltf_meshopt.h"

#include <meshoptimizer.h>
#include <tiny_gltf.h>

#include <cstdint>
#include <span>
#include <vector>

#include "data/avatars/gltf_reader.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

using Bytes = std::vector<unsigned char>;

/// A view's extension, as the file has it.
struct Compressed {
  std::span<const unsigned char> bytes;
  std::size_t count, stride;
  std::string mode, filter;
};

/// The library asserts what it expects, so that all of it is checked before. Vertices take at least
/// a 64th of their size when compressed, indices a twelfth: what claims more is refused before
/// memory is taken for it.
bool is_sound(const Compressed& c) {
  constexpr std::size_t best_ratio = 64, most = std::size_t{1} << 31;
  if (c.stride == 0 || c.count > most / c.stride ||
      c.count * c.stride > best_ratio * (c.bytes.size() + 256))
    return false;
  const bool indices = c.stride == 2 || c.stride == 4;
  if (c.mode == "TRIANGLES") return indices && c.count % 3 == 0 && c.filter == "NONE";
  if (c.mode == "INDICES") return indices && c.filter == "NONE";
  if (c.mode != "ATTRIBUTES" || c.stride % 4 != 0 || c.stride > 256) return false;
  if (c.filter == "OCTAHEDRAL") return c.stride == 4 || c.stride == 8;
  if (c.filter == "QUATERNION") return c.stride == 8;
  return c.filter == "NONE" || c.filter == "EXPONENTIAL";
}

/// False if the compressed bytes are no such data.
bool decompress(const Compressed& c, Bytes& out) {
  if (c.count == 0) return true;
  const unsigned char* from = c.bytes.data();
  const std::size_t size = c.bytes.size();
  if (c.mode == "TRIANGLES")
    return meshopt_decodeIndexBuffer(out.data(), c.count, c.stride, from, size) == 0;
  if (c.mode == "INDICES")
    return meshopt_decodeIndexSequence(out.data(), c.count, c.stride, from, size) == 0;
  if (meshopt_decodeVertexBuffer(out.data(), c.count, c.stride, from, size) != 0) return false;
  // The filters work on groups of four.
  if (c.filter != "NONE") out.resize((c.count + 3) / 4 * 4 * c.stride);
  const std::size_t elements = out.size() / c.stride;
  if (c.filter == "OCTAHEDRAL") meshopt_decodeFilterOct(out.data(), elements, c.stride);
  if (c.filter == "QUATERNION") meshopt_decodeFilterQuat(out.data(), elements, c.stride);
  if (c.filter == "EXPONENTIAL") meshopt_decodeFilterExp(out.data(), elements, c.stride);
  out.resize(c.count * c.stride);
  return true;
}

}  // namespace

void decompress_buffers(tinygltf::Model& model, const std::string& where) {
  const auto whole = [](GltfValue value, double otherwise) {
    const double v = value.number(otherwise);
    return v >= 0 && v < 4e9 ? std::size_t(v) : SIZE_MAX;
  };
  const std::size_t buffers = model.buffers.size();
  for (std::size_t i = 0; i < model.bufferViews.size(); ++i) {
    tinygltf::BufferView& view = model.bufferViews[i];
    const auto found = view.extensions.find("EXT_meshopt_compression");
    if (found == view.extensions.end()) continue;
    const GltfValue extension(&found->second);
    const auto fail = [&](const char* why) {
      throw Error(where + ": buffer view " + std::to_string(i) +
                  ", EXT_meshopt_compression: " + why);
    };
    const std::size_t buffer = whole(extension["buffer"], -1);
    if (buffer >= buffers) fail("names a buffer that is not there");
    const Bytes& from = model.buffers[buffer].data;
    const std::size_t offset = whole(extension["byteOffset"], 0);
    const std::size_t length = whole(extension["byteLength"], -1);
    if (offset > from.size() || length > from.size() - offset)
      fail("reaches beyond the end of its buffer");
    const Compressed compressed{std::span(from).subspan(offset, length),
                                whole(extension["count"], -1), whole(extension["byteStride"], -1),
                                extension["mode"].text(), extension["filter"].text("NONE")};
    if (!is_sound(compressed)) fail("has a mode, filter, count or stride that the format does not");
    tinygltf::Buffer plain;
    plain.data.resize(compressed.count * compressed.stride);
    if (!decompress(compressed, plain.data)) fail("cannot be decompressed");
    view.buffer = int(model.buffers.size());
    view.byteOffset = 0;
    view.byteLength = plain.data.size();
    model.buffers.push_back(std::move(plain));
  }
}

}  // namespace psgan::data
