#include "trainer/networks/body_regions.h"

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "psgan/skeleton.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

struct RegionRule {
  std::string_view name;
  std::vector<Keypoint> keypoints;
  double widening;  // a share of the box's longer side
};

const std::array<RegionRule, body_region_count>& region_rules() {
  using enum Keypoint;
  static const std::array<RegionRule, body_region_count> rules = {{
      {"head", {nose, neck, left_eye, right_eye, left_shoulder, right_shoulder}, 0.5},
      {"upper body",
       {neck, chest, left_shoulder, right_shoulder, left_elbow, right_elbow, left_wrist,
        right_wrist, left_hip, right_hip},
       0.25},
      {"lower body",
       {pelvis, left_hip, right_hip, left_knee, right_knee, left_ankle, right_ankle, left_toe,
        right_toe},
       0.25},
      {"left arm", {left_shoulder, left_elbow, left_wrist}, 0.25},
      {"right arm", {right_shoulder, right_elbow, right_wrist}, 0.25},
      {"left leg", {left_hip, left_knee, left_ankle, left_toe}, 0.25},
      {"right leg", {right_hip, right_knee, right_ankle, right_toe}, 0.25},
  }};
  return rules;
}

constexpr double least_widening = 1.0 / 16;

/// The keypoints of a region, [N,k,3].
Tensor points_of(const Tensor& keypoints, const RegionRule& rule) {
  std::vector<std::int64_t> places;
  for (const Keypoint keypoint : rule.keypoints) places.push_back(index(keypoint));
  return keypoints.index_select(1, torch::tensor(places, torch::kInt64).to(keypoints.device()));
}

}  // namespace

std::string_view body_region_name(int region) {
  return region_rules().at(static_cast<std::size_t>(region)).name;
}

BodyRegions find_body_regions(const Tensor& keypoints) {
  const torch::NoGradGuard no_grad;
  constexpr double beyond = std::numeric_limits<float>::max();
  std::vector<Tensor> boxes, seen;
  for (const RegionRule& rule : region_rules()) {
    const Tensor points = points_of(keypoints, rule);
    const Tensor visible = points.select(2, 2).gt(0).unsqueeze(2), places = points.narrow(2, 0, 2);
    const Tensor any = visible.any(1);  // [N,1]
    const Tensor least = places.masked_fill(~visible, beyond).amin(1),
                 most = places.masked_fill(~visible, -beyond).amax(1);  // [N,2]
    const Tensor margin = ((most - least).amax(1, true) * rule.widening).clamp_min(least_widening);
    boxes.push_back(torch::cat({torch::where(any, least - margin, torch::zeros_like(least)),
                                torch::where(any, most + margin, torch::ones_like(most))},
                               1));
    seen.push_back(any.squeeze(1).to(keypoints.dtype()));
  }
  return {torch::stack(boxes, 1), torch::stack(seen, 1)};
}

Tensor crop_boxes(const Tensor& features, const Tensor& boxes, int side) {
  const std::int64_t count = boxes.size(1);
  const Tensor centres = (torch::arange(side, boxes.options()) + 0.5) / side;
  const auto along = [&](int axis) {  // [N,B,side], the picture −1 to 1
    const Tensor from = boxes.select(2, axis).unsqueeze(2),
                 to = boxes.select(2, axis + 2).unsqueeze(2);
    return (from + (to - from) * centres) * 2 - 1;
  };
  const Tensor x = along(0).unsqueeze(2).expand({-1, -1, side, -1}),
               y = along(1).unsqueeze(3).expand({-1, -1, -1, side});
  // One grid for each picture, its boxes below each other, so that features are not repeated.
  const Tensor grid = torch::stack({x, y}, 4).view({boxes.size(0), count * side, side, 2});
  namespace F = torch::nn::functional;
  const Tensor crops = F::grid_sample(features.contiguous(), grid,
                                      F::GridSampleFuncOptions()
                                          .mode(torch::kBilinear)
                                          .padding_mode(torch::kBorder)
                                          .align_corners(false));
  return crops.view({features.size(0), -1, count, side, side}).transpose(1, 2).flatten(0, 1);
}

}  // namespace psgan::trainer
