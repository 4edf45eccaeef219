// What follows a convolution, in one pass over memory. On the CPU in fp32 that is a loop of our own
// (half of a step's time was spent on reading and writing features), on a GPU a kernel
// (fused_kernels.h) if a CUDA compiler was there; otherwise LibTorch's operations.
// Features are [N,C,H,W], channels-last.
#pragma once

#include <torch/torch.h>

namespace psgan::trainer {

/// Leaky ReLU (0.2) of x + part, in place: x must be a temporary, such as the output of a
/// convolution. `part` may be undefined: nothing is added. Can be differentiated twice, as gradient
/// penalties do.
torch::Tensor add_lrelu(const torch::Tensor& x, const torch::Tensor& part = {});

/// pixel_norm(lrelu(x + part)) · scale, the end of each of the generators' layers; x as above.
/// `scale` [N,C] or undefined, in fp32. Can be differentiated once.
torch::Tensor add_lrelu_norm(const torch::Tensor& x, const torch::Tensor& part,
                             const torch::Tensor& scale = {});

/// The same by LibTorch's operations alone, on any device and in any type; x is unchanged.
torch::Tensor add_lrelu_norm_by_tensors(const torch::Tensor& x, const torch::Tensor& part,
                                        const torch::Tensor& scale = {});

}  // namespace psgan::trainer
