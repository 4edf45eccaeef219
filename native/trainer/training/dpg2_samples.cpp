#include "trainer/training/dpg2_samples.h"

#include <vector>

#include "trainer/drawing/sample_grid.h"
#include "trainer/networks/latents.h"

namespace psgan::trainer {

using torch::Tensor;

Dpg2Samples::Dpg2Samples(const TrainingData& data, int resolution, torch::Device device)
    : pairs_(fixed_pairs(data, resolution, device)) {
  latents_ = latents_from_seeds(seeds_from(1, pairs_.sources.size(0)),
                                LatentSpace{.size = dpg2_latent_size})
                 .to(device);
}

Picture Dpg2Samples::reals() const {
  return lay_out(torch::stack({pairs_.sources, pairs_.skeletons, pairs_.targets}, 1));
}

Picture Dpg2Samples::draw(Dpg2Networks& networks, bool sampled) const {
  const torch::NoGradGuard no_grad;
  const Tensor codes = networks.encoder->forward(pairs_.sources, pairs_.source_keypoints);
  std::vector<Tensor> columns = {pairs_.sources, networks.draw(codes, pairs_.source_keypoints),
                                 pairs_.skeletons, networks.draw(codes, pairs_.keypoints),
                                 pairs_.targets};
  if (sampled) {
    const Tensor persons = networks.sampled_codes(latents_),
                 poses = networks.sampled_poses(latents_);
    columns.push_back(networks.draw(persons, pairs_.keypoints));
    columns.push_back(draw_skeletons(poses, networks.resolution));
    columns.push_back(networks.draw(persons, poses));
  }
  return lay_out(torch::stack(columns, 1));
}

}  // namespace psgan::trainer
