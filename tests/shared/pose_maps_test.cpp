#include "psgan/pose_maps.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "../temporary_folder.h"

namespace psgan {
namespace {

std::vector<float> drawn(const Pose& pose, PoseEncoding encoding, int resolution) {
  std::vector<float> map(static_cast<std::size_t>(channels(encoding)) * resolution * resolution);
  draw_condition_map(pose, encoding, resolution, map);
  return map;
}

/// 2×2 max pooling of [C,r,r].
std::vector<float> max_pooled(const std::vector<float>& map, int channel_count, int r) {
  const int h = r / 2;
  std::vector<float> out(static_cast<std::size_t>(channel_count) * h * h);
  for (int c = 0; c < channel_count; ++c)
    for (int y = 0; y < h; ++y)
      for (int x = 0; x < h; ++x) {
        const auto at = [&](int dy, int dx) {
          return map[(static_cast<std::size_t>(c) * r + 2 * y + dy) * r + 2 * x + dx];
        };
        out[(static_cast<std::size_t>(c) * h + y) * h + x] =
            std::max({at(0, 0), at(0, 1), at(1, 0), at(1, 1)});
      }
  return out;
}

TEST(PointMap, HasOneBrightPixelInEachVisibleChannel) {
  Pose pose = standing_pose();
  pose[Keypoint::chest].visible = false;
  const auto map = drawn(pose, PoseEncoding::point, 32);
  for (int c = 0; c < keypoint_count; ++c) {
    const auto begin = map.begin() + c * 32 * 32;
    EXPECT_EQ(std::count(begin, begin + 32 * 32, 1.0f), c == index(Keypoint::chest) ? 0 : 1);
    EXPECT_EQ(std::count(begin, begin + 32 * 32, -1.0f), c == index(Keypoint::chest) ? 1024 : 1023);
  }
  const PosePoint& nose = pose[Keypoint::nose];
  EXPECT_EQ(map[static_cast<int>(nose.y * 32) * 32 + static_cast<int>(nose.x * 32)], 1.0f);
}

TEST(PointMap, LowerResolutionsAreTheFullMapMaxPooled) {
  Pose pose = standing_pose();
  pose[Keypoint::left_toe] = {1.0f, 1.0f, true};  // the corner belongs to the last pixel
  auto map = drawn(pose, PoseEncoding::point, 64);
  for (int r = 64; r > 4; r /= 2) {
    map = max_pooled(map, keypoint_count, r);
    EXPECT_EQ(map, drawn(pose, PoseEncoding::point, r / 2)) << r / 2;
  }
}

/// The definition anew, in double precision and without shortcuts: the nearest of 20,001 points of
/// the line.
double soft_line(double x, double y, const PosePoint& a, const PosePoint& b, double sigma) {
  double nearest = 1e9;
  for (int i = 0; i <= 20000; ++i) {
    const double t = i / 20000.0;
    const double dx = x - (a.x + t * (double{b.x} - a.x)), dy = y - (a.y + t * (double{b.y} - a.y));
    nearest = std::min(nearest, dx * dx + dy * dy);
  }
  return std::exp(-nearest / (2 * sigma * sigma));
}

class SoftMaps : public ::testing::TestWithParam<int> {};

TEST_P(SoftMaps, MatchTheDefinitionInDoublePrecision) {
  const int r = GetParam();
  Pose pose = standing_pose();
  pose[Keypoint::left_eye].visible = false;
  pose[Keypoint::right_toe] = pose[Keypoint::right_ankle];  // a bone of length 0
  const auto map = drawn(pose, PoseEncoding::limb, r);
  const double sigma = std::max(1.0 / r, 0.02);
  for (int c = 0; c < keypoint_count + bone_count; ++c) {
    const PosePoint& a = c < keypoint_count ? pose.points[c] : pose[bones[c - keypoint_count].from];
    const PosePoint& b = c < keypoint_count ? pose.points[c] : pose[bones[c - keypoint_count].to];
    for (int i = 0; i < r * r; i += 7) {
      const double expected = a.visible && b.visible
                                  ? soft_line((i % r + 0.5) / r, (i / r + 0.5) / r, a, b, sigma)
                                  : 0.0;
      // Near the floor the two may fall on different sides of it.
      EXPECT_NEAR(map[static_cast<std::size_t>(c) * r * r + i], expected, 1.1e-5) << c << " " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Resolutions, SoftMaps, ::testing::Values(4, 16, 64));

TEST(SoftMapsValues, HoldNothingBetweenZeroAndTheFloor) {
  for (const float value : drawn(standing_pose(), PoseEncoding::limb, 64)) {
    EXPECT_TRUE(value == 0.0f || value >= gaussian_floor) << value;
  }
}

TEST(SoftMapsValues, GaussianMapIsTheLimbMapsFirstChannels) {
  const auto limb = drawn(standing_pose(), PoseEncoding::limb, 16);
  const auto gaussian = drawn(standing_pose(), PoseEncoding::gaussian, 16);
  EXPECT_TRUE(std::equal(gaussian.begin(), gaussian.end(), limb.begin()));
}

TEST(ConditionMap, RefusesABufferOfAnotherSize) {
  std::vector<float> small(10);
  EXPECT_NE(error_of([&] {
              draw_condition_map(standing_pose(), PoseEncoding::limb, 8, small);
            }).find("buffer has 10"),
            std::string::npos);
}

TEST(PoseEncoding, NamesGoBothWays) {
  for (const auto encoding : {PoseEncoding::point, PoseEncoding::gaussian, PoseEncoding::limb}) {
    EXPECT_EQ(pose_encoding_named(name(encoding)), encoding);
  }
  EXPECT_EQ(pose_encoding_named("heat"), std::nullopt);
}

class PixelGrids : public ::testing::TestWithParam<PoseEncoding> {};

TEST_P(PixelGrids, AWindowsMapIsACutOutOfTheWholeImages) {
  const Pose pose = standing_pose();
  const PixelGrid window(32, 9, 2, 14, 27);
  const auto whole = drawn(pose, GetParam(), 32);
  std::vector<float> part(static_cast<std::size_t>(channels(GetParam())) * window.pixels());
  draw_condition_map(pose, GetParam(), window, part);
  std::size_t at = 0;
  for (int c = 0; c < channels(GetParam()); ++c)
    for (int y = 0; y < window.height; ++y)
      for (int x = 0; x < window.width; ++x, ++at) {
        const std::size_t there = (static_cast<std::size_t>(c) * 32 + y + 2) * 32 + x + 9;
        ASSERT_EQ(part[at], whole[there]) << c << " at " << x << ", " << y;
      }
}

TEST_P(PixelGrids, GroupsCoverTheChannelsOnce) {
  int next = 0;
  for (const ChannelGroup& group : channel_groups(GetParam())) {
    EXPECT_EQ(group.first, next);
    EXPECT_EQ(group.count, group.kind == MapKind::line ? bone_count : keypoint_count);
    next += group.count;
  }
  EXPECT_EQ(next, channels(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(All, PixelGrids,
                         ::testing::Values(PoseEncoding::point, PoseEncoding::gaussian,
                                           PoseEncoding::limb, PoseEncoding::none),
                         [](const auto& i) { return std::string(name(i.param)); });

}  // namespace
}  // namespace psgan
