// Condition maps on tensors: shared/psgan/pose_maps drawn for a whole batch on any device.
#pragma once

#include <torch/torch.h>

#include <optional>
#include <vector>

#include "psgan/generator_spec.h"
#include "psgan/pose_maps.h"
#include "trainer/networks/layers.h"
#include "trainer/networks/windows.h"

namespace psgan::trainer {

/// Draws keypoints [N,20,3] (x, y, visible) as [N,C,height,width] float32 of the grid,
/// C = channels(encoding), in channels-last memory, on the keypoints' device.
torch::Tensor draw_condition_maps(const torch::Tensor& keypoints, PoseEncoding encoding,
                                  const PixelGrid& grid);

/// The same by tensor operations alone, as it is done on a GPU. On the CPU draw_condition_maps goes
/// pixel by pixel near the lines only, which takes a tenth of the time.
torch::Tensor draw_condition_maps_by_tensors(const torch::Tensor& keypoints, PoseEncoding encoding,
                                             const PixelGrid& grid);

/// The condition map at every resolution from 4² up that some layer takes (see map_resolution()).
struct ConditionPyramid {
  std::vector<torch::Tensor> maps;  ///< [stage] → [N,C,4·2^stage,4·2^stage], or windows->grown()
  std::optional<Windows> windows{};  ///< Where the minibatch is computed; none: everywhere.

  const torch::Tensor& at(int resolution) const;
  /// What the map of a resolution has in these regions. There must be windows.
  torch::Tensor in(const Regions& regions) const;
};

/// The inputs of a layer that takes so many features and the map of spec.encoding.
ConditionedConvImpl::Inputs conditioned_inputs(const GeneratorSpec& spec, int features,
                                               int extra = 0);

/// In bf16 with channels of zeros up to a multiple of eight; in fp32 as it is.
ConditionPyramid in_type(const ConditionPyramid& pyramid, torch::ScalarType type);

/// What networks of this kind need to draw and judge images of a resolution, or windows of them.
ConditionPyramid draw_condition_pyramid(const torch::Tensor& keypoints, const GeneratorSpec& spec,
                                        int image_resolution,
                                        const std::optional<Windows>& windows = std::nullopt);

}  // namespace psgan::trainer
