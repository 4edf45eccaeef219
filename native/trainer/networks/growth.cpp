#include "trainer/networks/growth.h"

namespace psgan::trainer {

using torch::Tensor;

Tensor mix(const Tensor& lower, const Tensor& upper, float alpha) {
  if (alpha <= 0) return lower;
  if (alpha >= 1) return upper;
  return torch::lerp(lower, upper, alpha);
}

Tensor fade_images(const Tensor& images, Growth growth, Tensor (*enlarge)(const Tensor&)) {
  if (growth.alpha >= 1 || growth.resolution == 4) return images;
  return mix(enlarge(downsample_average(images)), images, growth.alpha);
}

}  // namespace psgan::trainer
