// Animations of glTF files as clips.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "motion/clip.h"
#include "motion/retarget.h"

namespace psgan::data {

/// Every animation of a .gltf (with its .bin files beside it) or .glb file: sampled 30 times a
/// second, steps, lines and cubic splines. A VRM animation or a VRM says itself which nodes are
/// which bones; else joints are found by their nodes' names and places. `notes` as retarget() has
/// it. Throws Error naming the file, the animation and what is wrong.
std::vector<Clip> gltf_clips(const std::filesystem::path& path, const RetargetOptions& options = {},
                             std::vector<std::string>* notes = nullptr);

/// The same of the bytes of a file that lies, or would lie, at `path`.
std::vector<Clip> gltf_clips(std::span<const std::uint8_t> bytes, const std::filesystem::path& path,
                             const RetargetOptions& options = {},
                             std::vector<std::string>* notes = nullptr);

}  // namespace psgan::data
