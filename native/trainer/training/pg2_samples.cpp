#include "trainer/training/pg2_samples.h"

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

Pg2Samples::Pg2Samples(const TrainingData& data, int resolution, torch::Device device) {
  const Tensor targets = targets_of(data.index());
  const Tensor sources = fixed_sources(data.index(), targets, "the data set");
  const Tensor unmirrored = torch::zeros({targets.size(0)}, torch::kBool);
  const Batch real = data.batch(targets, unmirrored, resolution, device);
  sources_ = data.batch(sources, unmirrored, resolution, device).images;
  targets_ = real.images;
  keypoints_ = real.keypoints;
  skeletons_ = draw_skeletons(keypoints_, resolution);
}

Picture Pg2Samples::reals() const {
  return lay_out(torch::stack({sources_, skeletons_, targets_}, 1));
}

Picture Pg2Samples::draw(Pg2Generator& generator) const {
  const torch::NoGradGuard no_grad;
  const Tensor coarse = generator.coarse(sources_, keypoints_),
               refined = generator.refined(coarse, sources_);
  return lay_out(torch::stack({sources_, skeletons_, coarse, refined, targets_}, 1));
}

}  // namespace psgan::trainer
