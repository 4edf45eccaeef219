// DPG2's body regions and networks, against plain loops.
#include "trainer/networks/dpg2_networks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "largest_difference.h"
#include "psgan/skeleton.h"
#include "toy_dataset.h"
#include "trainer/networks/latents.h"
#include "trainer/networks/pose_mask.h"
#include "trainer/training/dpg2_snapshot.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// Toy poses, of which the second shows nothing of an arm and the third a knee alone.
std::vector<Pose> partly_seen_poses() {
  std::vector<Pose> all = {toy_pose(1), toy_pose(2), toy_pose(3)};
  for (const Keypoint k : {Keypoint::left_shoulder, Keypoint::left_elbow, Keypoint::left_wrist}) {
    all[1][k].visible = false;
  }
  for (PosePoint& point : all[2].points) point.visible = false;
  all[2][Keypoint::right_knee].visible = true;
  return all;
}

TEST(BodyRegions, ArmIsTheBoxAroundItsVisibleKeypointsWidened) {
  const std::vector<Pose> poses = partly_seen_poses();
  const BodyRegions regions = find_body_regions(keypoints_tensor(poses));
  ASSERT_EQ(regions.boxes.sizes(), (std::vector<std::int64_t>{3, body_region_count, 4}));
  constexpr int left_arm = 3, right_leg = 6;
  EXPECT_EQ(body_region_name(left_arm), "left arm");
  EXPECT_EQ(body_region_name(right_leg), "right leg");
  double left = 1, top = 1, right = 0, bottom = 0;
  for (const Keypoint k : {Keypoint::left_shoulder, Keypoint::left_elbow, Keypoint::left_wrist}) {
    const PosePoint& point = poses[0][k];
    left = std::min<double>(left, point.x);
    right = std::max<double>(right, point.x);
    top = std::min<double>(top, point.y);
    bottom = std::max<double>(bottom, point.y);
  }
  const double margin = std::max(std::max(right - left, bottom - top) / 4, 1.0 / 16);
  const double expected[] = {left - margin, top - margin, right + margin, bottom + margin};
  for (int i = 0; i < 4; ++i) {
    EXPECT_NEAR(regions.boxes[0][left_arm][i].item<float>(), expected[i], 1e-6);
  }
  EXPECT_EQ(regions.seen[0].sum().item<float>(), body_region_count);
  EXPECT_EQ(regions.seen[1][left_arm].item<float>(), 0);
  EXPECT_EQ(regions.seen[1].sum().item<float>(), body_region_count - 1);
  // The lower body and the right leg have the knee.
  EXPECT_EQ(regions.seen[2].sum().item<float>(), 2);
  const PosePoint& knee = poses[2][Keypoint::right_knee];
  EXPECT_NEAR(regions.boxes[2][right_leg][0].item<float>(), knee.x - 1.0 / 16, 1e-6);
  EXPECT_NEAR(regions.boxes[2][right_leg][3].item<float>(), knee.y + 1.0 / 16, 1e-6);
}

/// Bilinear between pixels' centres, beyond the border as on it; x and y in pixels.
double plain_sample(const Tensor& channel, double x, double y) {
  const auto rows = static_cast<int>(channel.size(0)), columns = static_cast<int>(channel.size(1));
  x = std::clamp(x - 0.5, 0.0, columns - 1.0);
  y = std::clamp(y - 0.5, 0.0, rows - 1.0);
  const int u = std::min(static_cast<int>(x), columns - 2),
            v = std::min(static_cast<int>(y), rows - 2);
  const auto at = [&](int row, int column) { return channel[row][column].item<double>(); };
  const double right = x - u, below = y - v;
  return (1 - below) * ((1 - right) * at(v, u) + right * at(v, u + 1)) +
         below * ((1 - right) * at(v + 1, u) + right * at(v + 1, u + 1));
}

TEST(BodyRegions, CropIsWhatAPlainLoopSamples) {
  torch::manual_seed(2);
  const Tensor features = torch::randn({2, 3, 12, 12}, torch::kFloat64);
  // Within, reaching beyond the border, and wide.
  const Tensor boxes = torch::tensor({0.2, 0.3, 0.5, 0.9, -0.2, 0.6,  0.4, 1.3, 0.0, 0.0, 1.0, 0.25,
                                      0.1, 0.1, 0.2, 0.2, 0.5,  -0.1, 1.1, 0.7, 0.0, 0.0, 1.0, 1.0},
                                     torch::kFloat64)
                           .view({2, 3, 4});
  constexpr int side = 5;
  const Tensor crops = crop_boxes(features, boxes, side);
  ASSERT_EQ(crops.sizes(), (std::vector<std::int64_t>{6, 3, side, side}));
  for (int n = 0; n < 2; ++n) {
    for (int b = 0; b < 3; ++b) {
      const auto edge = [&](int i) { return boxes[n][b][i].item<double>() * 12; };
      for (int c = 0; c < 3; ++c) {
        for (int row = 0; row < side; ++row) {
          for (int column = 0; column < side; ++column) {
            const double x = edge(0) + (edge(2) - edge(0)) * (column + 0.5) / side,
                         y = edge(1) + (edge(3) - edge(1)) * (row + 0.5) / side;
            EXPECT_NEAR(crops[n * 3 + b][c][row][column].item<double>(),
                        plain_sample(features[n][c], x, y), 1e-9);
          }
        }
      }
    }
  }
}

TEST(Dpg2Networks, EncodeAndDrawAtEveryResolution) {
  const torch::NoGradGuard no_grad;
  for (const int side : {16, 64}) {
    torch::manual_seed(1);
    Dpg2Networks networks(side, 4);
    const Tensor pictures = torch::rand({3, 3, side, side}) * 2 - 1,
                 keypoints = keypoints_tensor(partly_seen_poses());
    const Tensor codes = networks.encoder->forward(pictures, keypoints);
    ASSERT_EQ(codes.sizes(), (std::vector<std::int64_t>{3, 224}));
    const Tensor by_region = codes.view({3, body_region_count, region_code_size});
    const Tensor zero = by_region.eq(0).all(2).to(torch::kFloat32);
    // Nothing is encoded of what is not seen.
    EXPECT_TRUE(torch::equal(zero, 1 - find_body_regions(keypoints).seen));
    const Tensor drawn = networks.draw(codes, keypoints);
    EXPECT_EQ(drawn.sizes(), pictures.sizes());
    EXPECT_GT(largest_difference(networks.draw(codes.flip(0), keypoints), drawn), 0);
    EXPECT_GT(largest_difference(networks.draw(codes, keypoints.flip(0)), drawn), 0);
    EXPECT_EQ(networks.draw_grid(codes, keypoints.narrow(0, 0, 2)).sizes(),
              (std::vector<std::int64_t>{3, 2, 3, side, side}));
    EXPECT_EQ(make_picture_discriminator(side, 4)->forward(drawn).sizes(),
              (std::vector<std::int64_t>{3}));
  }
}

TEST(Dpg2Networks, UNetSeesTheCodeInEveryPixelBesideTheDiscs) {
  const torch::NoGradGuard no_grad;
  torch::manual_seed(1);
  Dpg2Networks networks(16, 4);
  const Tensor codes = torch::randn({1, 224}), keypoints = keypoints_tensor({toy_pose(4)});
  Tensor input = torch::empty({1, 224 + keypoint_count, 16, 16});
  for (int c = 0; c < 224; ++c) input[0][c].fill_(codes[0][c].item<float>());
  input.narrow(1, 224, keypoint_count).copy_(draw_pose_discs(keypoints, 16));
  EXPECT_LE(largest_difference(networks.decoder->forward(input), networks.draw(codes, keypoints)),
            1e-5F);
}

TEST(Dpg2Networks, HaveThePublishedSizes) {
  EXPECT_EQ(appearance_code_size, 224);
  EXPECT_EQ(region_side(256), 64);
  EXPECT_EQ(region_side(64), 16);
  EXPECT_EQ(region_side(16), 8);
  EXPECT_EQ(dense_width(128), 512);
  EXPECT_EQ(dense_width(4), 64);
}

TEST(Dpg2Poses, VectorsAreRowColumnVisibleAndBack) {
  const Tensor keypoints = keypoints_tensor(partly_seen_poses());
  const Tensor vectors = pose_vectors(keypoints);
  ASSERT_EQ(vectors.sizes(), (std::vector<std::int64_t>{3, 60}));
  const PosePoint elbow = toy_pose(1)[Keypoint::right_elbow];
  const int at = 3 * index(Keypoint::right_elbow);
  EXPECT_NEAR(vectors[0][at].item<float>(), 2 * elbow.y - 1, 1e-6);
  EXPECT_NEAR(vectors[0][at + 1].item<float>(), 2 * elbow.x - 1, 1e-6);
  EXPECT_EQ(vectors[0][at + 2].item<float>(), 1);
  EXPECT_EQ(vectors[2].count_nonzero().item<int>(), 3);  // the knee's
  const Tensor back = keypoints_of_vectors(vectors), visible = keypoints.narrow(2, 2, 1);
  EXPECT_LE(largest_difference(back * visible, keypoints * visible), 1e-6F);
  EXPECT_TRUE(torch::equal(back.narrow(2, 2, 1), visible));
  // Whatever a decoder says is a pose.
  const Tensor wild = keypoints_of_vectors(torch::randn({5, 60}) * 3);
  EXPECT_GE(wild.min().item<float>(), 0);
  EXPECT_LE(wild.max().item<float>(), 1);
}

TEST(Dpg2Mapping, CodesHaveTheMeanAndDeviationItWasFittedTo) {
  const torch::NoGradGuard no_grad;
  torch::manual_seed(3);
  const Tensor codes = torch::randn({500, 6}) * torch::arange(1, 7) + torch::arange(6);
  MappingFunction mapping(6, 4);
  mapping->fit(codes);
  const Tensor standardised = mapping->standardised(codes);
  EXPECT_LE(standardised.mean(0).abs().max().item<float>(), 1e-5F);
  EXPECT_LE((standardised.std(0, false) - 1).abs().max().item<float>(), 1e-4F);
  const Tensor latents = torch::randn({7, 6});
  const Tensor expected = mapping->forward(latents * 0.2) * mapping->scale + mapping->mean;
  EXPECT_LE(largest_difference(mapping->codes(latents), expected), 1e-6F);
  CodeCritic critic(6, 4);
  critic->clip(0.01);
  for (const Tensor& parameter : critic->parameters()) {
    EXPECT_LE(parameter.abs().max().item<float>(), 0.01F);
  }
  EXPECT_EQ(critic->forward(codes).sizes(), (std::vector<std::int64_t>{500}));
}

}  // namespace
}  // namespace psgan::trainer
