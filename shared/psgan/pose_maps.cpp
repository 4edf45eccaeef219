#include "psgan/pose_maps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "psgan/error.h"

namespace psgan {
namespace {

constexpr ChannelGroup pixel_groups[] = {{MapKind::pixel, 0, keypoint_count}};
constexpr ChannelGroup bell_groups[] = {{MapKind::bell, 0, keypoint_count}};
constexpr ChannelGroup limb_groups[] = {{MapKind::bell, 0, keypoint_count},
                                        {MapKind::line, keypoint_count, bone_count}};

struct Encoding {
  std::string_view name;
  std::span<const ChannelGroup> groups;
};

/// In the order of `PoseEncoding`.
constexpr std::array<Encoding, 4> encodings = {Encoding{"point", pixel_groups},
                                               Encoding{"gaussian", bell_groups},
                                               Encoding{"limb", limb_groups}, Encoding{"none", {}}};

const Encoding& row(PoseEncoding encoding) { return encodings[static_cast<std::size_t>(encoding)]; }

void draw_pixel(const PosePoint& point, const PixelGrid& grid, float* map) {
  std::fill_n(map, grid.pixels(), -1.0f);
  if (!point.visible) return;
  const auto pixel = [&](float v) {
    return std::clamp(static_cast<int>(std::floor(v * grid.resolution)), 0, grid.resolution - 1);
  };
  const int x = pixel(point.x) - grid.left, y = pixel(point.y) - grid.top;
  if (x >= 0 && x < grid.width && y >= 0 && y < grid.height) map[y * grid.width + x] = 1.0f;
}

/// Squared distance of (x,y) to the line from a to b; a and b may be the same point.
float squared_distance(float x, float y, const PosePoint& a, const PosePoint& b) {
  const float dx = b.x - a.x, dy = b.y - a.y;
  // The floor only keeps a bone of length 0 from dividing by 0.
  const float length2 = std::max(dx * dx + dy * dy, 1e-12f);
  const float t = std::clamp(((x - a.x) * dx + (y - a.y) * dy) / length2, 0.0f, 1.0f);
  const float ex = x - (a.x + t * dx), ey = y - (a.y + t * dy);
  return ex * ex + ey * ey;
}

/// A soft line; with a = b a Gaussian point.
void draw_soft_line(const PosePoint& a, const PosePoint& b, const PixelGrid& grid, float* map) {
  if (!a.visible || !b.visible) {
    std::fill_n(map, grid.pixels(), 0.0f);
    return;
  }
  const float sigma = gaussian_sigma(grid.resolution);
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column) {
      const float distance2 = squared_distance(grid.centre_x(column), grid.centre_y(row), a, b);
      const float value = std::exp(-distance2 / (2 * sigma * sigma));
      map[row * grid.width + column] = value < gaussian_floor ? 0.0f : value;
    }
  }
}

void draw_channel(const Pose& pose, MapKind kind, int number, const PixelGrid& grid, float* map) {
  const auto which = static_cast<std::size_t>(number);
  switch (kind) {
    case MapKind::pixel:
      return draw_pixel(pose.points[which], grid, map);
    case MapKind::bell:
      return draw_soft_line(pose.points[which], pose.points[which], grid, map);
    case MapKind::line:
      return draw_soft_line(pose[bones[which].from], pose[bones[which].to], grid, map);
  }
}

}  // namespace

std::string_view name(PoseEncoding encoding) { return row(encoding).name; }

std::optional<PoseEncoding> pose_encoding_named(std::string_view wanted) {
  const auto found = std::find_if(encodings.begin(), encodings.end(),
                                  [&](const Encoding& one) { return one.name == wanted; });
  if (found == encodings.end()) return std::nullopt;
  return static_cast<PoseEncoding>(found - encodings.begin());
}

std::span<const ChannelGroup> channel_groups(PoseEncoding encoding) { return row(encoding).groups; }

int channels(PoseEncoding encoding) {
  int count = 0;
  for (const ChannelGroup& group : channel_groups(encoding)) count += group.count;
  return count;
}

// Of 39 limb channels about four are not 0 in a pixel of the figure. Networks with the other
// encodings were trained with the same constant, which is part of how their weights are read.
int active_channels(PoseEncoding encoding) { return encoding == PoseEncoding::none ? 0 : 4; }

float gaussian_sigma(int resolution) { return std::max(1.0f / resolution, 0.02f); }

void draw_condition_map(const Pose& pose, PoseEncoding encoding, const PixelGrid& grid,
                        std::span<float> out) {
  const std::size_t expected = static_cast<std::size_t>(channels(encoding)) * grid.pixels();
  if (out.size() != expected) {
    throw Error("a condition map " + std::string(name(encoding)) + " at " +
                std::to_string(grid.resolution) + "² needs " + std::to_string(expected) +
                " numbers, the buffer has " + std::to_string(out.size()));
  }
  for (const ChannelGroup& group : channel_groups(encoding)) {
    for (int i = 0; i < group.count; ++i) {
      draw_channel(pose, group.kind, i, grid,
                   out.data() + static_cast<std::size_t>(group.first + i) * grid.pixels());
    }
  }
}

}  // namespace psgan
