#include "trainer/networks/condition_maps.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "psgan/generator_spec.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

// Maps are drawn as [N,r,r,C], so that their transposition to [N,C,r,r] is channels-last for free.
// One column of the pose, [N,20,3] → [N,1,1,20].
Tensor column(const Tensor& keypoints, int which) {
  return keypoints.select(2, which).unsqueeze(1).unsqueeze(1);
}

/// The pixels' centres in units of the image, along x [1,1,w,1] and along y [1,h,1,1].
struct Centres {
  Tensor x, y;

  Centres(const PixelGrid& grid, const torch::TensorOptions& like)
      : x(along(grid.left, grid.width, grid.resolution, like).view({1, 1, -1, 1})),
        y(along(grid.top, grid.height, grid.resolution, like).view({1, -1, 1, 1})) {}

 private:
  static Tensor along(int first, int count, int resolution, const torch::TensorOptions& like) {
    return (torch::arange(first, first + count, like) + 0.5) / resolution;
  }
};

Tensor draw_pixels(const Tensor& keypoints, const PixelGrid& grid) {
  const auto hits = [&](int axis, int first, int count, torch::IntArrayRef shape) {
    const Tensor pixels = torch::arange(first, first + count, keypoints.options()).view(shape);
    const Tensor own =
        (column(keypoints, axis) * grid.resolution).floor().clamp(0, grid.resolution - 1);
    return own.eq(pixels);
  };
  const Tensor hit_x = hits(0, grid.left, grid.width, {1, 1, -1, 1});
  const Tensor hit_y = hits(1, grid.top, grid.height, {1, -1, 1, 1});
  const Tensor visible = column(keypoints, 2).gt(0);
  return (hit_x & hit_y & visible).to(keypoints.dtype()) * 2 - 1;
}

Tensor bell(const Tensor& squared_distance, int resolution, const Tensor& visible) {
  const double sigma = gaussian_sigma(resolution);
  const Tensor value = torch::exp(squared_distance * (-0.5 / (sigma * sigma))) * visible;
  return value * value.ge(gaussian_floor);
}

Tensor draw_bells(const Tensor& keypoints, int resolution, const Centres& centres) {
  const Tensor dx = centres.x - column(keypoints, 0), dy = centres.y - column(keypoints, 1);
  const Tensor visible = column(keypoints, 2).gt(0).to(keypoints.dtype());
  return bell(dx.square() + dy.square(), resolution, visible);
}

/// The ends of all bones, where they start and where they end, as indices of keypoints: [2,bones]
/// on this device, copied there once. Never freed, as a GPU may be gone before static things end.
const Tensor& bone_ends(torch::Device device) {
  static auto& kept = *new std::map<std::string, Tensor>;
  static std::mutex lock;
  const std::scoped_lock guard(lock);
  Tensor& ends = kept[device.str()];
  if (!ends.defined()) {
    std::vector<std::int64_t> indices;
    for (const Bone& bone : bones) indices.push_back(index(bone.from));
    for (const Bone& bone : bones) indices.push_back(index(bone.to));
    ends = torch::tensor(indices, torch::dtype(torch::kInt64)).view({2, -1}).to(device);
  }
  return ends;
}

Tensor draw_lines(const Tensor& keypoints, int resolution, const Centres& centres) {
  const Tensor& ends = bone_ends(keypoints.device());
  const Tensor from = keypoints.index_select(1, ends[0]), to = keypoints.index_select(1, ends[1]);
  const Tensor from_x = column(from, 0), from_y = column(from, 1);
  const Tensor along_x = column(to, 0) - from_x, along_y = column(to, 1) - from_y;
  const Tensor length2 = (along_x.square() + along_y.square()).clamp_min(1e-12);
  const Tensor to_pixel_x = centres.x - from_x, to_pixel_y = centres.y - from_y;
  const Tensor share =
      ((to_pixel_x * along_x + to_pixel_y * along_y) / length2).clamp(0, 1);  // of the bone
  const Tensor dx = to_pixel_x - share * along_x, dy = to_pixel_y - share * along_y;
  const Tensor visible = (column(from, 2).gt(0) & column(to, 2).gt(0)).to(keypoints.dtype());
  return bell(dx.square() + dy.square(), resolution, visible);
}

/// A soft line from a to b (x, y, visible) into every `stride`th number of an empty picture of the
/// grid's pixels; with a = b a Gaussian point.
void draw_soft_line(const float* a, const float* b, const PixelGrid& grid, std::int64_t stride,
                    float* picture) {
  if (!(a[2] > 0 && b[2] > 0)) return;
  const float sigma = gaussian_sigma(grid.resolution), factor = -0.5f / (sigma * sigma);
  // Farther away than this the value is below the floor.
  const float reach2 = std::log(gaussian_floor) / factor, reach = std::sqrt(reach2);
  const float dx = b[0] - a[0], dy = b[1] - a[1];
  const float per_length2 = 1 / std::max(dx * dx + dy * dy, 1e-12f);
  const auto range = [&](float from, float to, int first, int count) {
    const auto pixel = [&](float at) {
      return static_cast<int>(std::floor(at * static_cast<float>(grid.resolution))) - first;
    };
    return std::pair(std::max(pixel(std::min(from, to) - reach), 0),
                     std::min(pixel(std::max(from, to) + reach), count - 1));
  };
  const auto [left, right] = range(a[0], b[0], grid.left, grid.width);
  const auto [top, bottom] = range(a[1], b[1], grid.top, grid.height);
  for (int row = top; row <= bottom; ++row) {
    const float y = grid.centre_y(row) - a[1];
    float* out = picture + (std::int64_t{row} * grid.width + left) * stride;
    for (int column = left; column <= right; ++column, out += stride) {
      const float x = grid.centre_x(column) - a[0];
      const float share = std::clamp((x * dx + y * dy) * per_length2, 0.0f, 1.0f);
      const float ex = x - share * dx, ey = y - share * dy, distance2 = ex * ex + ey * ey;
      if (distance2 < reach2) *out = std::exp(distance2 * factor);
    }
  }
}

/// Whether the CPU's own loop knows all of an encoding's groups: bells and lines.
bool has_own_loop(PoseEncoding encoding) {
  return std::ranges::none_of(channel_groups(encoding), [](const ChannelGroup& group) {
    return group.kind == MapKind::pixel;
  });
}

/// draw_condition_maps() of each image in its own region.
Tensor draw_in_regions(const Tensor& keypoints, PoseEncoding encoding, const Regions& regions) {
  std::vector<Tensor> maps;
  for (std::int64_t i = 0; i < keypoints.size(0); ++i) {
    maps.push_back(draw_condition_maps(keypoints.narrow(0, i, 1), encoding,
                                       regions.grid(static_cast<std::size_t>(i))));
  }
  return torch::cat(maps).contiguous(torch::MemoryFormat::ChannelsLast);
}

/// Bells and lines on the CPU: [N,h,w,C].
Tensor draw_near_lines(const Tensor& keypoints, PoseEncoding encoding, const PixelGrid& grid) {
  const std::int64_t count = keypoints.size(0), maps = channels(encoding);
  Tensor drawn = torch::zeros({count, grid.height, grid.width, maps});
  const Tensor numbers = keypoints.to(torch::kFloat32).contiguous();
  const float* poses = numbers.data_ptr<float>();
  float* out = drawn.data_ptr<float>();
  const auto draw = [&](const float* pose, const ChannelGroup& group, float* picture) {
    for (int i = 0; i < group.count; ++i) {
      const bool line = group.kind == MapKind::line;
      const auto which = static_cast<std::size_t>(i);
      const int from = line ? index(bones[which].from) : i, to = line ? index(bones[which].to) : i;
      draw_soft_line(pose + 3 * from, pose + 3 * to, grid, maps, picture + group.first + i);
    }
  };
  at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      float* picture = out + i * static_cast<std::int64_t>(grid.pixels()) * maps;
      for (const ChannelGroup& group : channel_groups(encoding)) {
        draw(poses + i * pose_numbers, group, picture);
      }
    }
  });
  return drawn;
}

}  // namespace

torch::Tensor draw_condition_maps(const torch::Tensor& keypoints, PoseEncoding encoding,
                                  const PixelGrid& grid) {
  if (!keypoints.device().is_cpu() || !has_own_loop(encoding)) {
    return draw_condition_maps_by_tensors(keypoints, encoding, grid);
  }
  return draw_near_lines(keypoints, encoding, grid).permute({0, 3, 1, 2});
}

torch::Tensor draw_condition_maps_by_tensors(const torch::Tensor& keypoints, PoseEncoding encoding,
                                             const PixelGrid& grid) {
  const torch::NoGradGuard no_grad;
  const Centres centres(grid, keypoints.options());
  std::vector<Tensor> drawn;
  for (const ChannelGroup& group : channel_groups(encoding)) {
    switch (group.kind) {
      case MapKind::pixel:
        drawn.push_back(draw_pixels(keypoints, grid));
        break;
      case MapKind::bell:
        drawn.push_back(draw_bells(keypoints, grid.resolution, centres));
        break;
      case MapKind::line:
        drawn.push_back(draw_lines(keypoints, grid.resolution, centres));
        break;
    }
  }
  if (drawn.empty()) {
    return torch::empty({keypoints.size(0), 0, grid.height, grid.width}, keypoints.options());
  }
  const Tensor all = drawn.size() == 1 ? drawn[0] : torch::cat(drawn, 3);
  return all.permute({0, 3, 1, 2});
}

const torch::Tensor& ConditionPyramid::at(int resolution) const {
  return maps.at(stage_of(resolution));
}

torch::Tensor ConditionPyramid::in(const Regions& regions) const {
  return cropped(at(regions.resolution), windows->grown(regions.resolution), regions);
}

ConditionedConvImpl::Inputs conditioned_inputs(const GeneratorSpec& spec, int features, int extra) {
  return {.features = features,
          .extra = extra,
          .map = channels(spec.encoding),
          .active = active_channels(spec.encoding)};
}

ConditionPyramid in_type(const ConditionPyramid& pyramid, torch::ScalarType type) {
  if (type == torch::kFloat32) return pyramid;
  ConditionPyramid result{{}, pyramid.windows};
  for (const Tensor& map : pyramid.maps) {
    const std::int64_t zeros = (8 - map.size(1) % 8) % 8;
    result.maps.push_back(torch::constant_pad_nd(map.to(type), {0, 0, 0, 0, 0, zeros})
                              .contiguous(torch::MemoryFormat::ChannelsLast));
  }
  return result;
}

ConditionPyramid draw_condition_pyramid(const torch::Tensor& keypoints, const GeneratorSpec& spec,
                                        int image_resolution,
                                        const std::optional<Windows>& windows) {
  ConditionPyramid pyramid{{}, windows};
  for (int resolution = 4; resolution <= map_resolution(spec, image_resolution); resolution *= 2) {
    pyramid.maps.push_back(
        windows && resolution > Windows::whole_up_to
            ? draw_in_regions(keypoints, spec.encoding, windows->grown(resolution))
            : draw_condition_maps(keypoints, spec.encoding, resolution));
  }
  return pyramid;
}

}  // namespace psgan::trainer
