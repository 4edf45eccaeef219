// Condition maps on tensors: shared/psgan/pose_maps drawn for a whole batch on any device.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "psgan/pose_maps.h"

namespace psgan {

/// Draws keypoints [N,20,3] (x, y, visible) as [N,C,r,r] float32, C = channels(encoding), in
/// channels-last memory, on the keypoints' device.
torch::Tensor draw_condition_maps(const torch::Tensor& keypoints, PoseEncoding encoding,
                                  int resolution);

/// The condition map at every resolution from 4² up.
struct ConditionPyramid {
  std::vector<torch::Tensor> maps;  ///< [stage] → [N,C,4·2^stage,4·2^stage]

  const torch::Tensor& at(int resolution) const;
};

ConditionPyramid draw_condition_pyramid(const torch::Tensor& keypoints, PoseEncoding encoding,
                                        int up_to_resolution);

}  // namespace psgan
