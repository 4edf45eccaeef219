// Captured motion on another body.
#pragma once

#include <string>

#include "motion/bvh.h"
#include "motion/clip.h"

namespace psgan {

/// A BVH as a clip of our humanoid: the directions of its limbs, with which any figure's limbs
/// point the same way whatever their lengths; the way over the ground is left out, jumps stay.
/// Knows the joint names of the two families in which the CMU motions go round (Hips/LeftUpLeg or
/// Hips/LeftHip, and hip/lThigh) and common relatives. Throws Error naming the joints that are
/// missing.
Clip retarget(const Bvh& bvh, const std::string& name);

}  // namespace psgan
