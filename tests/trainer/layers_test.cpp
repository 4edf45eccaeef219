// Layers against straightforward loops in double precision.
#include "trainer/networks/layers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "largest_difference.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

class Layers : public testing::Test {
 protected:
  void SetUp() override { torch::manual_seed(3); }
};

Tensor convolved(const Tensor& x, const Tensor& weight, const Tensor& bias, double scale) {
  const auto n = x.size(0), in = x.size(1), size = x.size(2), out = weight.size(0);
  const auto k = weight.size(2), pad = k / 2;
  Tensor y = torch::zeros({n, out, size, size});
  const auto px = x.accessor<float, 4>(), pw = weight.accessor<float, 4>();
  auto py = y.accessor<float, 4>();
  for (int b = 0; b < n; ++b)
    for (int o = 0; o < out; ++o)
      for (int row = 0; row < size; ++row)
        for (int column = 0; column < size; ++column) {
          double sum = bias[o].item<float>();
          for (int i = 0; i < in; ++i)
            for (int dy = 0; dy < k; ++dy)
              for (int dx = 0; dx < k; ++dx) {
                const int from_row = row + dy - pad, from_column = column + dx - pad;
                if (from_row < 0 || from_row >= size || from_column < 0 || from_column >= size)
                  continue;
                sum += double{px[b][i][from_row][from_column]} * pw[o][i][dy][dx] * scale;
              }
          py[b][o][row][column] = static_cast<float>(sum);
        }
  return y;
}

TEST_F(Layers, EqualizedConvolutionScalesItsWeightsByHesConstant) {
  for (const int kernel : {1, 3}) {
    EqualizedConv layer(5, 4, kernel);
    torch::nn::init::normal_(layer->bias);
    const Tensor x = torch::randn({2, 5, 6, 6});
    const double scale = std::sqrt(2.0) / std::sqrt(5.0 * kernel * kernel);
    const Tensor expected = convolved(x, layer->weight, layer->bias, scale);
    EXPECT_LT(largest_difference(layer->forward(x), expected), 1e-5);
    EXPECT_LT(largest_difference(layer->scaled_weight(), layer->weight * scale), 1e-6);
  }
}

TEST_F(Layers, FreshWeightsAreStandardNormal) {
  EqualizedConv layer(64, 64, 3);
  EXPECT_NEAR(layer->weight.mean().item<float>(), 0, 0.02);
  EXPECT_NEAR(layer->weight.std().item<float>(), 1, 0.02);
  EXPECT_EQ(layer->bias.abs().max().item<float>(), 0);
}

TEST_F(Layers, HalvedConvolutionIsConvolutionThenAveragePooling) {
  EqualizedConv layer(5, 4, 3);
  torch::nn::init::normal_(layer->bias);
  const Tensor x = torch::randn({2, 5, 8, 8});
  EXPECT_LT(largest_difference(layer->forward_halved(x), downsample_average(layer->forward(x))),
            1e-5);
}

TEST_F(Layers, ConditionedConvolutionIsOneOverTheConcatenation) {
  for (const auto how : {ConditionWeight::as_features, ConditionWeight::active_channels}) {
    ConditionedConv layer(ConditionedConvImpl::Inputs{.features = 5, .map = 3, .active = 4}, 4,
                          how);
    torch::nn::init::normal_(layer->bias);
    const Tensor x = torch::randn({2, 5, 6, 6}), map = torch::rand({2, 3, 6, 6});
    const Tensor expected =
        torch::conv2d(torch::cat({x, map}, 1), layer->scaled_weight(), layer->bias, 1, 1);
    EXPECT_LT(largest_difference(layer->feature_part(x) + layer->condition_part(map), expected),
              1e-5);
  }
}

TEST_F(Layers, EnlargingConvolutionIsBilinearEnlargingThenConvolution) {
  namespace F = torch::nn::functional;
  ConditionedConv layer(ConditionedConvImpl::Inputs{.features = 3, .map = 2, .active = 4}, 5,
                        ConditionWeight::active_channels);
  torch::nn::init::normal_(layer->bias);
  const auto enlarged = [](const Tensor& x) {
    // With a border of zeros, so that beyond the image's edge is 0 and not the edge.
    const Tensor bordered = torch::constant_pad_nd(x, {1, 1, 1, 1});
    return F::interpolate(bordered, F::InterpolateFuncOptions()
                                        .scale_factor(std::vector<double>{2, 2})
                                        .mode(torch::kBilinear)
                                        .align_corners(false))
        .slice(2, 1, 11)
        .slice(3, 1, 15);
  };
  const Tensor x = torch::randn({2, 3, 4, 6}), map = torch::randn({2, 2, 4, 6});
  const Tensor kernel = layer->scaled_weight();
  EXPECT_LT(largest_difference(layer->enlarged_part(x),
                               torch::conv2d(enlarged(x), kernel.narrow(1, 0, 3))),
            1e-5);
  const Tensor of_map = torch::conv2d(enlarged(map), kernel.narrow(1, 3, 2), layer->bias);
  EXPECT_LT(largest_difference(layer->enlarged_condition_part(map), of_map), 1e-5);
  // Channels of zeros at the map's end, as bf16 wants them, change nothing.
  const Tensor filled = torch::constant_pad_nd(map, {0, 0, 0, 0, 0, 6});
  EXPECT_LT(largest_difference(layer->enlarged_condition_part(filled), of_map), 1e-5);
}

// LibTorch 1.13 on processors with AMX: see widest_bf16_rows().
TEST_F(Layers, GradientsOfWidePicturesAreRightInBf16) {
  ConditionedConv layer(ConditionedConvImpl::Inputs{.features = 16, .map = 1, .active = 1}, 16,
                        ConditionWeight::active_channels);
  const Tensor x =
      torch::randn({2, 16, 48, 240}).contiguous(torch::MemoryFormat::ChannelsLast) * 0.1;
  const auto gradient = [&](torch::ScalarType type) {
    // What freed memory holds is what unwritten memory has in it.
    std::vector<Tensor> freed;
    for (int i = 1; i <= 200; ++i) freed.push_back(torch::full({100 * i}, std::nanf("")));
    freed.clear();
    const Tensor y = layer->feature_part(x.to(type));
    return torch::autograd::grad({y}, {layer->weight}, {torch::ones_like(y)})[0];
  };
  const Tensor exact = gradient(torch::kFloat32);
  for (int round = 0; round < 4; ++round) {
    EXPECT_LT(largest_difference(gradient(torch::kBFloat16), exact),
              0.02 * exact.abs().max().item<double>());
  }
}

TEST_F(Layers, ThePapersConditionedConvolutionHasOneHeConstant) {
  ConditionedConv layer(ConditionedConvImpl::Inputs{.features = 5, .map = 3, .active = 4}, 4,
                        ConditionWeight::as_features);
  EXPECT_LT(largest_difference(layer->scaled_weight(), layer->weight * std::sqrt(2.0 / (8 * 9))),
            1e-6);
}

TEST_F(Layers, PixelNormDividesByTheRootMeanSquareOverChannels) {
  const Tensor x = torch::randn({2, 7, 3, 3}) * 4;
  Tensor expected = torch::empty_like(x);
  for (int n = 0; n < 2; ++n)
    for (int row = 0; row < 3; ++row)
      for (int column = 0; column < 3; ++column) {
        double sum = 0;
        for (int c = 0; c < 7; ++c) sum += std::pow(x[n][c][row][column].item<double>(), 2);
        for (int c = 0; c < 7; ++c) {
          expected[n][c][row][column] =
              x[n][c][row][column].item<double>() / std::sqrt(sum / 7 + 1e-8);
        }
      }
  EXPECT_LT(largest_difference(pixel_norm(x), expected), 1e-6);
}

TEST_F(Layers, PixelNormsBackwardPassIsAutograds) {
  const Tensor weights = torch::randn({2, 7, 3, 3}, torch::kFloat64);
  const Tensor x = torch::randn({2, 7, 3, 3}, torch::kFloat64).requires_grad_();
  const Tensor ours = torch::autograd::grad({(pixel_norm(x) * weights).sum()}, {x})[0];
  const Tensor plain = x * torch::rsqrt(x.square().mean(1, true) + 1e-8);
  const Tensor autograds = torch::autograd::grad({(plain * weights).sum()}, {x})[0];
  EXPECT_LT((ours - autograds).abs().max().item<double>(), 1e-12);
}

TEST_F(Layers, MinibatchDeviationIsOneMoreChannel) {
  const Tensor x = torch::randn({3, 2, 4, 4});
  double sum = 0;
  for (int c = 0; c < 2; ++c)
    for (int row = 0; row < 4; ++row)
      for (int column = 0; column < 4; ++column) {
        double mean = 0, square = 0;
        for (int n = 0; n < 3; ++n) mean += x[n][c][row][column].item<double>() / 3;
        for (int n = 0; n < 3; ++n) {
          square += std::pow(x[n][c][row][column].item<double>() - mean, 2) / 3;
        }
        sum += std::sqrt(square + 1e-8);
      }
  const Tensor y = with_minibatch_stddev(x);
  ASSERT_EQ(y.sizes(), (torch::IntArrayRef{3, 3, 4, 4}));
  EXPECT_TRUE(torch::equal(y.narrow(1, 0, 2), x));
  EXPECT_LT((y.select(1, 2) - sum / 32).abs().max().item<double>(), 1e-6);
}

TEST_F(Layers, DenseLayerIsScaledToo) {
  EqualizedLinear layer(6, 3, 1.0, 0.5);
  const Tensor x = torch::randn({2, 6});
  const Tensor expected = x.matmul(layer->weight.t()) / std::sqrt(6.0) + 0.5;
  EXPECT_LT(largest_difference(layer->forward(x), expected), 1e-6);
}

}  // namespace
}  // namespace psgan::trainer
