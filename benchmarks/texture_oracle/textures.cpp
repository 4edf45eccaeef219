#include "texture_oracle/textures.h"

#include <algorithm>
#include <cmath>

namespace psgan::texture_oracle {
namespace {

constexpr int largest = 1024;

/// True if the pixel's neighbourhood shows nothing else, so that its colour is its own.
bool pure(const PixelMap& map, int x, int y) {
  if (x < 1 || y < 1 || x + 1 >= map.size || y + 1 >= map.size) return false;
  const Pixel& p = map.at(x, y);
  for (int dy = -1; dy <= 1; ++dy)
    for (int dx = -1; dx <= 1; ++dx) {
      const Pixel& q = map.at(x + dx, y + dy);
      if (q.chart != p.chart || q.kind != p.kind) return false;
    }
  return true;
}

float step_of(const PixelMap& map, int x, int y, float Pixel::*of) {
  const float along = map.at(x + 1, y).*of - map.at(x - 1, y).*of;
  const float down = map.at(x, y + 1).*of - map.at(x, y - 1).*of;
  return 0.5f * std::hypot(along, down);
}

/// The value below which a share of them lies.
float quantile(std::vector<float> values, double share) {
  if (values.empty()) return 0;
  const auto at = values.begin() + std::ptrdiff_t(share * double(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

float luminance(const Colour& c) { return 0.3f * c[0] + 0.59f * c[1] + 0.11f * c[2]; }

Colour colour_at(PictureBytes picture, std::size_t i) {
  return {float(picture[3 * i]), float(picture[3 * i + 1]), float(picture[3 * i + 2])};
}

/// The four texels around a place, with their bilinear shares.
template <typename Visit>
void texels_around(float x, float y, int width, int height, Visit visit) {
  x = std::clamp(x - 0.5f, 0.f, float(width - 1));
  y = std::clamp(y - 0.5f, 0.f, float(height - 1));
  const int x0 = int(x), y0 = int(y), x1 = std::min(x0 + 1, width - 1),
            y1 = std::min(y0 + 1, height - 1);
  const float fx = x - float(x0), fy = y - float(y0);
  visit(std::size_t(y0) * width + x0, (1 - fx) * (1 - fy));
  visit(std::size_t(y0) * width + x1, fx * (1 - fy));
  visit(std::size_t(y1) * width + x0, (1 - fx) * fy);
  visit(std::size_t(y1) * width + x1, fx * fy);
}

}  // namespace

void Textures::measure(const PixelMap& map) {
  for (int y = 0; y < map.size; ++y)
    for (int x = 0; x < map.size; ++x) {
      const Pixel& p = map.at(x, y);
      if (p.chart == 0) continue;
      ChartTexture& chart = charts_[p.chart];
      chart.u0 = std::min(chart.u0, p.u);
      chart.u1 = std::max(chart.u1, p.u);
      chart.v0 = std::min(chart.v0, p.v);
      chart.v1 = std::max(chart.v1, p.v);
      if (p.kind != Kind::surface || !pure(map, x, y) || (x + y) % 3 != 0) continue;
      chart.steps_u.push_back(step_of(map, x, y, &Pixel::u));
      chart.steps_v.push_back(step_of(map, x, y, &Pixel::v));
    }
}

/// About one and a half texels for a pixel that shows the chart large.
void Textures::choose_size(ChartTexture& chart) const {
  const auto side = [](float extent, float step) {
    if (!(step > 0)) return 4;
    return std::clamp(int(std::ceil(1.5f * extent / step)), 4, largest);
  };
  chart.width = side(chart.u1 - chart.u0, quantile(chart.steps_u, 0.25));
  chart.height = side(chart.v1 - chart.v0, quantile(chart.steps_v, 0.25));
  for (auto& tone : chart.tones) tone.resize(std::size_t(chart.width) * chart.height);
}

void Textures::bake(const PixelMap& map, PictureBytes picture) {
  for (int y = 0; y < map.size; ++y)
    for (int x = 0; x < map.size; ++x) {
      const Pixel& p = map.at(x, y);
      if (p.chart == 0) continue;
      const auto found = charts_.find(p.chart);
      if (found == charts_.end()) continue;
      ChartTexture& chart = found->second;
      const Colour colour = colour_at(picture, std::size_t(y) * map.size + x);
      if (p.kind != Kind::surface) {
        line_pixels_[part_of(p.chart)].push_back(colour);
        continue;
      }
      const bool lit = p.light > 0.98f;
      if (!(lit || p.light < 0.02f) || !pure(map, x, y)) continue;
      if (chart.width == 0) choose_size(chart);
      const float du = step_of(map, x, y, &Pixel::u) / (chart.u1 - chart.u0 + 1e-9f),
                  dv = step_of(map, x, y, &Pixel::v) / (chart.v1 - chart.v0 + 1e-9f);
      // What is seen large counts more.
      const float texels = du * float(chart.width) * dv * float(chart.height);
      const float weight = 1 / ((1 + texels) * (1 + texels));
      const float tx = (p.u - chart.u0) / (chart.u1 - chart.u0 + 1e-9f) * float(chart.width),
                  ty = (p.v - chart.v0) / (chart.v1 - chart.v0 + 1e-9f) * float(chart.height);
      texels_around(tx, ty, chart.width, chart.height, [&](std::size_t i, float share) {
        Sum& sum = chart.tones[lit][i];
        for (int c = 0; c < 3; ++c) sum.colour[c] += weight * share * colour[c];
        sum.weight += weight * share;
      });
    }
}

/// From half the size, again and again, where nothing was seen.
void Textures::fill(std::vector<Sum>& texels, int width, int height) {
  if (width == 1 && height == 1) return;
  const int w = (width + 1) / 2, h = (height + 1) / 2;
  std::vector<Sum> half(std::size_t(w) * h);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const Sum& from = texels[std::size_t(y) * width + x];
      Sum& to = half[std::size_t(y / 2) * w + x / 2];
      for (int c = 0; c < 3; ++c) to.colour[c] += from.colour[c];
      to.weight += from.weight;
    }
  fill(half, w, h);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      Sum& to = texels[std::size_t(y) * width + x];
      if (to.weight > 1e-4f) continue;
      to = {};
      texels_around((float(x) + 0.5f) / 2, (float(y) + 0.5f) / 2, w, h,
                    [&](std::size_t i, float share) {
                      if (half[i].weight <= 0) return;
                      for (int c = 0; c < 3; ++c)
                        to.colour[c] += share * half[i].colour[c] / half[i].weight;
                      to.weight += share;
                    });
    }
}

void Textures::finish() {
  for (auto& [number, chart] : charts_) {
    chart.steps_u = chart.steps_v = {};
    if (chart.width == 0) choose_size(chart);
    // Means of texels that were seen in both tones.
    Colour sums[2] = {};
    for (std::size_t i = 0; i < chart.tones[0].size(); ++i)
      if (chart.tones[0][i].weight > 1e-3f && chart.tones[1][i].weight > 1e-3f)
        for (int tone = 0; tone < 2; ++tone)
          for (int c = 0; c < 3; ++c)
            sums[tone][c] += chart.tones[tone][i].colour[c] / chart.tones[tone][i].weight;
    for (std::size_t i = 0; i < chart.tones[0].size(); ++i)
      for (int tone = 0; tone < 2; ++tone) {
        Sum &here = chart.tones[tone][i], &there = chart.tones[1 - tone][i];
        if (here.weight > 1e-3f || there.weight <= 1e-3f) continue;
        for (int c = 0; c < 3; ++c) {
          const float usual = tone == 0 ? 0.75f : 1 / 0.75f;
          const float ratio = sums[1 - tone][c] > 0 ? sums[tone][c] / sums[1 - tone][c] : usual;
          here.colour[c] = std::min(255.f, there.colour[c] / there.weight * ratio) * 0.01f;
        }
        here.weight = 0.01f;
      }
    for (auto& tone : chart.tones) fill(tone, chart.width, chart.height);
  }
  // An outline is about a pixel wide, so that most of its pixels are mixed with what is beside
  // them: the darkest ones have its colour.
  for (auto& [part, line] : line_pixels_) {
    std::sort(line.begin(), line.end(),
              [](const Colour& a, const Colour& b) { return luminance(a) < luminance(b); });
    line.resize((line.size() + 4) / 5);
    for (const Colour& c : line)
      for (int i = 0; i < 3; ++i) lines_[part][i] += c[i] / float(line.size());
  }
  line_pixels_.clear();
}

Colour Textures::colour(Chart number, float u, float v, float light) const {
  const auto found = charts_.find(number);
  Colour result{};
  if (found == charts_.end()) return {255, 255, 255};
  const ChartTexture& chart = found->second;
  const float x = (u - chart.u0) / (chart.u1 - chart.u0 + 1e-9f) * float(chart.width),
              y = (v - chart.v0) / (chart.v1 - chart.v0 + 1e-9f) * float(chart.height);
  texels_around(x, y, chart.width, chart.height, [&](std::size_t i, float share) {
    for (int tone = 0; tone < 2; ++tone) {
      const Sum& texel = chart.tones[tone][i];
      if (texel.weight <= 0) continue;
      const float part = share * (tone ? light : 1 - light) / texel.weight;
      for (int c = 0; c < 3; ++c) result[c] += part * texel.colour[c];
    }
  });
  return result;
}

Colour Textures::outline(int part) const {
  const auto found = lines_.find(part);
  return found == lines_.end() ? Colour{} : found->second;
}

std::size_t Textures::texels() const {
  std::size_t sum = 0;
  for (const auto& [number, chart] : charts_) sum += 2 * chart.tones[0].size();
  return sum;
}

}  // namespace psgan::texture_oracle
