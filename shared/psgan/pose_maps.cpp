#include "psgan/pose_maps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "psgan/error.h"

namespace psgan {
namespace {

constexpr std::array<std::string_view, 4> names = {"point", "gaussian", "limb", "none"};

void draw_point(const PosePoint& point, int resolution, float* map) {
  std::fill_n(map, resolution * resolution, -1.0f);
  if (!point.visible) return;
  const auto pixel = [resolution](float v) {
    return std::clamp(static_cast<int>(std::floor(v * resolution)), 0, resolution - 1);
  };
  map[pixel(point.y) * resolution + pixel(point.x)] = 1.0f;
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
void draw_soft_line(const PosePoint& a, const PosePoint& b, int resolution, float* map) {
  if (!a.visible || !b.visible) {
    std::fill_n(map, resolution * resolution, 0.0f);
    return;
  }
  const float sigma = gaussian_sigma(resolution);
  for (int row = 0; row < resolution; ++row) {
    for (int column = 0; column < resolution; ++column) {
      const float x = (column + 0.5f) / resolution, y = (row + 0.5f) / resolution;
      const float value = std::exp(-squared_distance(x, y, a, b) / (2 * sigma * sigma));
      map[row * resolution + column] = value < gaussian_floor ? 0.0f : value;
    }
  }
}

}  // namespace

std::string_view name(PoseEncoding encoding) { return names[static_cast<int>(encoding)]; }

std::optional<PoseEncoding> pose_encoding_named(std::string_view wanted) {
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found == names.end()) return std::nullopt;
  return static_cast<PoseEncoding>(found - names.begin());
}

int channels(PoseEncoding encoding) {
  if (encoding == PoseEncoding::none) return 0;
  return encoding == PoseEncoding::limb ? keypoint_count + bone_count : keypoint_count;
}

float gaussian_sigma(int resolution) { return std::max(1.0f / resolution, 0.02f); }

void draw_condition_map(const Pose& pose, PoseEncoding encoding, int resolution,
                        std::span<float> out) {
  const std::size_t plane = static_cast<std::size_t>(resolution) * resolution;
  if (out.size() != channels(encoding) * plane) {
    throw Error("a condition map " + std::string(name(encoding)) + " at " +
                std::to_string(resolution) + "² needs " +
                std::to_string(channels(encoding) * plane) + " numbers, the buffer has " +
                std::to_string(out.size()));
  }
  if (encoding == PoseEncoding::none) return;
  float* map = out.data();
  for (const PosePoint& point : pose.points) {
    if (encoding == PoseEncoding::point) {
      draw_point(point, resolution, map);
    } else {
      draw_soft_line(point, point, resolution, map);
    }
    map += plane;
  }
  if (encoding != PoseEncoding::limb) return;
  for (const Bone& bone : bones) {
    draw_soft_line(pose[bone.from], pose[bone.to], resolution, map);
    map += plane;
  }
}

}  // namespace psgan
