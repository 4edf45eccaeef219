// Penalties on gradients against finite differences, in double precision.
#include "trainer/training/losses.h"

#include <gtest/gtest.h>

#include <cmath>

#include "trainer/networks/discriminator.h"
#include "trainer/networks/generator.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// A tiny discriminator in double precision, with poses.
class Penalties : public testing::Test {
 protected:
  void SetUp() override {
    torch::manual_seed(5);
    discriminator.to(torch::kFloat64);
    real = torch::randn({2, 3, 8, 8}, torch::kFloat64);
    fake = torch::randn({2, 3, 8, 8}, torch::kFloat64);
    conditions = draw_condition_pyramid(torch::rand({2, 20, 3}), spec, 8);
    for (Tensor& map : conditions.maps) map = map.to(torch::kFloat64);
  }

  Judge judge() {
    return [this](const Tensor& images) {
      return discriminator.forward(images, discriminator.condition(conditions, growth), growth);
    };
  }

  /// |∇D| at each of these images by central differences. The gradient is of the sum of all logits,
  /// as the minibatch deviation lets one image's pixels count in another's logit.
  std::vector<double> gradient_norms(const Tensor& images) {
    const torch::NoGradGuard no_grad;
    constexpr double h = 1e-5;
    std::vector<double> norms;
    for (int n = 0; n < images.size(0); ++n) {
      double square = 0;
      for (int i = 0; i < 3 * 8 * 8; ++i) {
        Tensor up = images.clone(), down = images.clone();
        up[n].view(-1)[i] += h;
        down[n].view(-1)[i] -= h;
        const double slope = (judge()(up).sum() - judge()(down).sum()).item<double>() / (2 * h);
        square += slope * slope;
      }
      norms.push_back(std::sqrt(square));
    }
    return norms;
  }

  /// Whether d penalty / d parameter is what moving the parameter shows.
  void expect_derivative(const std::function<Tensor()>& penalty) {
    for (Tensor parameter : discriminator.parameters()) {
      discriminator.zero_grad();
      penalty().backward();
      if (!parameter.grad().defined()) continue;
      const double slope = parameter.grad().view(-1)[0].item<double>();
      constexpr double h = 1e-5;
      const auto moved = [&](double by) {
        {
          const torch::NoGradGuard no_grad;
          parameter.view(-1)[0] += by;
        }
        const double value = penalty().item<double>();
        const torch::NoGradGuard no_grad;
        parameter.view(-1)[0] -= by;
        return value;
      };
      EXPECT_NEAR(slope, (moved(h) - moved(-h)) / (2 * h), 1e-6 * (1 + std::abs(slope)));
    }
  }

  GeneratorSpec spec{Architecture::fast, PoseEncoding::limb, 8, 8, 16, 4};
  Discriminator discriminator{spec};
  Growth growth{8, 0.7f};
  Tensor real, fake;
  ConditionPyramid conditions;
};

TEST_F(Penalties, R1IsTheMeanSquaredGradientAtRealImages) {
  const auto norms = gradient_norms(real);
  const double expected = (norms[0] * norms[0] + norms[1] * norms[1]) / 2;
  EXPECT_NEAR(r1_penalty(judge(), real).item<double>(), expected, 1e-6 * expected);
}

TEST_F(Penalties, R1CanBeDifferentiated) {
  expect_derivative([&] { return r1_penalty(judge(), real); });
}

TEST_F(Penalties, GradientPenaltyPullsTheNormToOneBetweenRealAndFake) {
  const Tensor shares = torch::tensor({0.25, 0.75}, torch::kFloat64);
  const Tensor between = real + (fake - real) * shares.view({-1, 1, 1, 1});
  double expected = 0;
  for (const double norm : gradient_norms(between)) expected += (norm - 1) * (norm - 1) / 2;
  EXPECT_NEAR(gradient_penalty(judge(), real, fake, shares).item<double>(), expected, 1e-6);
}

TEST_F(Penalties, GradientPenaltyCanBeDifferentiated) {
  const Tensor shares = torch::tensor({0.25, 0.75}, torch::kFloat64);
  expect_derivative([&] { return gradient_penalty(judge(), real, fake, shares); });
}

TEST(Losses, AreTheirFormulas) {
  const Tensor real = torch::tensor({1.0, -2.0}), fake = torch::tensor({0.5, 3.0});
  const auto softplus = [](double x) { return std::log1p(std::exp(x)); };
  EXPECT_NEAR(logistic_discriminator_loss(real, fake).item<double>(),
              (softplus(-1) + softplus(2) + softplus(0.5) + softplus(3)) / 2, 1e-6);
  EXPECT_NEAR(logistic_generator_loss(fake).item<double>(), (softplus(-0.5) + softplus(-3)) / 2,
              1e-6);
  EXPECT_NEAR(wasserstein_discriminator_loss(real, fake, 0.001).item<double>(),
              1.75 + 0.5 + 0.001 * 2.5, 1e-6);
  EXPECT_NEAR(wasserstein_generator_loss(fake).item<double>(), -1.75, 1e-6);
}

TEST(Losses, RelativisticComparesImagesInPairs) {
  const Tensor real = torch::tensor({1.0, -2.0}), fake = torch::tensor({0.5, 3.0});
  const auto softplus = [](double x) { return std::log1p(std::exp(x)); };
  EXPECT_NEAR(relativistic_loss(real, fake).item<double>(), (softplus(-0.5) + softplus(5)) / 2,
              1e-6);
  EXPECT_NEAR(relativistic_loss(fake, real).item<double>(), (softplus(0.5) + softplus(-5)) / 2,
              1e-6);
}

TEST(Losses, FeatureDistanceIsTheMeanOverLayersOfMeanDifferences) {
  const Tensor small = torch::zeros({1, 2, 2, 2}), large = torch::zeros({1, 4, 8, 8});
  EXPECT_NEAR(feature_distance({small, large}, {small + 1, large - 3}).item<double>(), 2, 1e-6);
}

TEST_F(Penalties, FeaturesOfTheDiscriminatorShowWhereImagesDiffer) {
  std::vector<Tensor> of_real, of_fake, again;
  const auto conditioning = discriminator.condition(conditions, growth);
  const Tensor logits = discriminator.forward(real, conditioning, growth, &of_real);
  discriminator.forward(fake, conditioning, growth, &of_fake);
  discriminator.forward(real, conditioning, growth, &again);
  ASSERT_EQ(of_real.size(), 1u);  // 8² has one block above 4²
  EXPECT_EQ(of_real[0].sizes(), (torch::IntArrayRef{2, 4, 4, 4}));
  EXPECT_EQ(feature_distance(of_real, again).item<double>(), 0);
  EXPECT_GT(feature_distance(of_real, of_fake).item<double>(), 0);
  // What is wanted stays what it is.
  const Tensor image = fake.clone().requires_grad_(true);
  std::vector<Tensor> moving;
  discriminator.forward(image, conditioning, growth, &moving);
  feature_distance(of_real, moving).backward();
  EXPECT_FALSE(image.grad().defined());
  EXPECT_TRUE(torch::equal(logits, discriminator.forward(real, conditioning, growth)));
}

TEST(Losses, L1SeesAMistakeAtThreeScales) {
  const Tensor a = torch::zeros({1, 1, 8, 8});
  EXPECT_NEAR(l1_at_three_scales(a, a + 0.5).item<double>(), 0.5, 1e-6);
  // A checkerboard vanishes when it is averaged.
  Tensor checkers = torch::ones({1, 1, 8, 8});
  for (int i = 0; i < 64; ++i) checkers.view(-1)[i] = (i / 8 + i % 8) % 2 ? 1 : -1;
  EXPECT_NEAR(l1_at_three_scales(a, checkers).item<double>(), 1.0 / 3, 1e-6);
}

TEST(Losses, L1MayCountMoreOnLimbs) {
  // A line of eight pixels in the first of two images, in the second channel; nothing in the other.
  Tensor map = torch::zeros({2, channels(PoseEncoding::limb), 8, 8});
  map.select(0, 0).select(0, 1).select(0, 3).fill_(1);
  const Tensor weights = limb_weights(map, PoseEncoding::limb, 7, 8);
  ASSERT_EQ(weights.sizes(), (std::vector<std::int64_t>{2, 1, 8, 8}));
  // (8 · 8 + 56 · 1) / 64 is their average before it is divided out.
  EXPECT_NEAR(weights[0][0][3][5].item<double>(), 8 / 1.875, 1e-5);
  EXPECT_NEAR(weights[0][0][2][5].item<double>(), 1 / 1.875, 1e-5);
  EXPECT_NEAR(weights[1].min().item<double>(), 1, 1e-6);
  EXPECT_NEAR(weights[1].max().item<double>(), 1, 1e-6);
  // All differ by the same: weights change nothing. Only the line differs: it counts 8 / 1.875.
  const Tensor a = torch::zeros({1, 3, 8, 8}), one = map.narrow(0, 0, 1).amax(1, true);
  const Tensor first = weights.narrow(0, 0, 1);
  EXPECT_NEAR(l1_at_three_scales(a, a + 0.5, first).item<double>(), 0.5, 1e-6);
  EXPECT_NEAR(l1_at_three_scales(a, a + one, first).item<double>(),
              l1_at_three_scales(a, a + one).item<double>() * 8 / 1.875, 1e-6);
  // Images of twice the map's size: the line is twice as broad, its edges soft.
  const Tensor larger = limb_weights(map, PoseEncoding::limb, 7, 16);
  ASSERT_EQ(larger.sizes(), (std::vector<std::int64_t>{2, 1, 16, 16}));
  EXPECT_NEAR(larger[0].mean().item<double>(), 1, 1e-6);
  EXPECT_GT(larger[0][0][6][9].item<double>(), 5.5 * larger[0][0][2][9].item<double>());
}

TEST(EdgeLoss, CountsStepsBetweenNeighboursAlone) {
  const Tensor flat = torch::zeros({2, 3, 4, 4});
  EXPECT_EQ(l1_of_edges(flat, flat + 0.7).item<double>(), 0) << "another ground is no edge";
  // A step of 1 from the second to the third column: one of three steps across, none down.
  Tensor stepped = flat.clone();
  stepped.narrow(3, 2, 2).fill_(1);
  EXPECT_NEAR(l1_of_edges(flat, stepped).item<double>(), (1.0 / 3) / 2, 1e-6);
  EXPECT_NEAR(l1_of_edges(stepped.transpose(2, 3), flat).item<double>(), (1.0 / 3) / 2, 1e-6);
  EXPECT_EQ(l1_of_edges(torch::zeros({1, 3, 1, 1}), torch::ones({1, 3, 1, 1})).item<double>(), 0);
}

}  // namespace
}  // namespace psgan::trainer
