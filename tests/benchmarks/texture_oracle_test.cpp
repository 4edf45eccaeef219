#include <gtest/gtest.h>

#include <cmath>

#include "texture_oracle/redraw.h"

namespace psgan::texture_oracle {
namespace {

constexpr int size = 512;

/// A shirt with stripes of four pixels, turned by an angle, before a white ground.
struct Scene {
  std::vector<std::uint16_t> channels = std::vector<std::uint16_t>(size * size * 4);
  std::vector<std::uint8_t> picture = std::vector<std::uint8_t>(size * size * 3, 255);

  Scene(float angle, bool lit, bool outlined = false) {
    for (int y = 0; y < size; ++y)
      for (int x = 0; x < size; ++x) {
        const float dx = (float(x) + 0.5f) / size - 0.5f, dy = (float(y) + 0.5f) / size - 0.5f;
        const float across = std::cos(angle) * dx + std::sin(angle) * dy,
                    down = std::cos(angle) * dy - std::sin(angle) * dx;
        const float outside = std::max(std::abs(across), std::abs(down)) - 0.3f;
        const bool line = outlined && outside > 0 && outside < 1.f / size;
        if (outside > 0 && !line) continue;
        const bool dark = int(std::floor((across + 0.5f) * size / 4)) % 2 != 0;
        const auto i = std::size_t(y * size + x);
        channels[4 * i] = 1;
        channels[4 * i + 1] = std::uint16_t(32767 * (across + 0.5f));
        channels[4 * i + 2] = std::uint16_t(65535 * (down + 0.5f));
        channels[4 * i + 3] = line ? 0 : lit ? 65535 : 1;
        for (int c = 0; c < 3; ++c) {
          const int colour = dark ? 110 : 200 - 20 * c;
          picture[3 * i + std::size_t(c)] = std::uint8_t(line ? 10 : lit ? colour : colour / 2);
        }
      }
  }
  PixelMap map() const { return {size, channels}; }
};

Textures baked_from(const std::vector<Scene>& scenes) {
  Textures textures;
  for (const Scene& scene : scenes) textures.measure(scene.map());
  for (const Scene& scene : scenes) textures.bake(scene.map(), scene.picture);
  textures.finish();
  return textures;
}

double distance(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(int(a[i]) - int(b[i]));
  return sum / double(a.size());
}

TEST(TextureOracle, StripesOfAPixelStayCrispFromCoarseCoordinates) {
  const Textures textures = baked_from({{0, true}, {0.1f, true}, {0.2f, true}});
  const Scene unseen(0.55f, true);
  EXPECT_EQ(textures.charts(), 1u);
  const double full =
      distance(redrawn(reduced(unseen.map(), size), textures, size), unseen.picture);
  const double coarse =
      distance(redrawn(reduced(unseen.map(), 64), textures, size), unseen.picture);
  EXPECT_LT(full, 5);
  // Cells of 8 pixels hold a dark and a light stripe: colours would be one grey, 15 away.
  EXPECT_LT(coarse, full + 2);
}

TEST(TextureOracle, ShadeIsGuessedFromLightWhereItWasNotSeen) {
  // The shade of the left half was seen, of the right half was not; both are half as bright.
  Scene half(0, false);
  for (int y = 0; y < size; ++y)
    for (int x = size / 4; x < size; ++x) half.channels[std::size_t(y * size + x) * 4] = 0;
  const Textures textures = baked_from({{0, true}, half});
  const Scene wanted(0, false);
  EXPECT_LT(distance(redrawn(reduced(wanted.map(), size), textures, size), wanted.picture), 6);
}

TEST(TextureOracle, OutlinesAtBordersStayThinAndDark) {
  const Scene scene(0, true, true);
  const Textures textures = baked_from({scene});
  const auto drawn = redrawn(reduced(scene.map(), 128), textures, size);
  // Along the middle row, over the right border: how dark, and over how many pixels.
  const auto ink = [](const std::vector<std::uint8_t>& picture) {
    std::pair<int, int> result{255, 0};
    for (int x = 404; x < 416; ++x) {
      const int value = picture[std::size_t((size / 2) * size + x) * 3];
      result.first = std::min(result.first, value);
      result.second += value < 90;
    }
    return result;
  };
  EXPECT_EQ(ink(scene.picture), std::pair(10, 1));
  EXPECT_LT(ink(drawn).first, 90);
  EXPECT_LE(ink(drawn).second, 2);
}

TEST(TextureOracle, TheGroundStaysWhite) {
  const Textures textures = baked_from({{0, true}});
  const PixelMap empty(size, std::vector<std::uint16_t>(size * size * 4));
  EXPECT_EQ(redrawn(reduced(empty, 32), textures, 64), std::vector<std::uint8_t>(64 * 64 * 3, 255));
}

}  // namespace
}  // namespace psgan::texture_oracle
