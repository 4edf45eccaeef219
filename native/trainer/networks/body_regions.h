// The seven body regions from which DPG2 (Ma et al. 2018, section 3.1) encodes a foreground: head
// and shoulders, the upper and the lower body, arms and legs.
#pragma once

#include <torch/torch.h>

#include <string_view>

namespace psgan::trainer {

inline constexpr int body_region_count = 7;

/// "left arm" and so on.
std::string_view body_region_name(int region);

struct BodyRegions {
  torch::Tensor boxes;  ///< [N,7,4] left, top, right, bottom; the picture is 0 to 1.
  torch::Tensor seen;   ///< [N,7], 1 or 0: whether any of its keypoints is visible.
};

/// The box around the visible keypoints [N,20,3] of each region, widened on all sides by a quarter
/// of its longer side, that of the head by half of it, but at least by 1/16 of the picture: joints
/// lie within the body. It may reach beyond the picture, and is the whole picture if nothing of the
/// region is seen.
BodyRegions find_body_regions(const torch::Tensor& keypoints);

/// Features [N,C,h,w] within boxes [N,B,4] as pictures of side²: [N·B,C,side,side], the boxes of a
/// picture one after the other. Each is bilinear between the centres of the features' pixels, and
/// beyond the border as on it.
torch::Tensor crop_boxes(const torch::Tensor& features, const torch::Tensor& boxes, int side);

}  // namespace psgan::trainer
