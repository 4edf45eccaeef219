// What cells are painted as, and how the picture's gradients reach them.
#include "trainer/networks/texture_painter.h"

#include <gtest/gtest.h>

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// Random cells of two images, 4² each, of three charts.
CellMaps random_cells() {
  CellMaps cells;
  cells.shares = torch::softmax(3 * torch::randn({2, 4, 4, 4}), 3);
  cells.places = 0.2 + 0.6 * torch::rand({2, 4, 4, 3, 2});
  cells.more = torch::randn({2, 4, 4, 2});
  return cells;
}

TEST(TexturePainter, PaintsAChartOverWhite) {
  CellMaps cells;
  cells.shares = torch::zeros({1, 4, 4, 2});
  cells.shares.select(3, 0).fill_(1);
  // The left half is the chart, its place half way down the texture and x across it.
  cells.shares.slice(2, 0, 2).select(3, 0).fill_(0);
  cells.shares.slice(2, 0, 2).select(3, 1).fill_(1);
  cells.places = torch::full({1, 4, 4, 1, 2}, 0.5);
  cells.more = torch::zeros({1, 4, 4, 1});
  Tensor texture = torch::zeros({1, 1, 3, 3, 1});
  texture[0][0][1].fill_(7);
  const PaintSamples samples = sampled(cells, texture, 16);
  const Tensor picture = painted(samples, torch::zeros({samples.weights.size(0), 3}), 1, 16);
  EXPECT_NEAR(picture[0][0][8][2].item<float>(), 0, 0.01);
  EXPECT_FLOAT_EQ(picture[0][0][8][13].item<float>(), 1);
  // The border is about a pixel wide, in the middle.
  EXPECT_LT(picture[0][0][8][6].item<float>(), 0.1f);
  EXPECT_GT(picture[0][0][8][9].item<float>(), 0.9f);
  EXPECT_TRUE(torch::allclose(samples.features.select(1, 0), torch::tensor(7.f)));
}

TEST(TexturePainter, PlacesThatAreNotKnownDoNotCount) {
  CellMaps cells = random_cells();
  const Tensor textures = torch::rand({2, 3, 5, 5, 2});
  cells.known = torch::ones({2, 4, 4, 3});
  cells.known[0][1][1].fill_(0);
  const PaintSamples before = sampled(cells, textures, 8);
  cells.places[0][1][1].fill_(0.9);
  const PaintSamples after = sampled(cells, textures, 8);
  EXPECT_TRUE(torch::equal(before.features, after.features));
}

/// Of pictures of so many pixels along each side.
class TexturePainterGradients : public testing::TestWithParam<int> {};

// A block for each pixel, and one for four.
INSTANTIATE_TEST_SUITE_P(All, TexturePainterGradients, testing::Values(12, 16));

TEST_P(TexturePainterGradients, AreThoseOfDifferences) {
  torch::manual_seed(3);
  CellMaps cells = random_cells();
  Tensor textures = torch::rand({2, 3, 5, 5, 2});
  const Tensor wanted_weights = torch::randn({2000}), wanted_features = torch::randn({2000, 5});
  const auto value = [&] {
    const PaintSamples samples = sampled(cells, textures, GetParam());
    const std::int64_t count = samples.weights.size(0);
    return (samples.weights * wanted_weights.narrow(0, 0, count)).sum() +
           (samples.features * wanted_features.narrow(0, 0, count)).sum();
  };
  for (Tensor* input : {&cells.shares, &cells.places, &cells.more, &textures}) {
    input->set_requires_grad(true);
  }
  value().backward();
  int compared = 0;
  for (Tensor* input : {&cells.shares, &cells.places, &cells.more, &textures}) {
    const Tensor gradient = input->grad().flatten();
    const torch::NoGradGuard no_grad;
    const Tensor numbers = input->flatten();
    ASSERT_TRUE(numbers.is_alias_of(*input));
    for (std::int64_t i = 0; i < numbers.size(0); i += 7) {
      const float step = 1e-3f, at = numbers[i].item<float>();
      const auto difference = [&](float by) {
        numbers[i].fill_(at + by);
        const double result = value().item<double>();
        numbers[i].fill_(at);
        return result;
      };
      const double slope = (difference(step) - difference(-step)) / (2 * step);
      // Where two shares change places, or a sample comes or goes, there is no slope.
      if (std::abs(slope - (difference(2 * step) - difference(-2 * step)) / (4 * step)) > 0.05) {
        continue;
      }
      ++compared;
      EXPECT_NEAR(gradient[i].item<double>(), slope, 0.05 + 0.02 * std::abs(slope)) << i;
    }
  }
  EXPECT_GT(compared, 60);
}

}  // namespace
}  // namespace psgan::trainer
