// A matrix product that is fast with any BLAS that LibTorch was built with.
#pragma once

#include <torch/torch.h>

namespace psgan::trainer {

/// a [n,k] times b [k,m] → [n,m], as a 1×1 convolution of n pixels with k channels; n is a multiple
/// of 16. LibTorch's own matrix product is slow when it was built without a good BLAS (such as
/// Debian's); its convolutions are fast everywhere.
torch::Tensor product_by_convolution(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace psgan::trainer
