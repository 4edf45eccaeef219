// Fused layers against the same thing by LibTorch's operations and autograd.
#include "trainer/networks/fused.h"

#include <gtest/gtest.h>

#include "trainer/networks/layers.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

Tensor features(int channels) {
  return torch::randn({3, channels, 5, 4}).contiguous(torch::MemoryFormat::ChannelsLast);
}

float largest_difference(const Tensor& a, const Tensor& b) {
  EXPECT_EQ(a.sizes(), b.sizes());
  return (a - b).abs().max().item<float>();
}

struct Result {
  Tensor y;
  std::vector<Tensor> gradients;  // of x, part, scale, where there are any
};

class AddLreluNorm : public testing::TestWithParam<std::tuple<int, bool, bool>> {
 protected:
  void SetUp() override { torch::manual_seed(5); }
};

TEST_P(AddLreluNorm, IsTheOperationsOneAfterTheOther) {
  const auto [channels, with_part, with_scale] = GetParam();
  const Tensor x = features(channels), weights = features(channels);
  const Tensor part = with_part ? features(channels) : Tensor();
  const Tensor scale = with_scale ? torch::randn({3, channels}) : Tensor();
  const auto run = [&](const auto& function) {
    std::vector<Tensor> inputs;
    const auto leaf = [&](const Tensor& value) {
      if (!value.defined()) return value;
      inputs.push_back(value.clone().requires_grad_());
      return inputs.back();
    };
    const Tensor a = leaf(x), b = leaf(part), c = leaf(scale);
    // What is overwritten must be an intermediate result, as a convolution's is.
    const Tensor y = function(a * 1, b, c);
    return Result{y.detach(), torch::autograd::grad({(y * weights).sum()}, inputs)};
  };
  const Result ours = run(add_lrelu_norm), plain = run(add_lrelu_norm_by_tensors);
  EXPECT_LT(largest_difference(ours.y, plain.y), 1e-5);
  ASSERT_EQ(ours.gradients.size(), plain.gradients.size());
  for (std::size_t i = 0; i < plain.gradients.size(); ++i) {
    EXPECT_LT(largest_difference(ours.gradients[i], plain.gradients[i]), 2e-5) << i;
  }
}

// Channels that do and do not come in groups of eight.
INSTANTIATE_TEST_SUITE_P(All, AddLreluNorm,
                         testing::Combine(testing::Values(1, 7, 16, 37), testing::Bool(),
                                          testing::Bool()));

TEST(AddLrelu, CanBeDifferentiatedTwice) {
  torch::manual_seed(6);
  const Tensor x = features(16), part = features(16), weights = features(16);
  const auto second_order = [&](const auto& function) {
    const Tensor a = x.clone().requires_grad_(), b = part.clone().requires_grad_();
    const Tensor y = function(a.square(), b);
    const auto first = torch::autograd::grad({(y.pow(3) * weights).sum()}, {a, b}, {}, true, true);
    return torch::autograd::grad({first[0].square().sum() + first[1].square().sum()}, {a, b});
  };
  const auto ours = second_order([](const Tensor& a, const Tensor& b) { return add_lrelu(a, b); });
  const auto plain =
      second_order([](const Tensor& a, const Tensor& b) { return torch::leaky_relu(a + b, 0.2); });
  for (int i = 0; i < 2; ++i) {
    EXPECT_LT((ours[i] - plain[i]).abs().max().item<float>(),
              1e-5 * plain[i].abs().max().item<float>());
  }
}

TEST(AddLrelu, WorksWithoutAPart) {
  const Tensor x = features(4);
  EXPECT_TRUE(torch::equal(add_lrelu(x.clone()), lrelu(x)));
}

}  // namespace
}  // namespace psgan::trainer
