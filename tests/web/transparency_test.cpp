#include "editor/transparency.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "psgan/error.h"

namespace psgan::web {
namespace {

using Bytes = std::vector<std::uint8_t>;
constexpr int side = 100;

struct Canvas {
  Bytes rgba = Bytes(side * side * 4, 255);

  std::uint8_t* at(int x, int y) { return &rgba[4 * (static_cast<std::size_t>(y) * side + x)]; }
  void set(int x, int y, std::array<int, 3> colour) {
    for (int c = 0; c < 3; ++c) at(x, y)[c] = static_cast<std::uint8_t>(colour[c]);
  }
};

// What a picture is on a ground.
int on_ground(const std::uint8_t* c, int channel, int ground) {
  return static_cast<int>(std::lround((c[channel] * c[3] + ground * (255 - c[3])) / 255.0));
}

// A dark disc with an edge of several pixels, white inside.
Canvas ring() {
  Canvas canvas;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double r = std::hypot(x - 50.0, y - 50.0);
      const double ink = std::clamp(1.5 - std::abs(r - 30) / 2, 0.0, 1.0);
      canvas.set(x, y,
                 {static_cast<int>(255 - 200 * ink), static_cast<int>(255 - 240 * ink),
                  static_cast<int>(255 - 180 * ink)});
    }
  }
  return canvas;
}

TEST(Transparency, OnWhiteThePictureIsWhatItWas) {
  Canvas before = ring();
  Bytes after = without_ground(before.rgba, side, side, 6, {});
  for (int i = 0; i < side * side; ++i) {
    for (int c = 0; c < 3; ++c) {
      ASSERT_NEAR(on_ground(&after[4 * i], c, 255), before.rgba[4 * i + c], 1) << i;
    }
  }
}

TEST(Transparency, ThereIsNoWhiteRimOnADarkPage) {
  const Bytes after = without_ground(ring().rgba, side, side, 6, {});
  // From the ground inwards as far as the ink is full: never lighter than ink on black.
  for (int x = 0; x <= 20; ++x) {
    for (int c = 0; c < 3; ++c) {
      const int full[] = {55, 15, 75};
      EXPECT_LE(on_ground(&after[4 * (50 * side + x)], c, 0), full[c] + 2) << x;
    }
  }
  EXPECT_EQ(after[3], 0);
  EXPECT_EQ(after[4 * (50 * side + 20) + 3], 255);
  EXPECT_EQ(after[4 * (50 * side + 17) + 3], 0);
  const int half = after[4 * (50 * side + 18) + 3];
  EXPECT_GT(half, 100);
  EXPECT_LT(half, 160);
}

TEST(Transparency, WhiteInsideStaysUnlessItIsAwayFromHerBones) {
  const std::size_t middle = 4 * (50 * side + 50) + 3;
  // Without figures nobody knows.
  EXPECT_EQ(without_ground(ring().rgba, side, side, 6, {})[middle], 255);
  FigureSquare here{standing_pose(), 0, 0, side};
  EXPECT_EQ(without_ground(ring().rgba, side, side, 6, {&here, 1})[middle], 255) << "her shirt";
  FigureSquare beside{standing_pose(), -90, 0, side};
  EXPECT_EQ(without_ground(ring().rgba, side, side, 6, {&beside, 1})[middle], 0) << "a gap";
}

TEST(Transparency, APictureOfWhiteAloneIsEmpty) {
  const Bytes after = without_ground(Canvas().rgba, side, side, 6, {});
  EXPECT_EQ(std::count(after.begin(), after.end(), 0), side * side * 4);
  EXPECT_THROW(without_ground(after, side, side + 1, 6, {}), Error);
}

}  // namespace
}  // namespace psgan::web
