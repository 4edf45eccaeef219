#include "trainer/training/schedule.h"

#include <gtest/gtest.h>

namespace psgan::trainer {
namespace {

TrainingOptions options_with(const Json& changes, const char* cfg = "fast") {
  return with_changes(preset(cfg), changes, "test");
}

TEST(Schedule, ThePapersPhasesAre600kImagesEach) {
  const Schedule schedule = make_schedule(preset("paper-avatar"));
  ASSERT_EQ(schedule.phases.size(), 8u);  // 4² to 512²
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(schedule.phases[i].resolution, 4 << i);
    EXPECT_EQ(schedule.phases[i].stable_images, 600000u);
    EXPECT_EQ(schedule.phases[i].fade_images, i == 0 ? 0u : 600000u);
  }
  EXPECT_EQ(schedule.total_images, 15u * 600000u);
}

TEST(Schedule, AlphaRisesDuringAFadeIn) {
  const Schedule schedule = make_schedule(preset("paper-avatar"));
  EXPECT_EQ(schedule.at(0).resolution, 4);
  EXPECT_EQ(schedule.at(0).alpha, 1);
  EXPECT_EQ(schedule.at(599999).resolution, 4);
  EXPECT_EQ(schedule.at(600000).resolution, 8);
  EXPECT_EQ(schedule.at(600000).alpha, 0);
  EXPECT_FLOAT_EQ(schedule.at(900000).alpha, 0.5f);
  EXPECT_EQ(schedule.at(1200000).alpha, 1);
  EXPECT_EQ(schedule.at(1800000).resolution, 16);
  EXPECT_EQ(schedule.at(1u << 31).resolution, 512);
}

TEST(Schedule, TheLearningRateFallsAtTheEnd) {
  const Schedule schedule = make_schedule(options_with({{"resolution", 64}, {"kimg", 90}}));
  ASSERT_EQ(schedule.total_images, 90000u);
  EXPECT_EQ(schedule.decay(0, 90000), 1);
  EXPECT_EQ(schedule.decay(0.2, 0), 1);
  EXPECT_EQ(schedule.decay(0.2, 72000), 1);
  EXPECT_NEAR(schedule.decay(0.2, 81000), 0.5, 1e-9);
  EXPECT_NEAR(schedule.decay(0.2, 89999), 0.1, 1e-9);
  EXPECT_NEAR(schedule.decay(0.2, 95000), 0.1, 1e-9);  // gone on beyond its end
}

TEST(Schedule, FitsItselfToTheTotal) {
  for (const char* cfg : {"fast", "paper-avatar"}) {
    const Schedule schedule = make_schedule(options_with({{"resolution", 64}, {"kimg", 90}}, cfg));
    std::uint64_t sum = 0;
    for (const Phase& phase : schedule.phases) sum += phase.fade_images + phase.stable_images;
    EXPECT_EQ(sum, 90000u) << cfg;
    EXPECT_EQ(schedule.total_images, 90000u) << cfg;
    EXPECT_EQ(schedule.at(89999).resolution, 64) << cfg;
  }
}

TEST(Schedule, FastSpendsMostOfItsTimeAtTheEnd) {
  const Schedule schedule = make_schedule(options_with({{"kimg", 300}, {"resolution", 64}}));
  const Phase& last = schedule.phases.back();
  EXPECT_GT(last.fade_images + last.stable_images, 190000u);
}

TEST(Schedule, GivenPhasesAreKeptAndTheLastGoesOn) {
  const Schedule schedule = make_schedule(options_with(
      {{"resolution", 32}, {"fade_kimg", "1,32:5"}, {"stable_kimg", "2,16:3"}, {"kimg", 40}}));
  ASSERT_EQ(schedule.phases.size(), 3u);
  EXPECT_EQ(schedule.phases[0].stable_images, 2000u);
  EXPECT_EQ(schedule.phases[1].fade_images, 1000u);
  EXPECT_EQ(schedule.phases[1].stable_images, 3000u);
  EXPECT_EQ(schedule.phases[2].fade_images, 5000u);
  EXPECT_EQ(schedule.phases[2].stable_images, 29000u);
}

}  // namespace
}  // namespace psgan::trainer
