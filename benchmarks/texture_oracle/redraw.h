// Pictures from a field and textures.
#pragma once

#include <cstdint>
#include <vector>

#include "texture_oracle/textures.h"

namespace psgan::texture_oracle {

/// 8 bits RGB [size, size, 3]. The field's shares are enlarged smoothly (Catmull and Rom's cubic),
/// places and light linearly; a soft-max over the charts gives borders the width of a pixel. A part
/// that has outlines there gets a line of their width along its own side of the border; outlines
/// within a part are laid over it with their share as opacity.
std::vector<std::uint8_t> redrawn(const Field& field, const Textures& textures, int size);

}  // namespace psgan::texture_oracle
