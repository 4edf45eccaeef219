#include "trainer/training/samples.h"

#include <cstdint>
#include <vector>

#include "trainer/drawing/sample_grid.h"

namespace psgan::trainer {

Samples::Samples(const Generator& generator, const TrainingData& data, torch::Device device) {
  const int resolution = generator.spec().resolution;
  // Large pictures are fewer, or a grid takes seconds to pack.
  const int columns = resolution < 512 ? 10 : resolution < 1024 ? 6 : 4;
  const std::int64_t rows = resolution < 512 ? 6 : resolution < 1024 ? 4 : 2;
  const torch::Tensor indices = torch::tensor(spread_indices(data.index(), columns), torch::kInt64);
  const Batch real = data.batch(indices, torch::zeros({columns}, torch::kBool), resolution, device);
  keypoints_ = real.keypoints;
  head_ = torch::stack({draw_skeletons(keypoints_, resolution), real.images});
  latents_ = latents_from_seeds(seeds_from(1, rows), generator.latents()).to(device);
}

Picture Samples::reals() const { return lay_out(head_); }

Picture Samples::draw(Generator& generator, Growth growth) const {
  return lay_out(torch::cat({head_, generate_grid(generator, latents_, keypoints_, growth)}));
}

}  // namespace psgan::trainer
