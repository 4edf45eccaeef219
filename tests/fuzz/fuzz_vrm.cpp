// A VRM file from a stranger: an avatar that can be posed, or Error.
#include <cstddef>
#include <cstdint>

#include "data/avatar.h"
#include "motion/clip.h"
#include "psgan/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const psgan::Avatar avatar = psgan::read_vrm({data, size}, "fuzz.vrm");
    const psgan::BodyPose pose = psgan::own_clip("kick")->at(0.7f);
    const auto world = psgan::pose_matrices(avatar, psgan::posed(avatar.humanoid, pose));
    for (const psgan::Surface& surface : avatar.surfaces)
      psgan::skinned_positions(avatar, surface, world);
  } catch (const psgan::Error&) {
  }
  return 0;
}
