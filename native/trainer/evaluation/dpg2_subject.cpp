#include "trainer/evaluation/dpg2_subject.h"

#include <utility>

#include "psgan/error.h"
#include "trainer/data/pose_pairs.h"
#include "trainer/networks/latents.h"

namespace psgan::trainer {

using torch::Tensor;

Dpg2Subject::Dpg2Subject(Dpg2Networks networks, bool sampled, const TrainingData& data,
                         std::string where, torch::Device device)
    : Subject(data, networks.resolution, device),
      networks_(std::move(networks)),
      sampled_(sampled),
      where_(std::move(where)) {
  networks_.to(device);
}

Tensor Dpg2Subject::characters(std::uint64_t first, const Tensor& keypoints) {
  if (!sampled_) throw Error("DPG2 draws no characters by seeds in its first stage");
  const torch::NoGradGuard no_grad;
  const Tensor latents = latents_from_seeds(seeds_from(first, keypoints.size(0)),
                                            LatentSpace{.size = dpg2_latent_size})
                             .to(device());
  return as_picture(networks_.draw(networks_.sampled_codes(latents), keypoints));
}

bool Dpg2Subject::knows_looks() const { return all_looks_in_two_poses(data().index()); }

std::int64_t Dpg2Subject::parameters() const {
  std::int64_t sum = 0;
  for (const auto& [name, part] : networks_.parts()) {
    // The mappings to codes and poses are of use to characters by seeds alone.
    if (sampled_ || (name != "MA" && name != "MP")) sum += parameters_of(*part);
  }
  return sum;
}

Tensor Dpg2Subject::redrawn(const Batch& batch, std::uint64_t) {
  const torch::NoGradGuard no_grad;
  const Batch sources = real_batch(*this, fixed_sources(data().index(), batch.indices, where_));
  return as_picture(networks_.draw(networks_.encoder->forward(sources.images, sources.keypoints),
                                   batch.keypoints));
}

}  // namespace psgan::trainer
