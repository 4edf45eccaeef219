// The part of the canvas that a frame paints: whatever Dear ImGui's renderer asks for, it does not
// leave this part. Whole pixels from the bottom left, as OpenGL counts them.
#pragma once

#include <GLES3/gl3.h>

#include <algorithm>

struct PaintedPart {
  int x = 0, y = 0, width = 0, height = 0;
};
inline PaintedPart painted_part;

inline void scissor_within_painted_part(int x, int y, int width, int height) {
  const PaintedPart& part = painted_part;
  const int left = std::max(x, part.x), bottom = std::max(y, part.y);
  const int right = std::min(x + width, part.x + part.width);
  const int top = std::min(y + height, part.y + part.height);
  glScissor(left, bottom, std::max(right - left, 0), std::max(top - bottom, 0));
}
