// From cells to pixels: which charts of a texture atlas each pixel of a picture shows, and where.
// Written once for drawing (texture_painter.h) and for training, which needs its gradients.
//
// Shares of charts, places and all else are enlarged linearly from the cells. Which two charts a
// pixel shows is found for blocks of pixels (choice_grid()): they are the largest shares in its
// block's middle. Their shares at the pixel itself are sharpened so that a
// border is as wide as a pixel where shares change as fast as they can.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace psgan {

/// What is painted from, in memory; N pictures of C² cells, K charts of T² texels. `Number` is
/// const float, or float for gradients of the same shapes.
template <typename Number>
struct PaintSource {
  std::int64_t images = 0, cells = 0, charts = 0, more = 0, texels = 0, features = 0;
  Number* shares = nullptr;      ///< [N,C,C,1+K]: of the ground and of each chart, their sum 1.
  Number* places = nullptr;      ///< [N,C,C,K,2]: each chart's place (x, y), 0 to 1 in its texture.
  const float* known = nullptr;  ///< [N,C,C,K]: 1 where that place counts, else 0; or everywhere.
  Number* extra = nullptr;       ///< [N,C,C,more]: what else is enlarged: the light …
  Number* textures = nullptr;    ///< [N,K,T,T,features]

  std::int64_t cell(std::int64_t image, int y, int x) const {
    return (image * cells + y) * cells + x;
  }
};

/// The four cells around a pixel's middle.
struct CellTaps {
  std::array<std::int64_t, 4> cell{};
  std::array<float, 4> weight{};
};

/// The two charts of a block, as numbers of the 1 + K (0 is the ground), the larger first.
struct BlockCharts {
  int first = 0, second = 0;
};

/// The same at a pixel: by how much the first one's share is larger there (it may be smaller), and
/// its weight, 0 to 1.
struct ChartChoice {
  int first = 0, second = 0;
  float lead = 0, weight = 1;
};

/// A chart's place at a pixel, and what each tap counts in it.
struct PixelPlace {
  float x = 0, y = 0;
  std::array<float, 4> weight{};
};

/// The four texels around a place.
struct TexelTaps {
  std::array<std::int64_t, 4> at{};
  std::array<float, 4> weight{};
  float fx = 0, fy = 0;
  bool inside_x = true, inside_y = true;
};

/// What a pixel shows of a chart; a pixel at a border has two samples.
struct PixelSample {
  std::int64_t image = 0;
  int y = 0, x = 0;
  int chart = 0;
  bool second = false;  ///< Of the choice.
};

/// Less than this share of a pixel is not drawn.
inline constexpr float least_pixel_share = 0.02f;

template <typename Number>
CellTaps cell_taps(const PaintSource<Number>& p, std::int64_t image, int py, int px,
                   int resolution) {
  const auto along = [&](int pixel, std::array<int, 2>& cell, std::array<float, 2>& weight) {
    const int last = static_cast<int>(p.cells) - 1;
    const float at = (static_cast<float>(pixel) + 0.5f) * static_cast<float>(p.cells) /
                         static_cast<float>(resolution) -
                     0.5f;
    const float low = std::floor(at);
    cell = {std::clamp(static_cast<int>(low), 0, last),
            std::clamp(static_cast<int>(low) + 1, 0, last)};
    weight = {1 - (at - low), at - low};
  };
  std::array<int, 2> ys{}, xs{};
  std::array<float, 2> wy{}, wx{};
  along(py, ys, wy);
  along(px, xs, wx);
  CellTaps result;
  for (std::size_t j = 0; j < 2; ++j) {
    for (std::size_t i = 0; i < 2; ++i) {
      result.cell[2 * j + i] = p.cell(image, ys[j], xs[i]);
      result.weight[2 * j + i] = wy[j] * wx[i];
    }
  }
  return result;
}

/// Blocks along each side of a picture, for which the two charts are chosen: of 2×2 pixels where
/// these are finer than half a cell, else the pixels themselves. Larger ones show as stairs where
/// three charts meet.
inline int choice_grid(std::int64_t cells, int resolution) {
  return resolution > 2 * cells && resolution % 2 == 0 ? resolution / 2 : resolution;
}

/// How much a lead counts: a share changes by 1 from cell to cell at most. Where a pixel is as
/// large as a cell, enough that a chart alone does not show through the ground.
inline float share_slope(std::int64_t cells, int resolution) {
  return std::max(8.f, 2 * static_cast<float>(resolution) / static_cast<float>(cells));
}

/// The largest two of the shares at these taps; `shares` is room for 1 + K numbers.
template <typename Number>
BlockCharts charts_of_block(const PaintSource<Number>& p, const CellTaps& at,
                            std::vector<float>& shares) {
  const auto count = static_cast<std::size_t>(p.charts + 1);
  std::fill(shares.begin(), shares.end(), 0.f);
  for (std::size_t t = 0; t < 4; ++t) {
    const float* from = p.shares + at.cell[t] * (p.charts + 1);
    const float weight = at.weight[t];
    for (std::size_t k = 0; k < count; ++k) shares[k] += weight * from[k];
  }
  BlockCharts charts;
  float most = -1, next = -1;
  for (std::size_t k = 0; k < count; ++k) {
    if (shares[k] > most) {
      next = most;
      charts.second = charts.first;
      most = shares[k];
      charts.first = static_cast<int>(k);
    } else if (shares[k] > next) {
      next = shares[k];
      charts.second = static_cast<int>(k);
    }
  }
  return charts;
}

template <typename Number>
ChartChoice choose_chart(const PaintSource<Number>& p, const CellTaps& at,
                         const BlockCharts& charts, float slope) {
  ChartChoice choice{charts.first, charts.second};
  for (std::size_t t = 0; t < 4; ++t) {
    const float* from = p.shares + at.cell[t] * (p.charts + 1);
    choice.lead += at.weight[t] * (from[charts.first] - from[charts.second]);
  }
  choice.weight = 1 / (1 + std::exp(-slope * choice.lead));
  return choice;
}

template <typename Number>
PixelPlace place_of(const PaintSource<Number>& p, const CellTaps& at, int chart) {
  PixelPlace place;
  float sum = 0;
  for (std::size_t t = 0; t < 4; ++t) {
    const std::int64_t i = at.cell[t] * p.charts + chart;
    place.weight[t] = at.weight[t] * (p.known ? p.known[i] : 1.f);
    sum += place.weight[t];
  }
  if (!(sum > 1e-6f)) return {};
  for (std::size_t t = 0; t < 4; ++t) {
    const std::int64_t i = at.cell[t] * p.charts + chart;
    place.weight[t] /= sum;
    place.x += place.weight[t] * p.places[2 * i];
    place.y += place.weight[t] * p.places[2 * i + 1];
  }
  return place;
}

template <typename Number>
TexelTaps texel_taps(const PaintSource<Number>& p, std::int64_t image, int chart,
                     const PixelPlace& place) {
  const auto last = static_cast<float>(p.texels - 1);
  const float x = place.x * last, y = place.y * last;
  // A place that is no number is at 0.
  const float cx = x >= 0 ? std::min(x, last) : 0, cy = y >= 0 ? std::min(y, last) : 0;
  const auto x0 = std::min(static_cast<std::int64_t>(cx), p.texels - 2);
  const auto y0 = std::min(static_cast<std::int64_t>(cy), p.texels - 2);
  const std::int64_t origin = (image * p.charts + chart) * p.texels * p.texels;
  TexelTaps result;
  result.fx = cx - static_cast<float>(x0);
  result.fy = cy - static_cast<float>(y0);
  result.inside_x = x == cx;
  result.inside_y = y == cy;
  for (std::size_t j = 0; j < 2; ++j) {
    for (std::size_t i = 0; i < 2; ++i) {
      result.at[2 * j + i] = origin + (y0 + static_cast<std::int64_t>(j)) * p.texels + x0 +
                             static_cast<std::int64_t>(i);
      result.weight[2 * j + i] = (j ? result.fy : 1 - result.fy) * (i ? result.fx : 1 - result.fx);
    }
  }
  return result;
}

/// Calls `visit(sample, taps, choice)` for each sample of the images from `first` to before `end`;
/// blocks amid the ground are skipped.
template <typename Number, typename Visit>
void for_each_sample(const PaintSource<Number>& p, std::int64_t first, std::int64_t end,
                     int resolution, const Visit& visit) {
  const float slope = share_slope(p.cells, resolution);
  const int grid = choice_grid(p.cells, resolution), block = resolution / grid;
  std::vector<float> shares(static_cast<std::size_t>(p.charts + 1));
  std::vector<BlockCharts> row(static_cast<std::size_t>(grid));
  const std::int64_t area = p.cells * p.cells;
  std::vector<char> bare(static_cast<std::size_t>(area));
  for (std::int64_t image = first; image < end; ++image) {
    const auto is_bare = [&](std::int64_t cell) {
      return bare[static_cast<std::size_t>(cell - image * area)] != 0;
    };
    const auto all_bare = [&](const CellTaps& at) {
      return std::all_of(at.cell.begin(), at.cell.end(), is_bare);
    };
    for (std::int64_t i = 0; i < area; ++i) {
      bare[static_cast<std::size_t>(i)] = p.shares[(image * area + i) * (p.charts + 1)] > 0.99f;
    }
    for (int y = 0; y < resolution; ++y) {
      for (int i = 0; y % block == 0 && i < grid; ++i) {
        const CellTaps at = cell_taps(p, image, y / block, i, grid);
        row[static_cast<std::size_t>(i)] =
            all_bare(at) ? BlockCharts{} : charts_of_block(p, at, shares);
      }
      for (int x = 0; x < resolution; ++x) {
        const BlockCharts& charts = row[static_cast<std::size_t>(x / block)];
        if (charts.first == charts.second) continue;
        const CellTaps at = cell_taps(p, image, y, x, resolution);
        const ChartChoice choice = choose_chart(p, at, charts, slope);
        if (choice.first > 0 && choice.weight > least_pixel_share) {
          visit(PixelSample{image, y, x, choice.first - 1, false}, at, choice);
        }
        if (choice.second > 0 && 1 - choice.weight > least_pixel_share) {
          visit(PixelSample{image, y, x, choice.second - 1, true}, at, choice);
        }
      }
    }
  }
}

/// Of a sample: the texture's features, the chart's lead over the next one, and what else is
/// enlarged; [features+1+more].
template <typename Number>
void sample_features(const PaintSource<Number>& p, const PixelSample& sample, const CellTaps& at,
                     const ChartChoice& choice, float* to) {
  std::fill(to, to + p.features + 1 + p.more, 0.f);
  const TexelTaps from = texel_taps(p, sample.image, sample.chart, place_of(p, at, sample.chart));
  for (std::size_t t = 0; t < 4; ++t) {
    const float* texel = p.textures + from.at[t] * p.features;
    for (std::int64_t f = 0; f < p.features; ++f) to[f] += from.weight[t] * texel[f];
  }
  to[p.features] = sample.second ? -choice.lead : choice.lead;
  for (std::size_t t = 0; t < 4; ++t) {
    const float* extra = p.extra + at.cell[t] * p.more;
    for (std::int64_t e = 0; e < p.more; ++e) to[p.features + 1 + e] += at.weight[t] * extra[e];
  }
}

}  // namespace psgan
