#include "trainer/evaluation/judging.h"

#include "trainer/networks/layers.h"

namespace psgan::trainer {

using torch::Tensor;

torch::nn::Sequential two_convolutions(int in, int out) {
  const auto convolution = [](int from, int to) {
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(from, to, 3).padding(1).bias(false));
  };
  return torch::nn::Sequential(convolution(in, out), torch::nn::GroupNorm(8, out),
                               torch::nn::ReLU(), convolution(out, out),
                               torch::nn::GroupNorm(8, out), torch::nn::ReLU());
}

Tensor varied(const Tensor& images, torch::Generator& random) {
  const std::int64_t count = images.size(0);
  const auto draw = [&](std::vector<std::int64_t> shape) {
    return torch::randn(shape, random, torch::TensorOptions()).to(images.device());
  };
  Tensor out = images * (1 + 0.15 * draw({count, 1, 1, 1})) + 0.08 * draw({count, 3, 1, 1});
  out =
      out + 0.08 * draw({count, 1, 1, 1}).abs() * draw({count, 3, images.size(2), images.size(3)});
  const Tensor soft = upsample_nearest(downsample_average(out));
  return torch::where(draw({count, 1, 1, 1}).gt(0.7), soft, out);
}

Tensor resized(Tensor images, int resolution) {
  while (images.size(2) > resolution) images = downsample_average(images);
  while (images.size(2) < resolution) images = upsample_nearest(images);
  return images;
}

}  // namespace psgan::trainer
