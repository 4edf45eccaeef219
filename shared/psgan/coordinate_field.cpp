#include "psgan/coordinate_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace psgan::coordinates {
namespace {

/// Sums over the pixels of a chart around a cell's middle, for planes through their places.
struct Moments {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
  std::array<double, 2> p{}, px{}, py{};
  int inside = 0, border = 0;  ///< Pixels of the cell itself, and outlines among them.

  void add(double dx, double dy, double u, double v, double weight) {
    n += weight;
    x += weight * dx;
    y += weight * dy;
    xx += weight * dx * dx;
    xy += weight * dx * dy;
    yy += weight * dy * dy;
    const double place[] = {u, v};
    for (int c = 0; c < 2; ++c) {
      p[c] += weight * place[c];
      px[c] += weight * place[c] * dx;
      py[c] += weight * place[c] * dy;
    }
  }

  /// The least-squares plane's value in the middle; slopes are held a little towards 0, so that a
  /// thread of pixels does not tilt it.
  float middle(int c) const {
    const double mx = x / n, my = y / n, mp = p[c] / n;
    const double hold = 0.02;
    const double a = xx / n - mx * mx + hold, b = xy / n - mx * my, d = yy / n - my * my + hold;
    const double e = px[c] / n - mx * mp, f = py[c] / n - my * mp;
    const double determinant = a * d - b * b;
    const double slope_x = (e * d - f * b) / determinant, slope_y = (f * a - e * b) / determinant;
    return float(mp - slope_x * mx - slope_y * my);
  }
};

}  // namespace

PixelMap::PixelMap(int size_, std::span<const std::uint16_t> channels)
    : size(size_), pixels(std::size_t(size_) * size_) {
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const std::uint16_t* c = &channels[4 * i];
    if (c[0] == 0) continue;
    pixels[i] = {2 * c[0] - (c[1] < 32768 ? 1 : 0), float(c[1]) / 65535, float(c[2]) / 65535,
                 c[3] == 0 ? 1 : float(c[3] - 1) / 65534, c[3] == 0 ? Kind::crease : Kind::surface};
  }
  sort_outlines();
}

/// Outlines are drawn from the surface's back, whose chart may be the other one.
void PixelMap::sort_outlines() {
  constexpr int reach = 3;
  std::vector<Pixel> sorted = pixels;
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) {
      Pixel& p = sorted[std::size_t(y) * size + x];
      if (p.kind == Kind::surface) continue;
      int nearest = 1000;
      for (int dy = -reach; dy <= reach; ++dy)
        for (int dx = -reach; dx <= reach; ++dx) {
          if (x + dx < 0 || y + dy < 0 || x + dx >= size || y + dy >= size) continue;
          const Pixel& q = at(x + dx, y + dy);
          const int distance = dx * dx + dy * dy;
          if (part_of(q.chart) != part_of(p.chart)) {
            if (distance <= 5) p.kind = Kind::border;
          } else if (q.kind == Kind::surface && distance < nearest) {
            nearest = distance;
            p.chart = q.chart;
            p.u = q.u;
            p.v = q.v;
          }
        }
    }
  pixels = std::move(sorted);
}

Field reduced(const PixelMap& map, int size) {
  Field field{size, {}};
  field.cells.resize(std::size_t(size) * size);
  const int step = map.size / size;
  const float pixel = 1.f / float(step * step);
  std::map<Chart, Moments> found;
  for (int cy = 0; cy < size; ++cy)
    for (int cx = 0; cx < size; ++cx) {
      found.clear();
      Cell cell;
      double light = 0, lit_by = 0;
      const double middle_x = (cx + 0.5) * step, middle_y = (cy + 0.5) * step;
      // A cell and its neighbours: where a chart ends, its places go on beyond.
      const int x0 = std::max(0, (cx - 1) * step), x1 = std::min(map.size, (cx + 2) * step);
      const int y0 = std::max(0, (cy - 1) * step), y1 = std::min(map.size, (cy + 2) * step);
      for (int y = y0; y < y1; ++y)
        for (int x = x0; x < x1; ++x) {
          const Pixel& p = map.at(x, y);
          if (p.chart == 0) continue;
          const bool inside = x / step == cx && y / step == cy;
          Moments& m = found[p.chart];
          m.inside += inside;
          m.border += inside && p.kind == Kind::border;
          if (inside && p.kind == Kind::crease) cell.crease += pixel;
          m.add((x + 0.5 - middle_x) / step, (y + 0.5 - middle_y) / step, p.u, p.v,
                p.kind == Kind::surface ? 1 : 1e-3);
          // Of the cell itself if it has any surface.
          const double weight = p.kind != Kind::surface ? 0 : inside ? 1 : 1e-4;
          light += weight * p.light;
          lit_by += weight;
        }
      if (found.empty()) continue;
      if (lit_by > 0) cell.light = float(light / lit_by);
      for (const auto& [chart, m] : found)
        cell.charts.push_back(
            {chart, pixel * float(m.inside), pixel * float(m.border), m.middle(0), m.middle(1)});
      field.cells[std::size_t(cy) * size + cx] = std::move(cell);
    }
  return field;
}

}  // namespace psgan::coordinates
