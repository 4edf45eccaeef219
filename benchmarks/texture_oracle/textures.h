// A look's textures, baked from pictures and their coordinates.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "psgan/coordinate_field.h"

namespace psgan::texture_oracle {

using namespace coordinates;

using Colour = std::array<float, 3>;  ///< 0 to 255, as in the picture

/// 8 bits RGB, rows from the top [size, size, 3].
using PictureBytes = std::span<const std::uint8_t>;

/// Adds up what pictures show, then fills what none showed.
class Textures {
 public:
  /// First each picture once, so that the textures' sizes are known; then each once more.
  void measure(const PixelMap& map);
  void bake(const PixelMap& map, PictureBytes picture);

  /// Fills gaps from what lies around them, and shade from light (and light from shade) by their
  /// mean ratio.
  void finish();

  /// Of a place, with that share of light.
  Colour colour(Chart chart, float u, float v, float light) const;
  Colour outline(int part) const;

  std::size_t charts() const { return charts_.size(); }
  /// Texels of all charts, in the light and in shade.
  std::size_t texels() const;

 private:
  struct Sum {
    Colour colour{};
    float weight = 0;
  };
  struct ChartTexture {
    std::vector<float> steps_u, steps_v;  ///< Of neighbouring pixels, for the size.
    int width = 0, height = 0;
    float u0 = 1, v0 = 1, u1 = 0, v1 = 0;   ///< What pictures showed of it.
    std::array<std::vector<Sum>, 2> tones;  ///< In shade, in the light: [height, width].
  };
  static void fill(std::vector<Sum>& texels, int width, int height);
  void choose_size(ChartTexture& chart) const;

  std::map<Chart, ChartTexture> charts_;
  std::map<int, std::vector<Colour>> line_pixels_;  // by part
  std::map<int, Colour> lines_;
};

}  // namespace psgan::texture_oracle
