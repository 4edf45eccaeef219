#include "characters/tailoring.h"

#include <algorithm>
#include <cmath>

#include "characters/skin_weights.h"

namespace psgan::characters {

float collar_line(const glm::vec3& p, float height) {
  return std::max(height - p.y, glm::length(glm::vec2(p.x, p.z)) - 0.082f);
}

Region shirt(float hem, float sleeve, float neck) {
  return [=](const glm::vec3& p) {
    return std::min({p.y - hem, sleeve - std::abs(p.x), collar_line(p, neck)});
  };
}

float below_v(const glm::vec3& p, float point, float slope) {
  return (point + slope * std::abs(p.x) - p.y) / std::sqrt(1 + slope * slope);
}

float v_neck(const glm::vec3& p, float point, float slope, float behind) {
  const float front = smoothstep(-0.03f, 0.015f, p.z);
  return glm::mix(collar_line(p, behind), below_v(p, point, slope), front);
}

float armhole(const glm::vec3& p, float x) { return std::max(x - std::abs(p.x), 1.048f - p.y); }

void box(const Canvas& c, const Colour& colour, float x0, float y0, float x1, float y1) {
  c.colour(colour);
  cairo_rectangle(c.pen(), x0, y0, x1 - x0, y1 - y0);
  cairo_fill(c.pen());
}

void cuffs(const Canvas& c, const Colour& colour, float from, float to) {
  box(c, colour, from, 0.9f, to, 1.3f);
  box(c, colour, -to, 0.9f, -from, 1.3f);
}

void neck_band(const Canvas& c, const Colour& colour, float low) {
  box(c, colour, -0.062f, low, 0.062f, 1.3f);
}

void buttons(const Canvas& c, const Colour& colour, float x, float top, float bottom, int count,
             float radius) {
  for (int i = 0; i < count; ++i) {
    const float y = glm::mix(top, bottom, count == 1 ? 0.0f : float(i) / float(count - 1));
    c.colour(line_of(colour));
    ellipse_path(c.pen(), {x, y}, glm::vec2(radius + 0.0016f));
    cairo_fill(c.pen());
    c.colour(colour);
    ellipse_path(c.pen(), {x, y}, glm::vec2(radius));
    cairo_fill(c.pen());
  }
}

void line(const Canvas& c, const Colour& colour, float width,
          const std::vector<glm::vec2>& points) {
  c.colour(colour);
  cairo_set_line_width(c.pen(), width);
  cairo_new_path(c.pen());
  for (const auto& p : points) cairo_line_to(c.pen(), p.x, p.y);
  cairo_stroke(c.pen());
}

void fill(const Canvas& c, const Colour& colour, const std::vector<glm::vec2>& points) {
  polygon_path(c.pen(), points);
  c.colour(colour);
  cairo_fill(c.pen());
}

Ease fitted(float metres, float drape) {
  Ease e = Ease::all(metres);
  e.neck = std::min(metres, 0.005f);  // collars lie close
  e.drape = drape;
  return e;
}

void lapels(const Canvas& c, const Colour& colour, const Colour& edge, float point) {
  for (const float s : {-1.0f, 1.0f}) {
    const std::vector<glm::vec2> shape{{s * 0.002f, point},  {s * 0.036f, 1.175f},
                                       {s * 0.062f, 1.16f},  {s * 0.067f, 1.105f},
                                       {s * 0.052f, 1.093f}, {s * 0.059f, 1.078f}};
    fill(c, colour, shape);
    auto outline = shape;
    outline.push_back(shape.front());
    line(c, edge, 0.002f, outline);
  }
}

void add_part(Worn& worn, Material material, Mesh mesh) {
  skin(mesh, body_pull);
  worn.parts.push_back({std::move(material), std::move(mesh)});
}

}  // namespace psgan::characters
