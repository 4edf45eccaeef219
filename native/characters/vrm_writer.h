// Characters as VRM 1.0 files.
#pragma once

#include <cstdint>
#include <vector>

#include "characters/character.h"

namespace psgan::characters {

/// A complete GLB: glTF 2.0 with VRMC_vrm (humanoid, meta) and VRMC_materials_mtoon, with
/// KHR_materials_unlit for viewers that know no MToon. The same character gives the same bytes.
std::vector<std::uint8_t> to_vrm(const Character& character);

}  // namespace psgan::characters
