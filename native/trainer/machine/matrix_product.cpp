#include "trainer/machine/matrix_product.h"

namespace psgan::trainer {

using torch::Tensor;

Tensor product_by_convolution(const Tensor& a, const Tensor& b) {
  // Sixteen images: with fewer and one thread, LibTorch would not ask oneDNN.
  constexpr std::int64_t images = 16;
  const std::int64_t rows = a.size(0) / images;
  const Tensor pixels = a.view({images, rows, 1, a.size(1)}).permute({0, 3, 1, 2});
  const Tensor weight = b.t().reshape({b.size(1), b.size(0), 1, 1});
  return torch::conv2d(pixels, weight).permute({0, 2, 3, 1}).reshape({a.size(0), b.size(1)});
}

}  // namespace psgan::trainer
