// Animations of glTF files as clips.
#pragma once

#include <filesystem>
#include <vector>

#include "motion/clip.h"
#include "motion/joint_names.h"

namespace psgan::data {

/// Every animation of a .gltf (with its .bin files beside it) or .glb file: sampled 30 times a
/// second, steps, lines and cubic splines. Joints are found by their nodes' names. Throws Error
/// naming the file, the animation and what is wrong.
std::vector<Clip> gltf_clips(const std::filesystem::path& path, const JointNames& joint_names = {});

}  // namespace psgan::data
