// Latents and poses as tensors.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "psgan/character.h"
#include "psgan/dataset.h"
#include "psgan/generator_spec.h"
#include "psgan/latent_space.h"
#include "psgan/pose.h"

namespace psgan::trainer {

/// Latents of seeds as the page makes them: [seeds, space.size].
torch::Tensor latents_from_seeds(const std::vector<std::uint64_t>& seeds, const LatentSpace& space);

/// So many seeds, `first` and on.
std::vector<std::uint64_t> seeds_from(std::uint64_t first, std::int64_t count);

/// Latents [N,size] that begin with encoded traits [N,n]; the free numbers are 0, where random ones
/// are most likely.
torch::Tensor latents_of_traits(const torch::Tensor& encoded, int size);

/// Latents of characters as the page makes them: [characters, Z], or, with `colours`, [characters,
/// 2Z] for generators that have these apart, where the other Z are those of the colours.
torch::Tensor latents_of(const std::vector<Character>& characters, const GeneratorSpec& spec,
                         bool colours);
/// The same where latents begin with traits: [characters, Z].
torch::Tensor latents_of(const std::vector<Character>& characters, const LatentSpace& space);

/// [poses,20,3]
torch::Tensor keypoints_tensor(const std::vector<Pose>& poses);
/// The reverse of one of its poses [20,3]; anything above 0 is visible.
Pose pose_of(const torch::Tensor& keypoints);

/// Latents of so many numbers that begin with these traits.
LatentSpace space_of_traits(const LookTraits& traits, int size);

/// The traits of a set's looks as a latent holds them: [looks, encoded_size(schema)]. The set must
/// have traits.
torch::Tensor encoded_looks(const LookTraits& traits);

/// Makes normal latents [N,Z] ones of these looks [N], in place: a look's region is where the
/// number at its place is the largest of the first `look_count`. Exchanging two numbers of a normal
/// latent keeps it a normal one, so that the latents of all looks together are distributed as
/// random ones are.
void move_into_region(const torch::Tensor& latents, const torch::Tensor& looks, int look_count);

/// The same for latents that begin with traits: those of looks [N], encoded [looks,n], in place.
void set_traits(const torch::Tensor& latents, const torch::Tensor& looks,
                const torch::Tensor& encoded);

}  // namespace psgan::trainer
