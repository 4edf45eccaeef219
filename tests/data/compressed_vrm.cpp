#include "compressed_vrm.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <cstring>

namespace psgan::data {
namespace {

using Json = nlohmann::json;

/// Compresses an accessor's view as gltfpack does: the plain bytes are nowhere.
void compress_view(TinyGlb& glb, int accessor, std::size_t stride, bool triangles) {
  const Json& a = glb.json["accessors"][accessor];
  Json& views = glb.json["bufferViews"];
  const int view = a["bufferView"];
  const std::size_t count = a["count"], offset = views[view]["byteOffset"];
  std::vector<std::uint8_t> bytes;
  if (triangles) {
    std::vector<std::uint16_t> indices(count);
    std::memcpy(indices.data(), &glb.binary[offset], 2 * count);
    bytes.resize(meshopt_encodeIndexBufferBound(count, 65536));
    bytes.resize(meshopt_encodeIndexBuffer(bytes.data(), bytes.size(), indices.data(), count));
  } else {
    bytes.resize(meshopt_encodeVertexBufferBound(count, stride));
    bytes.resize(
        meshopt_encodeVertexBuffer(bytes.data(), bytes.size(), &glb.binary[offset], count, stride));
  }
  const int packed = add_view(glb, bytes);
  const Json compressed{{"buffer", 0},
                        {"byteOffset", views[packed]["byteOffset"]},
                        {"byteLength", bytes.size()},
                        {"byteStride", stride},
                        {"count", count},
                        {"mode", triangles ? "TRIANGLES" : "ATTRIBUTES"}};
  std::fill_n(glb.binary.begin() + long(offset), count * stride, std::uint8_t{0});
  views[view]["buffer"] = 1;
  views[view]["extensions"]["EXT_meshopt_compression"] = compressed;
}

}  // namespace

TinyGlb compressed_glb() {
  TinyGlb glb = tiny_glb();
  glb.json["extensionsRequired"] = {"EXT_meshopt_compression"};
  glb.json["buffers"].push_back(
      {{"byteLength", 100'000'000},
       {"extensions", {{"EXT_meshopt_compression", {{"fallback", true}}}}}});
  for (const Json& primitive : Json(glb.json["meshes"][0]["primitives"])) {
    compress_view(glb, primitive["attributes"]["POSITION"], 12, false);
    compress_view(glb, primitive["attributes"]["WEIGHTS_0"], 16, false);
    compress_view(glb, primitive["indices"], 2, true);
  }
  return glb;
}

}  // namespace psgan::data
