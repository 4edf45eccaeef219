// Pictures at other sizes, for files.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace psgan::web {

/// RGBA of `width` × `height`, the top row first, at another size: Lanczos' kernel with three lobes
/// along each axis, widened where the picture gets smaller; beyond its edge the edge's pixels go
/// on. Weights are normalised, so that an even surface stays as it is; each channel is rounded to
/// the nearest byte. Throws Error on sizes below 1 and another number of bytes.
std::vector<std::uint8_t> resampled(std::span<const std::uint8_t> rgba, int width, int height,
                                    int new_width, int new_height);

}  // namespace psgan::web
