// Painting textures: a cairo surface whose units are metres on the figure.
#pragma once

#include <cairo/cairo.h>

#include <cstdint>
#include <functional>
#include <glm/glm.hpp>
#include <vector>

#include "characters/colour.h"

namespace psgan::characters {

/// A picture that shows the rectangle low to high, x to the right, y up.
class Canvas {
 public:
  Canvas(int width, int height, glm::vec2 low, glm::vec2 high, const Colour& ground);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  cairo_t* pen() const { return pen_; }
  void colour(const Colour& c, float alpha = 1) const;
  std::vector<std::uint8_t> png() const;

 private:
  cairo_surface_t* surface_;
  cairo_t* pen_;
};

/// Paths, in the pen's units.
void ellipse_path(cairo_t* pen, glm::vec2 centre, glm::vec2 radii);
void polygon_path(cairo_t* pen, const std::vector<glm::vec2>& points);
/// A closed smooth curve through the points.
void smooth_path(cairo_t* pen, const std::vector<glm::vec2>& points, bool closed);

}  // namespace psgan::characters
