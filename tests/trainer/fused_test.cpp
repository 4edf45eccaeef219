// Fused layers against the same thing by LibTorch's operations and autograd.
#include "trainer/networks/fused.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "largest_difference.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

Tensor features(int channels) {
  return torch::randn({3, channels, 5, 4}).contiguous(torch::MemoryFormat::ChannelsLast);
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

// bf16 features are computed in fp32 and rounded once: as exact as their memory can hold.
TEST_P(AddLreluNorm, ComputesBf16FeaturesInFp32) {
  const auto [channels, with_part, with_scale] = GetParam();
  // More pixels than one piece of the loop holds.
  const auto bf16_features = [channels = channels] {
    return torch::randn({2, channels, 40, 30})
        .to(torch::kBFloat16)
        .contiguous(torch::MemoryFormat::ChannelsLast);
  };
  const Tensor x = bf16_features(), weights = bf16_features();
  const Tensor part = with_part ? bf16_features() : Tensor();
  const Tensor scale = with_scale ? torch::randn({2, channels}) : Tensor();
  const auto run = [&](const auto& function, torch::ScalarType type) {
    std::vector<Tensor> inputs;
    const auto leaf = [&](const Tensor& value, torch::ScalarType as) {
      if (!value.defined()) return value;
      inputs.push_back(value.to(as).clone().requires_grad_());
      return inputs.back();
    };
    const Tensor a = leaf(x, type), b = leaf(part, type), c = leaf(scale, torch::kFloat32);
    const Tensor y = function(a * 1, b, c);
    EXPECT_EQ(y.scalar_type(), type);
    return Result{y.detach(), torch::autograd::grad({(y * weights.to(type)).sum()}, inputs)};
  };
  const Result ours = run(add_lrelu_norm, torch::kBFloat16),
               exact = run(add_lrelu_norm_by_tensors, torch::kFloat32);
  const Tensor y = ours.y.to(torch::kFloat32);
  // Half of the last place, and a little where fp32's own rounding decides between two neighbours.
  EXPECT_LE(((y - exact.y).abs() - exact.y.abs() * 0.0040).max().item<float>(), 1e-6);
  ASSERT_EQ(ours.gradients.size(), exact.gradients.size());
  // The norm of one channel is its sign, whose gradient is nothing but rounding.
  if (channels == 1) return;
  for (std::size_t i = 0; i < exact.gradients.size(); ++i) {
    const Tensor difference = ours.gradients[i].to(torch::kFloat32) - exact.gradients[i];
    const auto relative =
        (difference.square().mean() / exact.gradients[i].square().mean().add(1e-12)).sqrt();
    EXPECT_LT(relative.item<float>(), 0.01) << i;
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

TEST(AddLrelu, RoundsBf16AsLibTorchDoes) {
  torch::manual_seed(7);
  const auto bf16 = [](const Tensor& x) { return x.to(torch::kBFloat16); };
  const Tensor x = bf16(features(16) * 3), part = bf16(features(16));
  x[0][0][0][0] = std::numeric_limits<float>::infinity();
  x[0][1][0][0] = -std::numeric_limits<float>::infinity();
  x[0][2][0][0] = std::nan("");
  const Tensor exact = bf16(lrelu(x.to(torch::kFloat32) + part.to(torch::kFloat32)));
  const Tensor ours = add_lrelu(x.clone(), part);
  EXPECT_EQ(ours.scalar_type(), torch::kBFloat16);
  EXPECT_TRUE(torch::isnan(ours[0][2][0][0]).item<bool>());
  EXPECT_TRUE(torch::equal(torch::nan_to_num(ours), torch::nan_to_num(exact)));
}

TEST(AddLrelu, OfBf16CanBeDifferentiatedTwice) {
  torch::manual_seed(8);
  const Tensor x = features(16).to(torch::kBFloat16), part = features(16).to(torch::kBFloat16);
  const auto second_order = [&](const auto& function, torch::ScalarType type) {
    const Tensor a = x.to(type).requires_grad_(), b = part.to(type).requires_grad_();
    const Tensor y = function(a.square(), b);
    const auto first = torch::autograd::grad({y.pow(3).sum()}, {a, b}, {}, true, true);
    return torch::autograd::grad({first[0].square().sum() + first[1].square().sum()}, {a, b});
  };
  const auto ours = second_order([](const Tensor& a, const Tensor& b) { return add_lrelu(a, b); },
                                 torch::kBFloat16);
  const auto exact =
      second_order([](const Tensor& a, const Tensor& b) { return torch::leaky_relu(a + b, 0.2); },
                   torch::kFloat32);
  for (int i = 0; i < 2; ++i) {
    const Tensor difference = ours[i].to(torch::kFloat32) - exact[i];
    EXPECT_LT((difference.square().mean() / exact[i].square().mean()).sqrt().item<float>(), 0.03);
  }
}

TEST(AddLrelu, WorksWithoutAPart) {
  const Tensor x = features(4);
  EXPECT_TRUE(torch::equal(add_lrelu(x.clone()), lrelu(x)));
}

}  // namespace
}  // namespace psgan::trainer
