// The inputs of sample grids of PG2 and DPG2: a few fixed pairs of a source and a target, the
// latter mostly in poses that training does not show.
#pragma once

#include <torch/torch.h>

#include "trainer/data/training_data.h"

namespace psgan::trainer {

struct SamplePairs {
  torch::Tensor sources, targets;  ///< [N,3,r,r], N at most 8.
  torch::Tensor source_keypoints;  ///< [N,20,3]
  torch::Tensor keypoints;         ///< The targets'.
  torch::Tensor skeletons;         ///< Of these, [N,3,r,r].
};

/// On `device`. Where the set has a look in a single pose, sources are the targets themselves.
SamplePairs fixed_pairs(const TrainingData& data, int resolution, torch::Device device);

}  // namespace psgan::trainer
