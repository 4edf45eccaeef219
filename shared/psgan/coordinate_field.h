// A picture's exact coordinates, reduced to what a texture generator says of it: for each cell of a
// coarse grid how much of it each chart covers, the chart's place there, the light and the
// outlines.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace psgan::coordinates {

/// A chart is a half (u below 1/2 or not) of a part, within which places are continuous. 0 is the
/// ground; part p has the charts 2p − 1 and 2p.
using Chart = int;

constexpr int part_of(Chart chart) { return (chart + 1) / 2; }

/// What a pixel's centre shows.
enum class Kind : std::uint8_t {
  surface,
  border,  ///< An outline where the part ends.
  crease   ///< An outline with the same part on both sides.
};

/// One pixel of a data set's coordinates (psgan/dataset.h).
struct Pixel {
  Chart chart = 0;     ///< Of an outline: that of the surface beside it.
  float u = 0, v = 0;  ///< 0 to 1
  float light = 1;     ///< 0 in shade to 1 in the light
  Kind kind = Kind::surface;
};

/// [size, size], from a PNG's four channels of 16 bits [size, size, 4].
struct PixelMap {
  int size = 0;
  std::vector<Pixel> pixels;

  PixelMap(int size, std::span<const std::uint16_t> channels);
  const Pixel& at(int x, int y) const { return pixels[std::size_t(y) * size + x]; }

 private:
  void sort_outlines();
};

/// A chart in a cell.
struct Cover {
  Chart chart = 0;
  float share = 0;     ///< Of the cell, outlines included; 0 where the chart ends nearby.
  float border = 0;    ///< Of the cell: the part's outlines where it ends.
  float u = 0, v = 0;  ///< At the cell's middle: the plane through the places around it.
};

struct Cell {
  std::vector<Cover> charts;  ///< Without the ground, which has the rest.
  float light = 1;            ///< Mean of the surface pixels, of those around if it has none.
  float crease = 0;           ///< Share of outlines within parts.
};

/// [size, size]
struct Field {
  int size = 0;
  std::vector<Cell> cells;
};

/// `size` divides the map's.
Field reduced(const PixelMap& map, int size);

}  // namespace psgan::coordinates
