// PG2's view of a pose and its networks, against plain loops.
#include "trainer/networks/pg2_networks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "largest_difference.h"
#include "psgan/skeleton.h"
#include "toy_dataset.h"
#include "trainer/networks/latents.h"
#include "trainer/networks/pose_mask.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// Toy poses with some points that are not seen.
std::vector<Pose> poses() {
  std::vector<Pose> all = {toy_pose(1), toy_pose(2), toy_pose(3)};
  all[1][Keypoint::left_elbow].visible = false;
  all[2][Keypoint::pelvis].visible = false;
  all[2][Keypoint::nose].visible = false;
  return all;
}

double distance_to_line(double x, double y, const PosePoint& a, const PosePoint& b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  const double t =
      length2 == 0 ? 0 : std::clamp(((x - a.x) * dx + (y - a.y) * dy) / length2, 0.0, 1.0);
  return std::hypot(x - a.x - t * dx, y - a.y - t * dy);
}

/// The lines that the mask is made of.
std::vector<std::pair<Keypoint, Keypoint>> lines() {
  std::vector<std::pair<Keypoint, Keypoint>> all;
  for (const Bone& bone : bones) all.emplace_back(bone.from, bone.to);
  all.emplace_back(Keypoint::left_shoulder, Keypoint::right_shoulder);
  all.emplace_back(Keypoint::left_hip, Keypoint::right_hip);
  all.emplace_back(Keypoint::left_shoulder, Keypoint::left_hip);
  all.emplace_back(Keypoint::right_shoulder, Keypoint::right_hip);
  return all;
}

using Grid = std::vector<std::vector<int>>;

/// Each cell the largest (or least) of those within `reach` rows and columns that are inside.
Grid most_around(const Grid& grid, int reach, bool largest) {
  const int side = static_cast<int>(grid.size());
  Grid out = grid;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      for (int v = std::max(y - reach, 0); v <= std::min(y + reach, side - 1); ++v) {
        for (int u = std::max(x - reach, 0); u <= std::min(x + reach, side - 1); ++u) {
          out[y][x] = largest ? std::max(out[y][x], grid[v][u]) : std::min(out[y][x], grid[v][u]);
        }
      }
    }
  }
  return out;
}

Grid plain_mask(const Pose& pose, int side) {
  Grid grid(side, std::vector<int>(side, 0));
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      for (const auto& [from, to] : lines()) {
        if (!pose[from].visible || !pose[to].visible) continue;
        const double far =
            distance_to_line((x + 0.5) / side, (y + 0.5) / side, pose[from], pose[to]);
        if (far * side <= disc_radius(side)) grid[y][x] = 1;
      }
    }
  }
  const int reach = joining_square(side) / 2;
  return most_around(most_around(grid, reach, true), reach, false);
}

class PoseMask : public testing::TestWithParam<int> {};

TEST_P(PoseMask, IsWhatAPlainLoopDraws) {
  const int side = GetParam();
  const std::vector<Pose> all = poses();
  const Tensor masks = draw_pose_mask(keypoints_tensor(all), side);
  ASSERT_EQ(masks.sizes(), (std::vector<std::int64_t>{3, 1, side, side}));
  int on = 0, different = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Grid grid = plain_mask(all[i], side);
    const Tensor mask = masks[static_cast<std::int64_t>(i)][0];
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        const float drawn = mask[y][x].item<float>();
        EXPECT_TRUE(drawn == 0 || drawn == 1);
        on += grid[y][x];
        different += static_cast<int>(drawn) != grid[y][x] ? 1 : 0;
      }
    }
  }
  EXPECT_GT(on, side * side / 20);
  EXPECT_LT(on, side * side);  // of three pictures
  // A pixel's centre may lie on the border itself, where single and double precision differ.
  EXPECT_LE(different, 2);
}

TEST_P(PoseMask, DiscsAreOneNearTheKeypoints) {
  const int side = GetParam();
  const std::vector<Pose> all = poses();
  const Tensor discs = draw_pose_discs(keypoints_tensor(all), side);
  ASSERT_EQ(discs.sizes(), (std::vector<std::int64_t>{3, keypoint_count, side, side}));
  int different = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (int k = 0; k < keypoint_count; ++k) {
      const PosePoint& point = all[i].points[k];
      const Tensor disc = discs[static_cast<std::int64_t>(i)][k];
      EXPECT_EQ(disc.gt(0).any().item<bool>(), point.visible) << k;
      for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
          const double far = std::hypot((x + 0.5) - point.x * side, (y + 0.5) - point.y * side);
          const float expected = point.visible && far <= disc_radius(side) ? 1.0F : -1.0F;
          different += disc[y][x].item<float>() != expected ? 1 : 0;
        }
      }
    }
  }
  EXPECT_LE(different, 2);
}

INSTANTIATE_TEST_SUITE_P(Sizes, PoseMask, testing::Values(16, 64));

TEST(PoseMaskSizes, AreAsPublishedAt256) {
  EXPECT_EQ(disc_radius(256), 4);
  EXPECT_EQ(joining_square(256), 5);
  EXPECT_EQ(disc_radius(128), 2);
  for (const int side : {16, 32, 64, 128, 512}) EXPECT_EQ(joining_square(side) % 2, 1) << side;
}

TEST(Pg2Networks, DrawPicturesOfTheirResolution) {
  const torch::NoGradGuard no_grad;
  for (const int side : {16, 64}) {
    torch::manual_seed(1);
    Pg2Generator generator(side, 4);
    const Tensor sources = torch::rand({3, 3, side, side}) * 2 - 1,
                 keypoints = keypoints_tensor(poses());
    const Tensor coarse = generator.coarse(sources, keypoints);
    EXPECT_EQ(coarse.sizes(), sources.sizes());
    // The difference map begins at zero.
    EXPECT_TRUE(torch::equal(generator.refined(coarse, sources), coarse));
    EXPECT_EQ(make_pair_discriminator(side, 4)->forward(coarse, sources).sizes(),
              (std::vector<std::int64_t>{3}));
    // Both inputs count.
    EXPECT_GT(largest_difference(generator.coarse(-sources, keypoints), coarse), 0);
    EXPECT_GT(largest_difference(generator.coarse(sources, keypoints.flip(0)), coarse), 0);
  }
}

TEST(Pg2Networks, G1HasItsPublishedSize) {
  const auto millions = [](int width) {
    double numbers = 0;
    for (const Tensor& parameter : Pg2Generator(256, width).g1->parameters()) {
      numbers += static_cast<double>(parameter.numel());
    }
    return numbers / 1e6;
  };
  // Weights are a polynomial of the second degree in the width, which three narrow networks give.
  const double a = millions(4), b = millions(8), c = millions(12);
  const double at_128 = a + (b - a) * 31 + (c - 2 * b + a) * 31 * 30 / 2;
  EXPECT_NEAR(at_128, 122, 1);
}

}  // namespace
}  // namespace psgan::trainer
