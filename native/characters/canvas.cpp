#include "characters/canvas.h"

#include <algorithm>
#include <string>

#include "psgan/error.h"

namespace psgan::characters {

Canvas::Canvas(int width, int height, glm::vec2 low, glm::vec2 high, const Colour& ground)
    : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)),
      pen_(cairo_create(surface_)) {
  if (cairo_status(pen_) != CAIRO_STATUS_SUCCESS)
    throw Error("A texture of " + std::to_string(width) + "×" + std::to_string(height) +
                " could not be painted: " + cairo_status_to_string(cairo_status(pen_)) + ".");
  colour(ground);
  cairo_paint(pen_);
  const auto size = high - low;
  cairo_scale(pen_, width / size.x, -height / size.y);
  cairo_translate(pen_, -low.x, -high.y);
  cairo_set_line_cap(pen_, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(pen_, CAIRO_LINE_JOIN_ROUND);
}

Canvas::~Canvas() {
  cairo_destroy(pen_);
  cairo_surface_destroy(surface_);
}

void Canvas::colour(const Colour& c, float alpha) const {
  cairo_set_source_rgba(pen_, c.x, c.y, c.z, alpha);
}

std::vector<std::uint8_t> Canvas::png() const {
  std::vector<std::uint8_t> bytes;
  const auto write = [](void* to, const unsigned char* data, unsigned length) {
    auto& out = *static_cast<std::vector<std::uint8_t>*>(to);
    out.insert(out.end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
  };
  const auto status = cairo_surface_write_to_png_stream(surface_, write, &bytes);
  if (status != CAIRO_STATUS_SUCCESS)
    throw Error(std::string("A texture could not be written as PNG: ") +
                cairo_status_to_string(status) + ".");
  return bytes;
}

void ellipse_path(cairo_t* pen, glm::vec2 centre, glm::vec2 radii) {
  cairo_save(pen);
  cairo_translate(pen, centre.x, centre.y);
  cairo_scale(pen, radii.x, radii.y);
  cairo_new_sub_path(pen);
  cairo_arc(pen, 0, 0, 1, 0, 6.283185307);
  cairo_restore(pen);
}

void polygon_path(cairo_t* pen, const std::vector<glm::vec2>& points) {
  cairo_new_sub_path(pen);
  for (const auto& p : points) cairo_line_to(pen, p.x, p.y);
  cairo_close_path(pen);
}

void smooth_path(cairo_t* pen, const std::vector<glm::vec2>& points, bool closed) {
  const int count = static_cast<int>(points.size());
  const auto at = [&](int i) {
    return points[std::size_t(closed ? (i + count) % count : std::clamp(i, 0, count - 1))];
  };
  cairo_new_sub_path(pen);
  cairo_move_to(pen, at(0).x, at(0).y);
  for (int i = 0; i < (closed ? count : count - 1); ++i) {
    const auto a = at(i), b = at(i + 1);
    const auto out = a + (b - at(i - 1)) / 6.0f, in = b - (at(i + 2) - a) / 6.0f;
    cairo_curve_to(pen, out.x, out.y, in.x, in.y, b.x, b.y);
  }
  if (closed) cairo_close_path(pen);
}

}  // namespace psgan::characters
