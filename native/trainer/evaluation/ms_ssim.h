// Multi-scale structural similarity (Wang, Simoncelli and Bovik 2003), by which Progressive GAN
// measures variety: the more alike the generated pictures are among each other, the higher.
#pragma once

#include <torch/torch.h>

namespace psgan::trainer {

/// Images a, b [N,C,r,r] in [−1,1], r from 16 on → [N], 1 for equal pictures. Five scales with the
/// paper's weights, Gaussian windows of 11×11 (σ 1.5) that stay within the picture; where a scale
/// is smaller than that, the window is as large as the picture, and its σ in proportion.
torch::Tensor ms_ssim(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace psgan::trainer
