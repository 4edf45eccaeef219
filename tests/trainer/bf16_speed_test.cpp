#include "trainer/machine/bf16_speed.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace psgan::trainer {
namespace {

TEST(Bf16Speed, IsMeasuredOnce) {
  const Bf16Speed& speed = bf16_speed();
  EXPECT_GE(speed.ratio, 0);
  EXPECT_LT(speed.ratio, 100);
  EXPECT_EQ(&bf16_speed(), &speed);
  EXPECT_EQ(bf16_is_faster(), speed.has_instructions && speed.ratio > 1);
}

TEST(Bf16Speed, LeavesRandomNumbersAsTheyAre) {
  torch::manual_seed(1);
  const torch::Tensor expected = torch::randn({3});
  torch::manual_seed(1);
  bf16_is_faster();
  EXPECT_TRUE(torch::equal(torch::randn({3}), expected));
}

TEST(Bf16Speed, WarnsWhereTheProcessorOnlyEmulates) {
  EXPECT_EQ(bf16_warning({true, 1.9}), "");
  const std::string emulated = bf16_warning({false, 0.47});
  EXPECT_NE(emulated.find("only emulates"), std::string::npos) << emulated;
  EXPECT_NE(emulated.find("0.47 times"), std::string::npos) << emulated;
  const std::string slow = bf16_warning({true, 0.8});
  EXPECT_NE(slow.find("0.80 times"), std::string::npos) << slow;
  EXPECT_NE(bf16_warning({false, 0}).find("cannot"), std::string::npos);
}

}  // namespace
}  // namespace psgan::trainer
