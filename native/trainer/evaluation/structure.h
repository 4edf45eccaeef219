// Structural similarity of redrawn test images, as the papers on poses report it.
#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "trainer/evaluation/evaluation.h"

namespace psgan::trainer {

/// SSIM, that of the figures alone, and mask-SSIM as published, of real images and what is drawn of
/// the same looks in the same poses; the mask is PG2's, the limbs joined.
class StructureScore {
 public:
  /// drawn [N,3,r,r] in [−1,1] in the batch's poses, on its device.
  void add(const torch::Tensor& drawn, const Batch& batch);
  /// The means over all images.
  void report(Evaluation& into) const;

 private:
  double whole_ = 0, figure_ = 0, masked_ = 0;  // sums
  std::int64_t images_ = 0;
};

}  // namespace psgan::trainer
