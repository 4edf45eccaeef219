// Structural similarity (Wang, Bovik, Sheikh and Simoncelli 2004) at one scale, of whole pictures
// and of the figures in them.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace psgan::trainer {

/// What SSIM compares in each window: Gaussian ones of 11×11 pixels (σ 1.5) that stay within the
/// image; where it is smaller than that, the window is the whole image, its σ in proportion. For
/// images [N,C,r,r] whose pixels span a range of 2: [N,C,h,w], one value for each window.
struct SimilarityMaps {
  torch::Tensor luminance, structure;  ///< Structure and contrast are one factor.
};
SimilarityMaps similarity_maps(const torch::Tensor& a, const torch::Tensor& b);

/// The pixels on each side of an image of this resolution that no window has in its middle.
std::int64_t window_margin(std::int64_t resolution);

/// Images a, b [N,C,r,r] in [−1,1] → [N]: the mean over windows and channels, 1 for equal images.
torch::Tensor ssim(const torch::Tensor& a, const torch::Tensor& b);

/// The same over the windows whose middle is on the figure: mask [N,1,r,r], 1 on it and 0
/// elsewhere. 1 where no window is.
torch::Tensor ssim_on_figure(const torch::Tensor& a, const torch::Tensor& b,
                             const torch::Tensor& mask);

/// mask-SSIM as PG2 (Ma et al. 2017, section 4.1) has it: both images black outside of the mask,
/// and the mean over all of the picture, so that the ground, where they are equal, raises it.
torch::Tensor mask_ssim(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& mask);

}  // namespace psgan::trainer
