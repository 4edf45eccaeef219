// What part of a figure each pixel shows, and which place of it, as psgan/dataset.h describes it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace psgan::data {

/// Part, u, v and light of each pixel's centre, rows from the top.
struct CoordinateMap {
  int size = 0;
  std::vector<std::uint16_t> values;  ///< [size, size, 4]
};

/// PNG bytes with four channels of 16 bits; level is zlib's, 1 fast to 9 small.
std::vector<std::uint8_t> encode_png(const CoordinateMap& map, int level = 4);

/// Throws Error naming `where` if these are no such PNG.
CoordinateMap decode_coordinates(std::span<const std::uint8_t> bytes, const std::string& where);

}  // namespace psgan::data
