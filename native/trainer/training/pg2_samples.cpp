#include "trainer/training/pg2_samples.h"

#include "trainer/drawing/sample_grid.h"

namespace psgan::trainer {

using torch::Tensor;

Pg2Samples::Pg2Samples(const TrainingData& data, int resolution, torch::Device device)
    : pairs_(fixed_pairs(data, resolution, device)) {}

Picture Pg2Samples::reals() const {
  return lay_out(torch::stack({pairs_.sources, pairs_.skeletons, pairs_.targets}, 1));
}

Picture Pg2Samples::draw(Pg2Generator& generator) const {
  const torch::NoGradGuard no_grad;
  const Tensor coarse = generator.coarse(pairs_.sources, pairs_.keypoints),
               refined = generator.refined(coarse, pairs_.sources);
  return lay_out(
      torch::stack({pairs_.sources, pairs_.skeletons, coarse, refined, pairs_.targets}, 1));
}

}  // namespace psgan::trainer
