#include "trainer/evaluation/appearance.h"

#include <cmath>

#include "psgan/skeleton.h"

namespace psgan::trainer {

using torch::Tensor;
namespace functional = torch::nn::functional;

namespace {

constexpr double softness = 0.015;  // σ, of the picture

Tensor softened(const Tensor& images) {
  const double sigma = softness * static_cast<double>(images.size(3));
  const auto radius = std::max<std::int64_t>(1, std::llround(2 * sigma));
  const Tensor offsets = torch::arange(-radius, radius + 1, torch::kFloat32);
  Tensor line = (-offsets.square() / (2 * sigma * sigma)).exp();
  line = (line / line.sum()).to(images.device());
  const Tensor rows = line.view({1, 1, -1, 1}).expand({3, 1, -1, 1}).contiguous();
  const Tensor columns = line.view({1, 1, 1, -1}).expand({3, 1, 1, -1}).contiguous();
  const Tensor padded = torch::replication_pad2d(images, {radius, radius, radius, radius});
  const auto each = functional::Conv2dFuncOptions().groups(3);
  return functional::conv2d(functional::conv2d(padded, rows, each), columns, each);
}

/// The mean over frames of what is seen: [S,F,57,3], [S,F,57,1] → [S,1,57,3].
Tensor mean_seen(const Tensor& colours, const Tensor& seen) {
  return (colours * seen).sum(1, true) / seen.sum(1, true).clamp_min(1);
}

double mean_where(const Tensor& values, const Tensor& weight) {
  return ((values * weight).sum() / weight.sum().clamp_min(1)).item<double>();
}

}  // namespace

Tensor bone_colours(const Tensor& images, const Tensor& keypoints) {
  const torch::NoGradGuard no_grad;
  std::vector<Tensor> places, seen;
  for (const Bone& bone : bones) {
    const Tensor from = keypoints.select(1, index(bone.from));
    const Tensor to = keypoints.select(1, index(bone.to));
    for (int i = 1; i <= places_per_bone; ++i) {
      const double share = static_cast<double>(i) / (places_per_bone + 1);
      places.push_back(from.narrow(1, 0, 2) * (1 - share) + to.narrow(1, 0, 2) * share);
      seen.push_back(from.select(1, 2) * to.select(1, 2));
    }
  }
  // grid_sample's coordinates go from −1 to 1 over the picture.
  const Tensor grid = torch::stack(places, 1).unsqueeze(1) * 2 - 1;  // [N,1,57,2]
  const Tensor found =
      functional::grid_sample(softened(images.to(torch::kFloat32).clamp(-1, 1)), grid,
                              functional::GridSampleFuncOptions()
                                  .mode(torch::kBilinear)
                                  .padding_mode(torch::kBorder)
                                  .align_corners(false))
          .squeeze(2)
          .transpose(1, 2);  // [N,57,3]
  return torch::cat({(found + 1) * 127.5, torch::stack(seen, 1).unsqueeze(2)}, 2);
}

double colour_drift(const Tensor& all) {
  const Tensor colours = all.unsqueeze(0).narrow(3, 0, 3), seen = all.unsqueeze(0).narrow(3, 3, 1);
  return mean_where((colours - mean_seen(colours, seen)).abs().mean(3, true), seen);
}

double colour_difference(const Tensor& all) {
  const Tensor seen = all.narrow(3, 3, 1);
  const Tensor mean = mean_seen(all.narrow(3, 0, 3), seen).squeeze(1);  // [S,57,3]
  const Tensor ever = seen.sum(1).gt(0).to(mean.dtype());               // [S,57,1]
  double sum = 0;
  int pairs = 0;
  for (std::int64_t a = 0; a < mean.size(0); ++a) {
    for (std::int64_t b = 0; b < a; ++b, ++pairs) {
      sum += mean_where((mean[a] - mean[b]).abs().mean(1, true), ever[a] * ever[b]);
    }
  }
  return pairs == 0 ? 0 : sum / pairs;
}

double edge_strength(const Tensor& images) {
  const auto between = [&](int dimension) {
    const std::int64_t size = images.size(dimension);
    return (images.narrow(dimension, 1, size - 1) - images.narrow(dimension, 0, size - 1))
        .abs()
        .mean(torch::kFloat64)
        .item<double>();
  };
  return (between(2) + between(3)) / 2 * 127.5;
}

}  // namespace psgan::trainer
