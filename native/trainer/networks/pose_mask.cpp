#include "trainer/networks/pose_mask.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "psgan/skeleton.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

// Beside the bones, so that the torso has an outline.
constexpr std::array<Bone, 4> torso_edges = {{
    {Keypoint::left_shoulder, Keypoint::right_shoulder},
    {Keypoint::left_hip, Keypoint::right_hip},
    {Keypoint::left_shoulder, Keypoint::left_hip},
    {Keypoint::right_shoulder, Keypoint::right_hip},
}};

/// The ends of bones and torso edges as indices of keypoints, [2,limbs].
Tensor limb_ends(torch::Device device) {
  std::vector<std::int64_t> from, to;
  const auto add = [&](const Bone& limb) {
    from.push_back(index(limb.from));
    to.push_back(index(limb.to));
  };
  std::for_each(bones.begin(), bones.end(), add);
  std::for_each(torso_edges.begin(), torso_edges.end(), add);
  return torch::stack({torch::tensor(from, torch::kInt64), torch::tensor(to, torch::kInt64)})
      .to(device);
}

/// Squared distances in units of the image from the pixels' centres to the lines from `from` to
/// `to` [N,L,3]: [N,L,r,r].
Tensor squared_distances(const Tensor& from, const Tensor& to, int resolution) {
  const Tensor centres = (torch::arange(resolution, from.options()) + 0.5) / resolution;
  const auto coordinate = [](const Tensor& points, int axis) {
    return points.select(2, axis).unsqueeze(2).unsqueeze(3);
  };
  const Tensor to_x = centres.view({1, 1, 1, -1}) - coordinate(from, 0),
               to_y = centres.view({1, 1, -1, 1}) - coordinate(from, 1);
  const Tensor along_x = coordinate(to, 0) - coordinate(from, 0),
               along_y = coordinate(to, 1) - coordinate(from, 1);
  const Tensor length2 = (along_x.square() + along_y.square()).clamp_min(1e-12);
  const Tensor share = ((to_x * along_x + to_y * along_y) / length2).clamp(0, 1);
  return (to_x - share * along_x).square() + (to_y - share * along_y).square();
}

/// Whether the pixels are near the lines whose ends are both visible, in the numbers' type.
Tensor near(const Tensor& from, const Tensor& to, int resolution) {
  const double reach = disc_radius(resolution) / resolution;
  const Tensor visible =
      (from.select(2, 2).gt(0) & to.select(2, 2).gt(0)).unsqueeze(2).unsqueeze(3);
  return (squared_distances(from, to, resolution).le(reach * reach) & visible).to(from.dtype());
}

}  // namespace

double disc_radius(int resolution) { return std::max(4.0 * resolution / 256, 0.75); }

int joining_square(int resolution) {
  return std::max(2 * static_cast<int>(std::lround(2.0 * resolution / 256)) + 1, 3);
}

Tensor draw_pose_discs(const Tensor& keypoints, int resolution) {
  const torch::NoGradGuard no_grad;
  return near(keypoints, keypoints, resolution) * 2 - 1;
}

Tensor draw_pose_mask(const Tensor& keypoints, int resolution) {
  const torch::NoGradGuard no_grad;
  const Tensor ends = limb_ends(keypoints.device());
  const Tensor limbs =
      near(keypoints.index_select(1, ends[0]), keypoints.index_select(1, ends[1]), resolution)
          .amax(1, true);
  const int side = joining_square(resolution);
  const auto dilated = [&](const Tensor& mask) {
    return torch::max_pool2d(mask, side, 1, side / 2);
  };
  // What is outside of the picture erodes nothing: max_pool2d leaves it out.
  return -dilated(-dilated(limbs));
}

}  // namespace psgan::trainer
