// What a frame with her head and shoulders shows, and where on the stage it stands.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "psgan/pose.h"

namespace psgan::web {

/// In any units, y down.
struct Square {
  float left = 0, top = 0, side = 0;
  bool contains(float x, float y) const {
    return x >= left && x < left + side && y >= top && y < top + side;
  }
};

/// The square around her head and shoulders, in units of her picture; it may reach beyond it.
/// Nothing if her neck or pelvis is not seen.
std::optional<Square> head_and_shoulders(const Pose& pose);

/// Which of the frames, at least one, covers the fewest of the points that are seen, the first of
/// equal ones. `figure`: where her picture lies, in the frames' units.
std::size_t freest(std::span<const Square> frames, const Pose& pose, const Square& figure);

}  // namespace psgan::web
