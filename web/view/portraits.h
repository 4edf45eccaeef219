// Small pictures of one kind, in a grid in one texture: the card's characters, poses, neighbours.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "imgui.h"

namespace psgan::web {

class Portraits {
 public:
  Portraits() = default;
  ~Portraits() { clear(); }
  Portraits(const Portraits&) = delete;
  Portraits& operator=(const Portraits&) = delete;

  /// Puts RGBA, side × side pixels, in the place of picture `number` of `count`; side is a power of
  /// two. Throws Error on another number of bytes.
  void set(int number, int count, std::span<const std::uint8_t> rgba, int side);
  void clear();

  bool has(int number) const { return number < static_cast<int>(there_.size()) && there_[number]; }
  int count() const { return static_cast<int>(there_.size()); }

  /// Draws a portrait into a box, rounded: the middle of the picture, as tall as the box, without
  /// the ground above the head.
  void draw(ImDrawList* list, int number, ImVec2 min, ImVec2 max, float rounding) const;

 private:
  std::vector<bool> there_;
  unsigned texture_ = 0;
};

}  // namespace psgan::web
