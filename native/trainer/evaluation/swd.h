// Sliced Wasserstein distance between the patches of two sets of images at each scale (Progressive
// GAN, section 5): the distance of generated images from real ones, from overall shape (16²) to the
// finest detail.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace psgan::trainer {

/// Laplacian pyramid (Burt and Adelson) from the images' own resolution down to 16²: images
/// [N,C,r,r] → [level] [N,C,r/2^level,r/2^level]. The last level is the blurred image; all levels,
/// upsampled and added, give the images.
std::vector<torch::Tensor> laplacian_pyramid(const torch::Tensor& images);

/// The inverse.
torch::Tensor from_laplacian_pyramid(const std::vector<torch::Tensor>& levels);

inline constexpr int patch_side = 7;
inline constexpr int patches_per_level = 128;  ///< Of each image.

/// Patches of 7×7 from random places of each level of each image's pyramid.
class PatchSet {
 public:
  /// For `images` images of that resolution. The same seed takes the same places.
  PatchSet(int resolution, std::int64_t images, std::uint64_t seed);

  /// images [N,3,r,r]. Throws Error when there are more than announced.
  void add(const torch::Tensor& images);

  int levels() const { return static_cast<int>(patches_.size()); }
  int resolution(int level) const { return resolution_ >> level; }
  /// [patches,3·7·7], each colour channel with mean 0 and standard deviation 1 over the set.
  torch::Tensor normalised(int level) const;

 private:
  int resolution_;
  std::int64_t images_, filled_ = 0;
  torch::Generator random_;
  std::vector<torch::Tensor> patches_;  // [level] [images·128,3·7·7]
};

/// The Wasserstein distance of two sets of equally many points [P,D], averaged over random
/// directions.
double sliced_wasserstein(const torch::Tensor& a, const torch::Tensor& b, std::uint64_t seed,
                          int directions = 512);

}  // namespace psgan::trainer
