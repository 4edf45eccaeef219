#include "trainer/evaluation/swd.h"

#include <ATen/CPUGeneratorImpl.h>

#include "psgan/error.h"
#include "trainer/machine/matrix_product.h"

namespace psgan::trainer {

using torch::Tensor;
namespace functional = torch::nn::functional;

namespace {

constexpr int coarsest_level = 16;
constexpr int directions_at_once = 32;

/// Burt and Adelson's [1 4 6 4 1]/16 in both directions, times `gain`, the border mirrored.
Tensor blurred(const Tensor& images, double gain) {
  const std::int64_t channels = images.size(1);
  const Tensor line = torch::tensor({1., 4., 6., 4., 1.}, torch::kFloat64) / 16;
  const Tensor kernel = (torch::outer(line, line) * gain)
                            .to(images.options())
                            .expand({channels, 1, 5, 5})
                            .contiguous();
  return functional::conv2d(torch::reflection_pad2d(images, {2, 2, 2, 2}), kernel,
                            functional::Conv2dFuncOptions().groups(channels));
}

Tensor reduced(const Tensor& images) {
  using torch::indexing::Slice;
  const Slice even(0, torch::indexing::None, 2);
  return blurred(images, 1).index({Slice(), Slice(), even, even});
}

Tensor enlarged(const Tensor& images) {
  using torch::indexing::Slice;
  const Slice even(0, torch::indexing::None, 2);
  Tensor sparse = torch::zeros(
      {images.size(0), images.size(1), 2 * images.size(2), 2 * images.size(3)}, images.options());
  sparse.index_put_({Slice(), Slice(), even, even}, images);
  return blurred(sparse, 4);
}

}  // namespace

std::vector<Tensor> laplacian_pyramid(const Tensor& images) {
  std::vector<Tensor> levels;
  Tensor rest = images;
  while (rest.size(2) > coarsest_level) {
    const Tensor smaller = reduced(rest);
    levels.push_back(rest - enlarged(smaller));
    rest = smaller;
  }
  levels.push_back(rest);
  return levels;
}

Tensor from_laplacian_pyramid(const std::vector<Tensor>& levels) {
  Tensor images = levels.back();
  for (std::size_t i = levels.size() - 1; i > 0; --i) images = enlarged(images) + levels[i - 1];
  return images;
}

PatchSet::PatchSet(int resolution, std::int64_t images, std::uint64_t seed)
    : resolution_(resolution),
      images_(images),
      random_(at::make_generator<at::CPUGeneratorImpl>(seed)) {
  if (resolution < patch_side) {
    throw Error("patches of 7×7 need images of 8×8 or more, found " + std::to_string(resolution));
  }
  int levels = 1;
  for (int r = resolution; r > coarsest_level; r /= 2) ++levels;
  patches_.resize(levels);
}

void PatchSet::add(const Tensor& images) {
  const torch::NoGradGuard no_grad;
  const std::int64_t count = images.size(0), channels = images.size(1);
  if (filled_ + count > images_) throw Error("more images than the set of patches has room for");
  const std::vector<Tensor> pyramid = laplacian_pyramid(images.to(torch::kFloat32));
  for (std::size_t level = 0; level < pyramid.size(); ++level) {
    const std::int64_t side = pyramid[level].size(2);
    const auto places = [&] {
      return torch::randint(0, side - patch_side + 1, {count, patches_per_level}, random_,
                            torch::kInt64)
          .to(images.device());
    };
    const Tensor x = places(), y = places();
    const Tensor steps = torch::arange(patch_side, x.options());
    // [N,128,7,7]: where each patch's pixels lie in the flattened level.
    const Tensor pixels = (y.view({count, -1, 1, 1}) + steps.view({1, 1, -1, 1})) * side +
                          x.view({count, -1, 1, 1}) + steps.view({1, 1, 1, -1});
    const Tensor wanted = pixels.view({count, 1, -1}).expand({count, channels, -1});
    const Tensor found = pyramid[level]
                             .reshape({count, channels, side * side})
                             .gather(2, wanted)
                             .view({count, channels, patches_per_level, -1})
                             .permute({0, 2, 1, 3})
                             .reshape({count * patches_per_level, -1});
    Tensor& all = patches_[level];
    if (!all.defined()) {
      all = torch::empty({images_ * patches_per_level, found.size(1)}, found.options());
    }
    all.narrow(0, filled_ * patches_per_level, found.size(0)).copy_(found);
  }
  filled_ += count;
}

Tensor PatchSet::normalised(int level) const {
  const Tensor all = patches_[level].narrow(0, 0, filled_ * patches_per_level);
  const Tensor channels = all.view({all.size(0), 3, -1});
  const Tensor mean = channels.mean(std::vector<std::int64_t>{0, 2}, true);
  const Tensor deviation = channels.std(std::vector<std::int64_t>{0, 2}, false, true);
  return ((channels - mean) / deviation.clamp_min(1e-12)).view_as(all);
}

double sliced_wasserstein(const Tensor& a, const Tensor& b, std::uint64_t seed, int directions) {
  if (a.sizes() != b.sizes()) {
    throw Error("a sliced Wasserstein distance is between two sets of as many points");
  }
  const torch::NoGradGuard no_grad;
  auto random = at::make_generator<at::CPUGeneratorImpl>(seed);
  Tensor lines = torch::randn({directions, a.size(1)}, random, torch::TensorOptions());
  lines = (lines / lines.norm(2, 1, true)).to(a.options());
  double sum = 0;
  for (int first = 0; first < directions; first += directions_at_once) {
    const Tensor some = lines.narrow(0, first, std::min(directions_at_once, directions - first));
    const auto along = [&](const Tensor& points) {
      const bool convolvable = points.device().is_cpu() && points.size(0) % 16 == 0;
      return convolvable ? product_by_convolution(points, some.t()).t().contiguous()
                         : some.matmul(points.t());
    };
    const auto sorted = [&](const Tensor& points) { return std::get<0>(along(points).sort(1)); };
    sum += (sorted(a) - sorted(b)).abs().mean(1).sum(torch::kFloat64).item<double>();
  }
  return sum / directions;
}

}  // namespace psgan::trainer
