// The part of the canvas that a frame paints: whatever Dear ImGui's renderer asks for, it does not
// leave this part. Whole pixels from the bottom left, as OpenGL counts them.
#pragma once

#include <GLES3/gl3.h>

struct PaintedPart {
  int x = 0, y = 0, width = 0, height = 0;
};
inline PaintedPart painted_part;

inline void scissor_within_painted_part(int x, int y, int width, int height) {
  const auto larger = [](int a, int b) { return a > b ? a : b; };
  const auto smaller = [](int a, int b) { return a < b ? a : b; };
  const PaintedPart& part = painted_part;
  const int left = larger(x, part.x), bottom = larger(y, part.y);
  const int right = smaller(x + width, part.x + part.width);
  const int top = smaller(y + height, part.y + part.height);
  glScissor(left, bottom, larger(right - left, 0), larger(top - bottom, 0));
}
