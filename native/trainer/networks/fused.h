// What follows a convolution, in one pass over memory. On the CPU in fp32 that is a loop of our own
// (half of a step's time went into reading and writing features again and again), on a GPU a kernel
// (fused_kernels.h) where a CUDA compiler was there; elsewhere it is made of LibTorch's operations.
// Features are [N,C,H,W], channels-last.
#pragma once

#include <torch/torch.h>

namespace psgan::trainer {

/// Leaky ReLU (0.2) of x + part, computed in the memory of x, which must be nobody else's: what a
/// convolution has just made. `part` may be undefined: nothing is added. Can be differentiated
/// twice, as gradient penalties do.
torch::Tensor add_lrelu(const torch::Tensor& x, const torch::Tensor& part = {});

/// pixel_norm(lrelu(x + part)) · scale, the end of each of the generators' layers; x as above.
/// `scale` [N,C] or undefined, in fp32. Can be differentiated once.
torch::Tensor add_lrelu_norm(const torch::Tensor& x, const torch::Tensor& part,
                             const torch::Tensor& scale = {});

/// The same by LibTorch's operations alone, on any device and in any type, x left as it is.
torch::Tensor add_lrelu_norm_by_tensors(const torch::Tensor& x, const torch::Tensor& part,
                                        const torch::Tensor& scale = {});

}  // namespace psgan::trainer
