// The GPU's kernels, run on the CPU thread by thread, against LibTorch's operations and autograd.
// clang-format off
#include "trainer/cuda_on_cpu.h"  // before the kernels, which are CUDA's language
// clang-format on
#include "trainer/networks/fused_kernels.cuh"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "trainer/networks/fused.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

constexpr int images = 2, rows = 3, columns = 7;

/// What the backward kernel is told about its grid on a GPU; here any number does.
constexpr unsigned parts = 2;

template <typename T>
T* data(const Tensor& x) {
  return x.defined() ? static_cast<T*>(x.data_ptr()) : nullptr;
}

struct Pass {
  Tensor y, dx, dscale;
};

/// Features are [N,C,H,W], channels-last. Forward, and backward from `g`.
template <typename T, int vectors>
Pass by_kernels(const Tensor& x, const Tensor& part, const Tensor& scale, const Tensor& g) {
  const FusedShape shape{images, rows * columns, static_cast<int>(x.size(1))};
  const int lanes = kernels::lanes_of(shape.channels);
  const Tensor n = x.clone(), y = torch::empty_like(x), dx = torch::empty_like(x);
  const Tensor inverse = torch::empty({images, rows * columns});
  const auto threads = static_cast<unsigned>(images * rows * columns * lanes);
  const unsigned blocks = (threads + kernels::block_threads - 1) / kernels::block_threads;
  cuda_on_cpu::launch(kernels::norm_forward<T, vectors>, {blocks}, kernels::block_threads, shape,
                      lanes, data<T>(n), data<T>(part), data<float>(scale), data<T>(n), data<T>(y),
                      data<float>(inverse));
  const Tensor sums = torch::zeros({images, parts, shape.channels});
  cuda_on_cpu::launch(kernels::norm_backward<T, vectors>, {parts, images}, kernels::block_threads,
                      shape, lanes, data<T>(g), data<T>(scale.defined() ? n : y),
                      data<float>(inverse), data<float>(scale), data<T>(dx),
                      scale.defined() ? data<float>(sums) : nullptr);
  return {y.to(torch::kFloat32), dx.to(torch::kFloat32), sums.sum(1)};
}

Pass by_autograd(const Tensor& x, const Tensor& part, const Tensor& scale, const Tensor& g) {
  const Tensor at = x.to(torch::kFloat64).requires_grad_();
  const Tensor added = part.defined() ? part.to(torch::kFloat64) : part;
  const Tensor scales = scale.defined() ? scale.to(torch::kFloat64).requires_grad_() : scale;
  const Tensor y = add_lrelu_norm_by_tensors(at, added, scales);
  (y * g.to(torch::kFloat64)).sum().backward();
  return {y.detach(), at.grad(), scale.defined() ? scales.grad() : Tensor()};
}

/// The largest difference, as a share of the largest number.
double difference(const Tensor& ours, const Tensor& wanted) {
  EXPECT_EQ(ours.sizes(), wanted.sizes());
  return ((ours - wanted).abs().max() / wanted.abs().max()).template item<double>();
}

class FusedKernels : public testing::TestWithParam<std::tuple<int, bool, bool, torch::ScalarType>> {
};

TEST_P(FusedKernels, AreTheOperationsOneAfterTheOther) {
  const auto [channels, with_part, with_scale, type] = GetParam();
  torch::manual_seed(5);
  const auto features = [&, channels = channels, type = type] {
    return torch::randn({images, channels, rows, columns})
        .to(type)
        .contiguous(torch::MemoryFormat::ChannelsLast);
  };
  const Tensor x = features(), g = features(), part = with_part ? features() : Tensor();
  const Tensor scale = with_scale ? torch::randn({images, channels}) : Tensor();
  const bool once = channels <= 256;
  const Pass ours = type == torch::kFloat32
                        ? (once ? by_kernels<float, 1>(x, part, scale, g)
                                : by_kernels<float, 2>(x, part, scale, g))
                        : (once ? by_kernels<kernels::Bfloat16, 1>(x, part, scale, g)
                                : by_kernels<kernels::Bfloat16, 2>(x, part, scale, g));
  const Pass wanted = by_autograd(x, part, scale, g);
  const double rounding = type == torch::kFloat32 ? 2e-6 : 1e-2;
  EXPECT_LT(difference(ours.y, wanted.y), rounding);
  EXPECT_LT(difference(ours.dx, wanted.dx), rounding);
  if (with_scale) {
    EXPECT_LT(difference(ours.dscale, wanted.dscale), rounding);
  }
}

// A thread for a pixel, several, a group that is not full, a warp, and more channels than a warp
// takes at once.
INSTANTIATE_TEST_SUITE_P(All, FusedKernels,
                         testing::Combine(testing::Values(8, 16, 24, 256, 320), testing::Bool(),
                                          testing::Bool(),
                                          testing::Values(torch::kFloat32, torch::kBFloat16)));

TEST(FusedKernels, AddAndActivate) {
  torch::manual_seed(6);
  constexpr int count = 8 * 300;
  const Tensor x = torch::randn({count}), part = torch::randn({count});
  const Tensor wanted = lrelu(x + part);
  cuda_on_cpu::launch(kernels::add_lrelu<float>, {2}, kernels::block_threads, std::int64_t{count},
                      data<float>(x), data<float>(part));
  EXPECT_TRUE(torch::equal(x, wanted));
}

TEST(FusedKernels, RoundAsLibTorchDoes) {
  torch::manual_seed(7);
  const Tensor numbers =
      torch::cat({torch::randn({992}) * 1e3,
                  torch::tensor({0.0f, -0.0f, 1e-40f, INFINITY, -INFINITY, NAN, 3.4e38f,
                                 1.00390625f, 1.01171875f, -1.00390625f})});
  const Tensor wanted = numbers.to(torch::kBFloat16);
  for (std::int64_t i = 0; i < numbers.size(0); ++i) {
    const auto bits = static_cast<std::uint16_t>(kernels::bfloat16_bits(numbers[i].item<float>()));
    const auto theirs = static_cast<std::uint16_t>(data<c10::BFloat16>(wanted)[i].x);
    if (std::isnan(numbers[i].item<float>())) {
      EXPECT_EQ(bits & 0x7f80, 0x7f80);
      EXPECT_NE(bits & 0x7f, 0);
    } else {
      EXPECT_EQ(bits, theirs) << numbers[i];
    }
  }
}

}  // namespace
}  // namespace psgan::trainer
