// A BVH file from a stranger: a clip, and the key frames that the page makes of it, or Error.
#include <cstddef>
#include <cstdint>
#include <string>

#include "motion/keyframes.h"
#include "motion/retarget.h"
#include "psgan/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const psgan::Clip clip = psgan::retarget(psgan::read_bvh(text, "fuzz.bvh"), "fuzz");
    psgan::pose_at(clip, 0.5f * clip.duration(), 1);
    psgan::keyed(clip);
  } catch (const psgan::Error&) {
  }
  return 0;
}
