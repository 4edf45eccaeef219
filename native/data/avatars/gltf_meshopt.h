// Buffers that meshoptimizer compressed (the glTF extension EXT_meshopt_compression). Internal to
// the readers of VRM and of animations.
#pragma once

#include <string>

namespace tinygltf {
class Model;
}

namespace psgan::data {

/// Decompresses them: each compressed view gets a buffer of its own. Throws Error naming `where`
/// and the view that is not as the extension says.
void decompress_buffers(tinygltf::Model& model, const std::string& where);

}  // namespace psgan::data
