// How far two tensors of one shape are apart.
#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace psgan::trainer {

inline float largest_difference(const torch::Tensor& a, const torch::Tensor& b) {
  EXPECT_EQ(a.sizes(), b.sizes());
  return (a - b).abs().max().item<float>();
}

}  // namespace psgan::trainer
