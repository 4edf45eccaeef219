#include "psgan/figure_regions.h"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

#include "../temporary_folder.h"
#include "psgan/error.h"

namespace psgan {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

constexpr std::size_t head = 0, chest = 2, left_foot = 8, whole = figure_region_count - 1;

/// A region's place in a picture for u, v from −1 to 1.
std::pair<float, float> place(const FigureRegion& region, float u, float v) {
  return {region.x + u * region.right_x + v * region.down_x,
          region.y + u * region.right_y + v * region.down_y};
}

/// Turned about the picture's middle, clockwise, and made smaller or larger.
Pose turned(const Pose& pose, float angle, float size = 1) {
  Pose result = pose;
  for (PosePoint& point : result.points) {
    const float x = (point.x - 0.5F) * size, y = (point.y - 0.5F) * size;
    point.x = 0.5F + x * std::cos(angle) - y * std::sin(angle);
    point.y = 0.5F + x * std::sin(angle) + y * std::cos(angle);
  }
  return result;
}

std::vector<std::uint8_t> filled(int side, std::uint8_t value) {
  return std::vector<std::uint8_t>(static_cast<std::size_t>(side * side) * 3, value);
}

TEST(FigureRegions, LieWhereTheBodysPartsAre) {
  const Pose pose = standing_pose();
  const FigureRegions regions = figure_regions(pose);
  const auto holds = [&](std::size_t region, Keypoint keypoint) {
    const FigureRegion& r = regions[region];
    const float dx = pose[keypoint].x - r.x, dy = pose[keypoint].y - r.y;
    const float across = std::hypot(r.right_x, r.right_y), along = std::hypot(r.down_x, r.down_y);
    const float u = (dx * r.right_x + dy * r.right_y) / (across * across);
    const float v = (dx * r.down_x + dy * r.down_y) / (along * along);
    return std::abs(u) < 1 && std::abs(v) < 1;
  };
  for (const FigureRegion& region : regions) EXPECT_TRUE(region.seen);
  EXPECT_TRUE(holds(head, Keypoint::left_eye) && holds(head, Keypoint::nose));
  EXPECT_FALSE(holds(head, Keypoint::chest));
  EXPECT_TRUE(holds(chest, Keypoint::chest) && holds(chest, Keypoint::neck));
  EXPECT_TRUE(holds(left_foot, Keypoint::left_ankle) && holds(left_foot, Keypoint::left_toe));
  EXPECT_FALSE(holds(left_foot, Keypoint::right_toe));
  for (int k = 0; k < keypoint_count; ++k) EXPECT_TRUE(holds(whole, static_cast<Keypoint>(k))) << k;
}

TEST(FigureRegions, TurnAndGrowWithTheFigure) {
  const float angle = 0.6F, size = 0.5F;
  const FigureRegions still = figure_regions(standing_pose());
  const FigureRegions moved = figure_regions(turned(standing_pose(), angle, size));
  for (std::size_t r = 0; r + 1 < still.size(); ++r) {  // the whole is upright in any case
    for (const auto& [u, v] : {std::pair{-1.F, -1.F}, {1.F, -1.F}, {0.3F, 1.F}}) {
      const auto [x, y] = place(still[r], u, v);
      const float cx = (x - 0.5F) * size, cy = (y - 0.5F) * size;
      const auto [found_x, found_y] = place(moved[r], u, v);
      EXPECT_NEAR(found_x, 0.5F + cx * std::cos(angle) - cy * std::sin(angle), 2e-3) << r;
      EXPECT_NEAR(found_y, 0.5F + cx * std::sin(angle) + cy * std::cos(angle), 2e-3) << r;
    }
  }
}

TEST(FigureRegions, AFigureThatBowsIsAsLargeAsBefore) {
  Pose bowing = standing_pose();
  // Towards us: the trunk is foreshortened, the legs are not.
  for (const Keypoint k :
       {Keypoint::nose, Keypoint::neck, Keypoint::chest, Keypoint::left_eye, Keypoint::right_eye,
        Keypoint::left_shoulder, Keypoint::right_shoulder}) {
    bowing[k].y = 0.54F - (0.54F - bowing[k].y) * 0.3F;
  }
  const FigureRegions still = figure_regions(standing_pose()), moved = figure_regions(bowing);
  EXPECT_NEAR(std::hypot(moved[head].right_x, moved[head].right_y),
              std::hypot(still[head].right_x, still[head].right_y), 0.015);
}

TEST(FigureRegions, FromBehindTheHeadLiesOnTheSpine) {
  Pose behind = standing_pose();
  for (const Keypoint k : {Keypoint::nose, Keypoint::left_eye, Keypoint::right_eye}) {
    behind[k].visible = false;
  }
  const FigureRegions still = figure_regions(standing_pose()), moved = figure_regions(behind);
  ASSERT_TRUE(moved[head].seen);
  EXPECT_NEAR(moved[head].x, still[head].x, 1e-3);
  EXPECT_NEAR(moved[head].y, still[head].y, 5e-3);
}

TEST(FigureRegions, WhatHasNoKeypointsIsNotSeen) {
  Pose pose = standing_pose();
  pose[Keypoint::left_ankle].visible = false;
  const FigureRegions regions = figure_regions(pose);
  EXPECT_FALSE(regions[left_foot].seen);
  EXPECT_TRUE(regions[left_foot + 1].seen);
  for (PosePoint& point : pose.points) point.visible = false;
  for (const FigureRegion& region : figure_regions(pose)) EXPECT_FALSE(region.seen);
  EXPECT_THAT(cut_out(filled(8, 0), 8, figure_regions(pose), 4), Each(1.F)) << "white";
}

TEST(FigureRegions, CutOutIsTheMeanOfPlacesBetweenPixels) {
  // Columns that rise by 10: between them colours are linear.
  constexpr int side = 16, size = 4;
  std::vector<std::uint8_t> rgb;
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      for (int c = 0; c < 3; ++c) rgb.push_back(static_cast<std::uint8_t>(10 * column + c));
    }
  }
  FigureRegions regions;
  regions[chest] = {0.5F, 0.5F, 0.25F, 0, 0, 0.25F, true};
  const std::vector<float> cut = cut_out(rgb, side, regions, size);
  ASSERT_EQ(cut.size(), figure_region_count * 3 * size * size);
  for (int c = 0; c < 3; ++c) {
    for (int column = 0; column < size; ++column) {
      // From a quarter to three quarters of the picture, cells of two pixels.
      const double middle = side / 4.0 + 2 * (column + 0.5) - 0.5;
      const float found = cut[(chest * 3 + static_cast<std::size_t>(c)) * size * size +
                              static_cast<std::size_t>(column)];
      EXPECT_NEAR((found + 1) * 127.5, 10 * middle + c, 1e-3);
    }
  }
  EXPECT_EQ(cut[0], 1) << "not seen";
}

TEST(FigureRegions, AroundThePictureAllIsWhite) {
  FigureRegions regions;
  regions[head] = {0, 0.5F, 0.5F, 0, 0, 0.5F, true};
  const std::vector<float> cut = cut_out(filled(8, 0), 8, regions, 4);
  EXPECT_EQ(cut[0], 1);
  EXPECT_EQ(cut[3], -1);
}

TEST(FigureRegions, APictureOfAnotherSizeIsRefused) {
  const std::string sentence = error_of([] { cut_out(filled(8, 0), 9, {}, 4); });
  EXPECT_THAT(sentence, HasSubstr("243 bytes, found 192"));
}

}  // namespace
}  // namespace psgan
