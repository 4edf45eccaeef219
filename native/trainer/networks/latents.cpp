#include "trainer/networks/latents.h"

#include <algorithm>
#include <numeric>

#include "psgan/character_traits.h"

namespace psgan::trainer {

using torch::Tensor;

Tensor latents_from_seeds(const std::vector<std::uint64_t>& seeds, const LatentSpace& space) {
  Tensor latents = torch::empty({static_cast<std::int64_t>(seeds.size()), space.size});
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    const std::vector<float> latent = latent_from_seed(space, seeds[i]);
    std::copy(latent.begin(), latent.end(),
              latents[static_cast<std::int64_t>(i)].data_ptr<float>());
  }
  return latents;
}

std::vector<std::uint64_t> seeds_from(std::uint64_t first, std::int64_t count) {
  std::vector<std::uint64_t> seeds(static_cast<std::size_t>(count));
  std::iota(seeds.begin(), seeds.end(), first);
  return seeds;
}

Tensor latents_of_traits(const Tensor& encoded, int size) {
  Tensor latents = torch::zeros({encoded.size(0), size}, encoded.options());
  latents.narrow(1, 0, encoded.size(1)).copy_(encoded);
  return latents;
}

Tensor latents_of(const std::vector<Character>& characters, const GeneratorSpec& spec,
                  bool colours) {
  std::vector<Tensor> rows;
  for (const Character& character : characters) {
    Tensor row = torch::tensor(latent_of(colours ? character : without_parts(character), spec));
    if (colours) row = torch::cat({row, torch::tensor(colours_of(character, spec))});
    rows.push_back(row);
  }
  return torch::stack(rows);
}

Tensor latents_of(const std::vector<Character>& characters, const LatentSpace& space) {
  std::vector<Tensor> rows;
  for (const Character& character : characters) {
    rows.push_back(torch::tensor(latent_of(character, space)));
  }
  return torch::stack(rows);
}

Tensor keypoints_tensor(const std::vector<Pose>& poses) {
  std::vector<float> numbers;
  for (const Pose& pose : poses) {
    const auto part = to_numbers(pose);
    numbers.insert(numbers.end(), part.begin(), part.end());
  }
  return torch::tensor(numbers).view({-1, keypoint_count, 3});
}

Pose pose_of(const Tensor& keypoints) {
  const Tensor rows = keypoints.to(torch::kCPU, torch::kFloat32).contiguous();
  const float* numbers = rows.data_ptr<float>();
  Pose pose;
  for (int k = 0; k < keypoint_count; ++k) {
    pose.points[k] = {numbers[3 * k], numbers[3 * k + 1], numbers[3 * k + 2] > 0};
  }
  return pose;
}

LatentSpace space_of_traits(const LookTraits& traits, int size) {
  return {
      .size = size, .schema = traits.schema, .sampler = traits.sampler.value_or(TraitSampler())};
}

Tensor encoded_looks(const LookTraits& traits) {
  std::vector<Tensor> rows;
  for (const TraitValues& values : traits.looks) {
    rows.push_back(torch::tensor(encode(traits.schema, values)));
  }
  return torch::stack(rows);
}

void move_into_region(const Tensor& latents, const Tensor& looks, int look_count) {
  const Tensor first = latents.narrow(1, 0, look_count);
  const Tensor wanted = looks.unsqueeze(1), largest = first.argmax(1, true);
  const Tensor at_wanted = first.gather(1, wanted), at_largest = first.gather(1, largest);
  first.scatter_(1, largest, at_wanted).scatter_(1, wanted, at_largest);
}

void set_traits(const Tensor& latents, const Tensor& looks, const Tensor& encoded) {
  latents.narrow(1, 0, encoded.size(1)).copy_(encoded.index_select(0, looks));
}

}  // namespace psgan::trainer
