// Multi-scale structural similarity (Wang, Simoncelli and Bovik 2003), by which Progressive GAN
// measures variety: the more similar the generated images are to each other, the higher.
#pragma once

#include <torch/torch.h>

namespace psgan::trainer {

/// Images a, b [N,C,r,r] in [−1,1], r from 16 on → [N], 1 for equal images. Five scales with the
/// paper's weights, Gaussian windows of 11×11 (σ 1.5) that stay within the image; where a scale is
/// smaller than that, the window is the whole image, its σ in proportion.
torch::Tensor ms_ssim(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace psgan::trainer
