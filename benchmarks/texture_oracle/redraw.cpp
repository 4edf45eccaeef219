#include "texture_oracle/redraw.h"

#include <algorithm>
#include <cmath>

namespace psgan::texture_oracle {
namespace {

/// Where a pixel's middle lies between the cells of a grid: four cells a direction, clamped.
struct Taps {
  std::array<int, 4> cell;
  std::array<float, 4> cubic, linear;
};

Taps taps(int pixel, int size, int cells) {
  const float at = (float(pixel) + 0.5f) * float(cells) / float(size) - 0.5f;
  const int first = int(std::floor(at));
  const float t = at - float(first);
  Taps result;
  for (int i = 0; i < 4; ++i) result.cell[i] = std::clamp(first - 1 + i, 0, cells - 1);
  result.cubic = {-0.5f * t + t * t - 0.5f * t * t * t, 1 - 2.5f * t * t + 1.5f * t * t * t,
                  0.5f * t + 2 * t * t - 1.5f * t * t * t, -0.5f * t * t + 0.5f * t * t * t};
  result.linear = {0, 1 - t, t, 0};
  return result;
}

/// A chart at a pixel.
struct Candidate {
  Chart chart = 0;
  float share = 0, border = 0, u = 0, v = 0, known = 0;
};

/// The charts around a pixel and how much of it each covers; the ground first.
struct Candidates {
  std::vector<Candidate> list;
  float light = 0, crease = 0;

  void find(const Field& field, const Taps& x, const Taps& y) {
    list.assign(1, {0, 1, 0, 0, 0, 1});
    light = crease = 0;
    for (int j = 0; j < 4; ++j)
      for (int i = 0; i < 4; ++i) {
        const Cell& cell = field.cells[std::size_t(y.cell[j]) * field.size + x.cell[i]];
        const float cubic = x.cubic[i] * y.cubic[j], linear = x.linear[i] * y.linear[j];
        light += linear * cell.light;
        crease += cubic * cell.crease;
        for (const Cover& cover : cell.charts) {
          Candidate& to = of(cover.chart);
          to.share += cubic * cover.share;
          list.front().share -= cubic * cover.share;
          to.border = std::max(to.border, linear > 0.05f ? cover.border : 0);
          to.u += linear * cover.u;
          to.v += linear * cover.v;
          to.known += linear;
        }
      }
    light = std::clamp(light, 0.f, 1.f);
    crease = std::clamp(crease, 0.f, 1.f);
  }

  float share_of_part(int part) const {
    float sum = 0;
    for (const Candidate& c : list)
      if (part_of(c.chart) == part) sum += c.share;
    return sum;
  }

  /// How much of the part there is more than of any other one: −1 to 1.
  float lead_of_part(int part) const {
    float others = 0;
    for (const Candidate& c : list)
      if (part_of(c.chart) != part) others = std::max(others, share_of_part(part_of(c.chart)));
    return share_of_part(part) - others;
  }

  float border_of_part(int part) const {
    float most = 0;
    for (const Candidate& c : list)
      if (part_of(c.chart) == part) most = std::max(most, c.border);
    return most;
  }

 private:
  Candidate& of(Chart chart) {
    for (Candidate& c : list)
      if (c.chart == chart) return c;
    return list.emplace_back(Candidate{chart, 0, 0, 0, 0, 0});
  }
};

void mix(Colour& colour, const Colour& over, float opacity) {
  for (int i = 0; i < 3; ++i) colour[i] += opacity * (over[i] - colour[i]);
}

/// The renderer's outlines are 1.2 pixels wide at 512².
constexpr float outline_share = 1.2f / 512;

/// How much of a pixel is outline at the part's border, for cells of so many pixels. The lead over
/// other parts is 0 at the border, grows by 2 over a cell there, and reaches 1 a cell farther in.
float border_line(const Candidates& around, int part, float cell, int size) {
  if (cell <= 1) return around.border_of_part(part);
  const float width = outline_share * float(size);
  // A cell with a border across it has about this share of outline.
  const float usual = width / cell;
  const float there = std::clamp(2 * around.border_of_part(part) / usual - 0.4f, 0.f, 1.f);
  if (!(there > 0)) return 0;
  const float lead = around.lead_of_part(part);
  const float inwards = 0.5f * cell * (lead + lead * lead * lead);
  return there * std::clamp(width + 0.5f - inwards, 0.f, std::min(1.f, width));
}

}  // namespace

std::vector<std::uint8_t> redrawn(const Field& field, const Textures& textures, int size) {
  const float cell = float(size) / float(field.size);
  // Between two charts a difference of shares runs from −1 to 1 over a cell; the soft-max makes a
  // pixel of it.
  const float sharpness = cell > 1 ? 2 * cell : 8;
  std::vector<std::uint8_t> picture(std::size_t(size) * size * 3);
  Candidates around;
  for (int py = 0; py < size; ++py) {
    const Taps y = taps(py, size, field.size);
    for (int px = 0; px < size; ++px) {
      around.find(field, taps(px, size, field.size), y);
      float most = 0;
      for (const Candidate& c : around.list)
        if (c.known > 0) most = std::max(most, c.share);
      Colour colour{};
      float sum = 0;
      for (const Candidate& c : around.list) {
        const float weight = c.known > 0 ? std::exp(sharpness * (c.share - most)) : 0;
        if (weight < 0.004f) continue;
        Colour own{255, 255, 255};
        if (c.chart > 0) {
          const int part = part_of(c.chart);
          own = textures.colour(c.chart, c.u / c.known, c.v / c.known, around.light);
          mix(own, textures.outline(part), around.crease);
          mix(own, textures.outline(part), border_line(around, part, cell, size));
        }
        for (int i = 0; i < 3; ++i) colour[i] += weight * own[i];
        sum += weight;
      }
      const std::size_t p = (std::size_t(py) * size + px) * 3;
      for (int i = 0; i < 3; ++i)
        picture[p + i] = std::uint8_t(std::lround(std::clamp(colour[i] / sum, 0.f, 255.f)));
    }
  }
  return picture;
}

}  // namespace psgan::texture_oracle
