// Which images the steps of a training show.
#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "trainer/training/options.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// Images by their indices in the data set.
struct ChosenImages {
  torch::Tensor indices;   ///< [N] int64
  torch::Tensor mirrored;  ///< [N] bool
};

/// So many minibatches have their images drawn together and sorted by size, see
/// images_of_minibatch().
inline constexpr std::uint64_t sorted_together = 16;

/// The images of minibatch `number` of a run (counted over all steps, each of which takes
/// `minibatches`), drawn from `available` [M] int64. Always the same for the same arguments.
/// With `boxes` [all images,4] (left, top, right, bottom) a minibatch's figures are of about the
/// same width and height, so that windows around them are small: the images of `sorted_together`
/// minibatches are drawn at once, each with the same probability, and sorted.
ChosenImages images_of_minibatch(std::uint64_t number, std::uint64_t minibatches, int rollbacks,
                                 const TrainingOptions& options, int resolution,
                                 const torch::Tensor& available, const torch::Tensor& boxes = {});

}  // namespace psgan::trainer
