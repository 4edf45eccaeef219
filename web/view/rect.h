// Rectangles in CSS pixels.
#pragma once

#include <algorithm>

#include "imgui.h"

namespace psgan::web {

struct Rect {
  ImVec2 min, max;
  bool contains(ImVec2 p) const {
    return p.x >= min.x && p.x < max.x && p.y >= min.y && p.y < max.y;
  }
  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
  /// What both have; of no size if nothing.
  Rect intersection(const Rect& other) const {
    const ImVec2 from(std::max(min.x, other.min.x), std::max(min.y, other.min.y));
    return {from, ImVec2(std::max(from.x, std::min(max.x, other.max.x)),
                         std::max(from.y, std::min(max.y, other.max.y)))};
  }
  bool operator==(const Rect& other) const {
    return min.x == other.min.x && min.y == other.min.y && max.x == other.max.x &&
           max.y == other.max.y;
  }
};

}  // namespace psgan::web
