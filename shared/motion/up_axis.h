// Which way is up in a motion file.
#pragma once

#include <cstdint>
#include <span>

#include "motion/bvh.h"
#include "motion/humanoid.h"

namespace psgan {

enum class UpAxis : std::uint8_t { unknown, x, y, z };

/// Of length 1; unknown is Y.
glm::vec3 direction_of(UpAxis up);

/// "X", "Y" or "Z".
const char* name_of(UpAxis up);

/// The axis along which a body's motion stands, in this order of trust: that of Y and Z along which
/// the hips stay about as high above 0 as her legs are long and the lowest joint is near 0; the one
/// from feet to head in the first frames, unless she lies on a floor along it; X only if she never
/// stands along another and lies on no floor. Unknown if neither tells. `frames` are moments spread
/// over the motion, `first` those of its first second.
UpAxis find_up(std::span<const JointFrame> frames, std::span<const JointFrame> first,
               const PerJoint<int>& found);

}  // namespace psgan
