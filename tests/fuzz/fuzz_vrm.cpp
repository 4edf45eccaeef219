// A VRM file from a stranger: an avatar that can be posed, or Error.
#include <cstddef>
#include <cstdint>

#include "data/avatars/avatar.h"
#include "data/avatars/framing.h"
#include "motion/clip.h"
#include "psgan/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    psgan::data::Avatar avatar = psgan::data::read_vrm({data, size}, "fuzz.vrm");
    const psgan::BodyPose pose = psgan::own_clip("kick")->at(0.7f);
    const psgan::data::FramedPose framed{pose, {0.4f}};
    psgan::data::frame_poses(avatar, {&framed, 1});
    const auto world = psgan::data::pose_matrices(avatar, psgan::posed(avatar.humanoid, pose));
    for (const psgan::data::Surface& surface : avatar.surfaces)
      psgan::data::skinned_positions(avatar, surface, world);
  } catch (const psgan::Error&) {
  }
  return 0;
}
