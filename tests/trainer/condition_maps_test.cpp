// The trainer's maps against shared/psgan's, which draws one map pixel by pixel.
#include "trainer/networks/condition_maps.h"

#include <gtest/gtest.h>

#include "toy_dataset.h"
#include "trainer/drawing/sample_grid.h"

namespace psgan::trainer {
namespace {

std::vector<Pose> awkward_poses() {
  std::vector<Pose> poses = {standing_pose(), toy_pose(1), toy_pose(2), toy_pose(3)};
  poses[1][Keypoint::left_wrist].visible = false;
  poses[1][Keypoint::neck].visible = false;
  poses[2][Keypoint::nose] = {0, 0, true};  // corners
  poses[2][Keypoint::left_toe] = {1, 1, true};
  poses[2][Keypoint::right_elbow] = poses[2][Keypoint::right_shoulder];  // a bone without length
  for (PosePoint& point : poses[3].points) point.visible = false;
  return poses;
}

class ConditionMaps : public testing::TestWithParam<PoseEncoding> {};

TEST_P(ConditionMaps, AreTheReferencesAtEveryResolution) {
  const std::vector<Pose> poses = awkward_poses();
  const GeneratorSpec spec{Architecture::paper, GetParam()};
  const ConditionPyramid pyramid = draw_condition_pyramid(keypoints_tensor(poses), spec, 64);
  for (int r = 4; r <= 64; r *= 2) {
    const torch::Tensor maps = pyramid.at(r);
    ASSERT_EQ(maps.sizes(), (torch::IntArrayRef{4, channels(GetParam()), r, r}));
    EXPECT_TRUE(maps.is_contiguous(torch::MemoryFormat::ChannelsLast)) << r;
    for (std::size_t i = 0; i < poses.size(); ++i) {
      torch::Tensor expected = torch::empty({channels(GetParam()), r, r});
      draw_condition_map(poses[i], GetParam(), r,
                         {expected.data_ptr<float>(), static_cast<std::size_t>(expected.numel())});
      // 2e-5: a value of about gaussian_floor may be 0 in one and not in the other.
      EXPECT_LT((maps[i] - expected).abs().max().item<float>(), 2e-5)
          << "pose " << i << " at " << r;
    }
  }
}

TEST_P(ConditionMaps, AreTheSameByTensorOperations) {
  const torch::Tensor keypoints = keypoints_tensor(awkward_poses());
  for (int r = 4; r <= 64; r *= 2) {
    const torch::Tensor a = draw_condition_maps(keypoints, GetParam(), r);
    const torch::Tensor b = draw_condition_maps_by_tensors(keypoints, GetParam(), r);
    EXPECT_LT((a - b).abs().max().item<float>(), 2e-5) << r;
    EXPECT_TRUE(b.is_contiguous(torch::MemoryFormat::ChannelsLast)) << r;
  }
}

TEST_P(ConditionMaps, OfAWindowAreCutOutOfTheWholeImages) {
  const torch::Tensor keypoints = keypoints_tensor(awkward_poses());
  const PixelGrid window(32, 5, 12, 20, 16);
  const auto cut = [&](const torch::Tensor& whole) {
    return whole.narrow(2, window.top, window.height).narrow(3, window.left, window.width);
  };
  EXPECT_TRUE(draw_condition_maps(keypoints, GetParam(), window)
                  .equal(cut(draw_condition_maps(keypoints, GetParam(), 32))));
  EXPECT_TRUE(draw_condition_maps_by_tensors(keypoints, GetParam(), window)
                  .equal(cut(draw_condition_maps_by_tensors(keypoints, GetParam(), 32))));
}

TEST_P(ConditionMaps, HoldNoSubnormalNumbers) {
  const torch::Tensor maps =
      draw_condition_maps(keypoints_tensor(awkward_poses()), GetParam(), 64).abs();
  EXPECT_FALSE((maps.gt(0) & maps.lt(0.9e-5)).any().item<bool>());
}

INSTANTIATE_TEST_SUITE_P(All, ConditionMaps,
                         testing::Values(PoseEncoding::point, PoseEncoding::gaussian,
                                         PoseEncoding::limb),
                         [](const auto& i) { return std::string(name(i.param)); });

}  // namespace
}  // namespace psgan::trainer
