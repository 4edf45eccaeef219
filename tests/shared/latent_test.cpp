#include "psgan/latent.h"

#include <gtest/gtest.h>

#include <cmath>

namespace psgan {
namespace {

// The known answers that the authors publish with Random123 (philox4x32, 10 rounds).
TEST(Philox, GivesThePublishedAnswers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}),
            (std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (std::array<std::uint32_t, 4>{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

// Numbers that must never change: a seed that was shared has to stay the same character. The page's
// build is held to the same ones.
TEST(Latent, StaysTheSameForEver) {
  const auto z = latent_from_seed(42, 6);
  const auto words = philox({0, 0, 0, 0}, {42, 0});
  const double radius = std::sqrt(-2 * std::log((words[0] + 1.0) / 4294967296.0));
  const double angle = 2 * 3.14159265358979323846 * (words[1] / 4294967296.0);
  EXPECT_NEAR(z[0], radius * std::cos(angle), 1e-6);
  EXPECT_NEAR(z[1], radius * std::sin(angle), 1e-6);
  EXPECT_EQ(latent_from_seed(42, 512)[5], z[5]);
}

TEST(Latent, UsesBothHalvesOfTheSeed) {
  EXPECT_NE(latent_from_seed(1, 4), latent_from_seed(1 + (std::uint64_t{1} << 32), 4));
}

TEST(Latent, IsNormallyDistributed) {
  double sum = 0, squares = 0, fourth = 0;
  constexpr int count = 200'000;
  for (const float value : latent_from_seed(7, count)) {
    sum += value;
    squares += double{value} * value;
    fourth += std::pow(double{value}, 4);
  }
  EXPECT_NEAR(sum / count, 0, 0.01);
  EXPECT_NEAR(squares / count, 1, 0.02);
  EXPECT_NEAR(fourth / count, 3, 0.1);
}

double length(const std::vector<float>& v) {
  double sum = 0;
  for (const float value : v) sum += double{value} * value;
  return std::sqrt(sum);
}

TEST(Slerp, KeepsTheLengthOnTheWay) {
  const auto a = latent_from_seed(1, 512), b = latent_from_seed(2, 512);
  EXPECT_EQ(slerp(a, b, 0), a);
  const auto end = slerp(a, b, 1);
  for (int i = 0; i < 512; ++i) EXPECT_NEAR(end[i], b[i], 1e-5);
  for (const float t : {0.25f, 0.5f, 0.75f}) {
    EXPECT_NEAR(length(slerp(a, b, t)), (1 - t) * length(a) + t * length(b), 1e-4);
  }
}

TEST(Slerp, TurnsAtAnEvenPace) {
  const std::vector<float> a = {1, 0}, b = {0, 1};
  const auto third = slerp(a, b, 1 / 3.0f);
  EXPECT_NEAR(third[0], std::cos(M_PI / 6), 1e-6);
  EXPECT_NEAR(third[1], std::sin(M_PI / 6), 1e-6);
}

TEST(Slerp, MixesParallelAndEmptyLatentsLinearly) {
  EXPECT_EQ(slerp(std::vector<float>{2, 0}, std::vector<float>{4, 0}, 0.5f),
            (std::vector<float>{3, 0}));
  EXPECT_EQ(slerp(std::vector<float>{0, 0}, std::vector<float>{4, 0}, 0.5f),
            (std::vector<float>{2, 0}));
}

}  // namespace
}  // namespace psgan
