#include "trainer/networks/condition_maps.h"

#include <ATen/Parallel.h>

#include <algorithm>
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

/// The pixels' centres in units of the image, [r].
Tensor pixel_centres(int resolution, const Tensor& like) {
  return (torch::arange(resolution, like.options()) + 0.5) / resolution;
}

Tensor draw_points(const Tensor& keypoints, int resolution) {
  const Tensor pixels = torch::arange(resolution, keypoints.options());
  const auto pixel_of = [&](int axis) {
    return (column(keypoints, axis) * resolution).floor().clamp(0, resolution - 1);
  };
  const Tensor hit_x = pixel_of(0).eq(pixels.view({1, 1, -1, 1}));
  const Tensor hit_y = pixel_of(1).eq(pixels.view({1, -1, 1, 1}));
  const Tensor visible = column(keypoints, 2).gt(0);
  return (hit_x & hit_y & visible).to(keypoints.dtype()) * 2 - 1;
}

Tensor bell(const Tensor& squared_distance, int resolution, const Tensor& visible) {
  const double sigma = gaussian_sigma(resolution);
  const Tensor value = torch::exp(squared_distance * (-0.5 / (sigma * sigma))) * visible;
  return value * value.ge(gaussian_floor);
}

struct Grid {
  Tensor x, y;  ///< [1,1,r,1] and [1,r,1,1]
};

Tensor draw_gaussians(const Tensor& keypoints, int resolution, const Grid& grid) {
  const Tensor dx = grid.x - column(keypoints, 0), dy = grid.y - column(keypoints, 1);
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

Tensor draw_limbs(const Tensor& keypoints, int resolution, const Grid& grid) {
  const Tensor& ends = bone_ends(keypoints.device());
  const Tensor from = keypoints.index_select(1, ends[0]), to = keypoints.index_select(1, ends[1]);
  const Tensor from_x = column(from, 0), from_y = column(from, 1);
  const Tensor along_x = column(to, 0) - from_x, along_y = column(to, 1) - from_y;
  const Tensor length2 = (along_x.square() + along_y.square()).clamp_min(1e-12);
  const Tensor to_pixel_x = grid.x - from_x, to_pixel_y = grid.y - from_y;
  const Tensor share =
      ((to_pixel_x * along_x + to_pixel_y * along_y) / length2).clamp(0, 1);  // of the bone
  const Tensor dx = to_pixel_x - share * along_x, dy = to_pixel_y - share * along_y;
  const Tensor visible = (column(from, 2).gt(0) & column(to, 2).gt(0)).to(keypoints.dtype());
  return bell(dx.square() + dy.square(), resolution, visible);
}

/// A soft line from a to b (x, y, visible) into every `stride`th number of an empty picture of
/// resolution × resolution; with a = b a Gaussian point.
void draw_soft_line(const float* a, const float* b, int resolution, std::int64_t stride,
                    float* picture) {
  if (!(a[2] > 0 && b[2] > 0)) return;
  const float sigma = gaussian_sigma(resolution), factor = -0.5f / (sigma * sigma);
  // Farther away than this the value is below the floor.
  const float reach2 = std::log(gaussian_floor) / factor, reach = std::sqrt(reach2);
  const float dx = b[0] - a[0], dy = b[1] - a[1];
  const float per_length2 = 1 / std::max(dx * dx + dy * dy, 1e-12f);
  const auto range = [&](float from, float to) {
    const auto pixel = [&](float at) { return static_cast<int>(std::floor(at * resolution)); };
    return std::pair(std::clamp(pixel(std::min(from, to) - reach), 0, resolution - 1),
                     std::clamp(pixel(std::max(from, to) + reach), 0, resolution - 1));
  };
  const auto [left, right] = range(a[0], b[0]);
  const auto [top, bottom] = range(a[1], b[1]);
  for (int row = top; row <= bottom; ++row) {
    const float y = (row + 0.5f) / resolution - a[1];
    float* out = picture + (std::int64_t{row} * resolution + left) * stride;
    for (int column = left; column <= right; ++column, out += stride) {
      const float x = (column + 0.5f) / resolution - a[0];
      const float share = std::clamp((x * dx + y * dy) * per_length2, 0.0f, 1.0f);
      const float ex = x - share * dx, ey = y - share * dy, distance2 = ex * ex + ey * ey;
      if (distance2 < reach2) *out = std::exp(distance2 * factor);
    }
  }
}

/// Gaussian or limb maps on the CPU: [N,r,r,C].
Tensor draw_near_lines(const Tensor& keypoints, PoseEncoding encoding, int resolution) {
  const std::int64_t count = keypoints.size(0), maps = channels(encoding);
  Tensor drawn = torch::zeros({count, resolution, resolution, maps});
  const Tensor numbers = keypoints.to(torch::kFloat32).contiguous();
  const float* poses = numbers.data_ptr<float>();
  float* out = drawn.data_ptr<float>();
  at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const float* pose = poses + i * pose_numbers;
      float* picture = out + i * resolution * resolution * maps;
      for (int k = 0; k < keypoint_count; ++k) {
        draw_soft_line(pose + 3 * k, pose + 3 * k, resolution, maps, picture + k);
      }
      for (int k = 0; k < maps - keypoint_count; ++k) {
        draw_soft_line(pose + 3 * index(bones[k].from), pose + 3 * index(bones[k].to), resolution,
                       maps, picture + keypoint_count + k);
      }
    }
  });
  return drawn;
}

}  // namespace

torch::Tensor draw_condition_maps(const torch::Tensor& keypoints, PoseEncoding encoding,
                                  int resolution) {
  if (encoding == PoseEncoding::none) {
    return torch::empty({keypoints.size(0), 0, resolution, resolution}, keypoints.options());
  }
  if (!keypoints.device().is_cpu() || encoding == PoseEncoding::point) {
    return draw_condition_maps_by_tensors(keypoints, encoding, resolution);
  }
  return draw_near_lines(keypoints, encoding, resolution).permute({0, 3, 1, 2});
}

torch::Tensor draw_condition_maps_by_tensors(const torch::Tensor& keypoints, PoseEncoding encoding,
                                             int resolution) {
  const torch::NoGradGuard no_grad;
  Tensor drawn;
  if (encoding == PoseEncoding::point) {
    drawn = draw_points(keypoints, resolution);
  } else {
    const Tensor centres = pixel_centres(resolution, keypoints);
    const Grid grid{centres.view({1, 1, -1, 1}), centres.view({1, -1, 1, 1})};
    drawn = draw_gaussians(keypoints, resolution, grid);
    if (encoding == PoseEncoding::limb) {
      drawn = torch::cat({drawn, draw_limbs(keypoints, resolution, grid)}, 3);
    }
  }
  return drawn.permute({0, 3, 1, 2});
}

const torch::Tensor& ConditionPyramid::at(int resolution) const {
  return maps.at(stage_of(resolution));
}

ConditionPyramid in_type(const ConditionPyramid& pyramid, torch::ScalarType type) {
  if (type == torch::kFloat32) return pyramid;
  ConditionPyramid result;
  for (const Tensor& map : pyramid.maps) {
    const std::int64_t zeros = (8 - map.size(1) % 8) % 8;
    result.maps.push_back(torch::constant_pad_nd(map.to(type), {0, 0, 0, 0, 0, zeros})
                              .contiguous(torch::MemoryFormat::ChannelsLast));
  }
  return result;
}

ConditionPyramid draw_condition_pyramid(const torch::Tensor& keypoints, const GeneratorSpec& spec,
                                        int image_resolution) {
  ConditionPyramid pyramid;
  for (int resolution = 4; resolution <= map_resolution(spec, image_resolution); resolution *= 2) {
    pyramid.maps.push_back(draw_condition_maps(keypoints, spec.encoding, resolution));
  }
  return pyramid;
}

}  // namespace psgan::trainer
