#include "trainer/training/time_plan.h"

#include <gtest/gtest.h>

#include "trainer/machine/matrix_product.h"

namespace psgan::trainer {
namespace {

TrainingOptions fitted(const char* cfg, double minutes) {
  return with_changes(preset(cfg),
                      {{"resolution", 32},
                       {"start_resolution", 8},
                       {"kimg", 0},
                       {"minutes", minutes},
                       {"fit", true}},
                      "test");
}

// An image takes 1, 4 and 16 ms.
const CostTable costs = {{8, {0.001, 0, true}}, {16, {0.004, 0, true}}, {32, {0.016, 0, true}}};

double seconds_of(const Phase& phase, const CostTable& table) {
  return static_cast<double>(phase.fade_images + phase.stable_images) *
         table.at(phase.resolution).seconds_per_image;
}

Schedule with_lengths(TrainingOptions options, const PhaseLengths& lengths) {
  options.fade_kimg = lengths.fade_kimg;
  options.stable_kimg = lengths.stable_kimg;
  return make_schedule(options);
}

TEST(TimePlan, FastSpendsTwiceTheTimeAtEachResolution) {
  const TrainingOptions options = fitted("fast", 7);
  const Schedule schedule = with_lengths(
      options, fit_phases(options, make_schedule(options), 8, options.minutes * 60, costs));
  ASSERT_EQ(schedule.phases.size(), 3u);
  EXPECT_NEAR(seconds_of(schedule.phases[0], costs), 60, 0.1);
  EXPECT_NEAR(seconds_of(schedule.phases[1], costs), 120, 0.1);
  EXPECT_NEAR(seconds_of(schedule.phases[2], costs), 240, 0.1);
  EXPECT_EQ(schedule.phases[0].fade_images, 0u);
  EXPECT_GT(schedule.phases[2].fade_images, 0u);
}

TEST(TimePlan, ThePapersPhasesHaveTheSameNumberOfImages) {
  const TrainingOptions options = fitted("paper-avatar", 10);
  const Schedule schedule = with_lengths(
      options, fit_phases(options, make_schedule(options), 8, options.minutes * 60, costs));
  const double images = 600 / (0.001 + 2 * 0.004 + 2 * 0.016);
  for (const Phase& phase : schedule.phases) {
    EXPECT_NEAR(static_cast<double>(phase.stable_images), images, 2) << phase.resolution;
  }
}

TEST(TimePlan, WhatTurnsOutSlowerShortensTheRest) {
  const TrainingOptions options = fitted("fast", 7);
  TimePlan plan(options, costs);
  Schedule schedule = with_lengths(options, plan.restate(make_schedule(options), 0, 0));
  EXPECT_NEAR(static_cast<double>(schedule.phases[0].stable_images), 60000, 1);
  // 8² takes twice as long as was measured: half as many images in the same time.
  schedule = with_lengths(options, plan.restate(schedule, 10000, 20));
  EXPECT_NEAR(static_cast<double>(schedule.phases[0].stable_images), 30000, 1);
  schedule = with_lengths(options, plan.restate(schedule, 30000, 60));
  EXPECT_NEAR(static_cast<double>(schedule.phases[0].stable_images), 30000, 1);
  CostTable doubled = costs;
  for (auto& [resolution, cost] : doubled) cost.seconds_per_image *= 2;
  EXPECT_NEAR(seconds_of(schedule.phases[1], doubled), 120, 0.2);
  EXPECT_NEAR(seconds_of(schedule.phases[2], doubled), 240, 0.2);
}

TEST(TimePlan, WhatTurnsOutFasterLengthensThePhaseAtHand) {
  const TrainingOptions options = fitted("fast", 7);
  TimePlan plan(options, costs);
  Schedule schedule = with_lengths(options, plan.restate(make_schedule(options), 0, 0));
  // The machine was busy while a step was measured: four times as many images fit.
  schedule = with_lengths(options, plan.restate(schedule, 40000, 10));
  EXPECT_NEAR(static_cast<double>(schedule.phases[0].stable_images), 240000, 1);
  EXPECT_EQ(schedule.at(240001).resolution, 16);
  EXPECT_NEAR(static_cast<double>(schedule.total_images), 240000 * 1.0 + 120e3 + 60e3, 5);
}

TEST(TimePlan, ARunThatGoesOnInTheMiddleCountsWhatWasShown) {
  const TrainingOptions options = fitted("fast", 7);
  Schedule schedule = with_lengths(
      options, fit_phases(options, make_schedule(options), 8, options.minutes * 60, costs));
  TimePlan plan(options, costs);
  // 16² has 30,000 images in 120 s; after 10,000 of them 320 s are left, a third of it for 16².
  schedule = with_lengths(options, plan.restate(schedule, 70000, 100));
  EXPECT_NEAR(static_cast<double>(schedule.phases[0].stable_images), 60000, 1);
  EXPECT_EQ(schedule.phases[1].fade_images, 10000u);
  EXPECT_NEAR(static_cast<double>(schedule.phases[1].stable_images), 320 / 3.0 / 0.004, 2);
  // At the pace that was expected nothing changes.
  const Schedule later = with_lengths(options, plan.restate(schedule, 75000, 120));
  EXPECT_NEAR(static_cast<double>(later.phases[1].stable_images), 320 / 3.0 / 0.004, 2);
}

TEST(TimePlan, TheLastResolutionTakesWhatTimeIsLeft) {
  const TrainingOptions options = fitted("fast", 7);
  TimePlan plan(options, costs);
  Schedule schedule = with_lengths(options, plan.restate(make_schedule(options), 0, 0));
  schedule = with_lengths(options, plan.restate(schedule, 60000, 60));
  schedule = with_lengths(options, plan.restate(schedule, 90000, 180));
  EXPECT_NEAR(static_cast<double>(schedule.total_images), 105000, 5);
  // 5,000 images took 160 s instead of 80: 80 s are left, for 2,500 more.
  const std::uint64_t fade = schedule.phases[2].fade_images;
  schedule = with_lengths(options, plan.restate(schedule, 95000, 340));
  EXPECT_EQ(schedule.phases[2].fade_images, fade);
  EXPECT_NEAR(static_cast<double>(schedule.total_images), 97500, 5);
}

TEST(TimePlan, CostsAreMeasured) {
  const TrainingOptions options = with_changes(
      preset("fast"), {{"resolution", 16}, {"fmap_base", 32}, {"fmap_max", 8}, {"batch", "4"}},
      "test");
  const CostTable measured = measure_costs(options);
  ASSERT_EQ(measured.size(), 2u);
  for (const auto& [resolution, cost] : measured) {
    EXPECT_GT(cost.seconds_per_image, 0) << resolution;
    EXPECT_GT(cost.memory, 10000) << resolution;
    EXPECT_LT(cost.memory, 100000000) << resolution;
  }
  EXPECT_GT(measured.at(16).memory, measured.at(8).memory);
}

TEST(StepCost, OperatorsAreCountedByTheirSizes) {
  const torch::Tensor a = torch::randn({32, 24}), b = torch::randn({24, 40});
  torch::Tensor product, by_convolution;
  const OperatorCounts plain = counts_of([&] { product = torch::mm(a, b); });
  const OperatorCounts convolved =
      counts_of([&] { by_convolution = product_by_convolution(a, b); });
  EXPECT_TRUE(torch::allclose(product, by_convolution, 1e-4, 1e-5));
  EXPECT_EQ(plain.operations, 2.0 * 32 * 24 * 40);
  EXPECT_EQ(convolved.operations, plain.operations);
  EXPECT_EQ(plain.bytes, 4.0 * (32 * 24 + 24 * 40 + 32 * 40));

  // 3×3 with padding, once forward and twice back, for the features and for the weight.
  const torch::Tensor x = torch::randn({2, 3, 8, 8}, torch::requires_grad());
  const torch::Tensor weight = torch::randn({5, 3, 3, 3}, torch::requires_grad());
  const OperatorCounts both_ways =
      counts_of([&] { torch::conv2d(x, weight, {}, 1, 1).sum().backward(); });
  EXPECT_EQ(both_ways.operations, 3 * 2.0 * 2 * 8 * 8 * 5 * 3 * 3 * 3);
}

// One step's arithmetic by hand: a discriminator of one convolution would be easier, but this is
// the real one, so only bounds are known.
TEST(StepCost, ArithmeticGrowsWithResolutionAndIsPlausible) {
  const auto cost = [](int resolution) {
    return measure_step(
        with_changes(preset("fast"), {{"fmap_base", 64}, {"fmap_max", 8}, {"batch", "4"}}, "test"),
        resolution, 0);
  };
  const StepCost at8 = cost(8), at16 = cost(16);
  EXPECT_GT(at16.operations, 1.5 * at8.operations);
  // G's second convolution at 16² alone: 8 → 8 channels, 3×3, forward, and twice that back.
  EXPECT_GT(at16.operations, 3 * 2.0 * 4 * 16 * 16 * 8 * 8 * 9);
  EXPECT_LT(at16.operations, 1e9);
  EXPECT_GT(at16.bytes, at8.bytes);
}

}  // namespace
}  // namespace psgan::trainer
