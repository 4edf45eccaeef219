// Any two of the wardrobe's looks are told apart in a small picture.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "characters/wardrobe.h"
#include "data/avatars/figures.h"
#include "data/rendering/renderer.h"
#include "motion/clip.h"

namespace psgan::data {
namespace {

constexpr int side = 64;

/// The look from the front and from behind, standing.
std::vector<Image> views_of(Renderer& renderer, int look) {
  const Avatar avatar = own_look(look);
  renderer.show(avatar);
  const PosedBody body = posed(avatar.humanoid, own_clip("idle")->at(0));
  return {renderer.draw(body, Camera{0.35f}), renderer.draw(body, Camera{2.8f})};
}

/// How unlike two looks are: over the pixels where either figure is drawn, the mean distance of
/// their colours, each the mean absolute difference of the channels in 0 to 255; the mean of both
/// views. A recoloured garment counts by its area, another silhouette by what it uncovers.
double difference(const std::vector<Image>& a, const std::vector<Image>& b) {
  double sum = 0;
  std::size_t drawn = 0;
  for (std::size_t view = 0; view < a.size(); ++view)
    for (std::size_t p = 0; p < a[view].pixels.size(); p += 3) {
      int ink = 0, distance = 0;
      for (std::size_t c = 0; c < 3; ++c) {
        const int u = a[view].pixels[p + c], v = b[view].pixels[p + c];
        ink = std::max({ink, 255 - u, 255 - v});
        distance += std::abs(u - v);
      }
      if (ink < 8) continue;
      ++drawn;
      sum += distance / 3.0;
    }
  return sum / double(drawn);
}

TEST(Looks, AnyTwoOfTheWardrobeAreToldApart) {
  Renderer renderer(side);
  std::vector<std::vector<Image>> views;
  for (int look = 0; look < characters::named_looks(); ++look)
    views.push_back(views_of(renderer, look));
  ASSERT_EQ(views.size(), 79u);
  double least = 255;
  for (int a = 0; a < characters::named_looks(); ++a)
    for (int b = a + 1; b < characters::named_looks(); ++b) {
      const double d = difference(views[std::size_t(a)], views[std::size_t(b)]);
      least = std::min(least, d);
      // The same look turned by 6° is 7 to 12 away from itself.
      EXPECT_GT(d, 18) << a << " (" << characters::look_title(a) << ") and " << b << " ("
                       << characters::look_title(b) << ")";
    }
  RecordProperty("least_difference", std::to_string(least));
}

}  // namespace
}  // namespace psgan::data
