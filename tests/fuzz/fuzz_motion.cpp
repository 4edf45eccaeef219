// A glTF animation, a VRM animation or a VRM from a stranger: clips, or Error.
#include <cstddef>
#include <cstdint>

#include "data/avatars/gltf_motion.h"
#include "psgan/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    // A folder that is not there: no file beside it can be opened.
    for (const psgan::Clip& clip : psgan::data::gltf_clips({data, size}, "/nowhere/fuzz.glb"))
      psgan::pose_at(clip, 0.5f * clip.duration(), 1);
  } catch (const psgan::Error&) {
  }
  return 0;
}
