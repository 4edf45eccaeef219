// The figure of boxes with buffers that meshoptimizer compressed, as gltfpack writes them.
#pragma once

#include "tiny_vrm.h"

namespace psgan::data {

/// Positions, weights and indices are compressed, and their plain bytes are nowhere.
TinyGlb compressed_glb();

}  // namespace psgan::data
