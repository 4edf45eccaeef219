#include "trainer/training/pair_samples.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "trainer/data/pose_pairs.h"
#include "trainer/data/pose_split.h"
#include "trainer/drawing/sample_grid.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

constexpr std::int64_t most_rows = 8;

/// Images evenly spread over the test images, or where there are none, over all.
Tensor targets_of(const DatasetIndex& index) {
  std::vector<std::int64_t> images = images_of(index, Split::test);
  if (images.empty()) images = images_of(index, Split::train);
  const auto all = static_cast<std::int64_t>(images.size()), rows = std::min(most_rows, all);
  std::vector<std::int64_t> chosen;
  for (std::int64_t row = 0; row < rows; ++row) {
    chosen.push_back(images[static_cast<std::size_t>((2 * row + 1) * all / (2 * rows))]);
  }
  return torch::tensor(chosen, torch::kInt64);
}

}  // namespace

SamplePairs fixed_pairs(const TrainingData& data, int resolution, torch::Device device) {
  const Tensor targets = targets_of(data.index());
  const Tensor sources = all_looks_in_two_poses(data.index())
                             ? fixed_sources(data.index(), targets, "the data set")
                             : targets;
  const Tensor unmirrored = torch::zeros({targets.size(0)}, torch::kBool);
  const Batch real = data.batch(targets, unmirrored, resolution, device),
              other = data.batch(sources, unmirrored, resolution, device);
  return {other.images, real.images, other.keypoints, real.keypoints,
          draw_skeletons(real.keypoints, resolution)};
}

}  // namespace psgan::trainer
