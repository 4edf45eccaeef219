#include "trainer/drawing/sample_grid.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "psgan/side_colours.h"

namespace psgan::trainer {

using torch::Tensor;

std::vector<std::int64_t> spread_indices(const DatasetIndex& index, int count) {
  std::map<int, std::vector<std::int64_t>> by_look;
  for (std::size_t i = 0; i < index.images.size(); ++i) {
    by_look[index.images[i].look].push_back(static_cast<std::int64_t>(i));
  }
  std::vector<std::int64_t> chosen;
  // Steps of the golden ratio through each look's images: far apart, and never in step with the
  // camera or the motion.
  constexpr double golden = 0.6180339887;
  while (!by_look.empty() && static_cast<int>(chosen.size()) < count) {
    for (const auto& [look, images] : by_look) {
      if (static_cast<int>(chosen.size()) == count) break;
      const double place = std::fmod((chosen.size() + 1) * golden, 1.0);
      chosen.push_back(images[static_cast<std::size_t>(place * images.size())]);
    }
  }
  return chosen;
}

Tensor draw_skeletons(const Tensor& keypoints, int resolution) {
  const ChannelGroup& lines = channel_groups(PoseEncoding::limb).back();
  const Tensor maps = draw_condition_maps(keypoints, PoseEncoding::limb, resolution)
                          .narrow(1, lines.first, lines.count);
  std::vector<float> taken;  // Of white, for each channel: what its bone's colour leaves out.
  for (const Bone& bone : bones) {
    const std::uint32_t rgb = side_colour(bone.to);
    for (const int shift : {16, 8, 0}) {
      taken.push_back(1 - static_cast<float>(rgb >> shift & 255) / 255);
    }
  }
  const Tensor darkness = torch::tensor(taken).to(maps.device());            // [C·3]
  const Tensor ink = (maps.unsqueeze(2) * darkness.view({1, -1, 3, 1, 1}));  // [N,C,3,r,r]
  return 1 - 2 * ink.amax(1);
}

void truncate(Generator& generator, double psi) {
  if (psi == 1) return;
  // The average over so many characters hardly moves with more.
  generator.truncate(latents_from_seeds(seeds_from(1, 1000), generator.latents()), psi);
}

Tensor generate_grid(Generator& generator, const Tensor& latents, const Tensor& keypoints,
                     Growth growth) {
  const torch::NoGradGuard no_grad;
  const GeneratorSpec& spec = generator.spec();
  const ConditionPyramid conditions = draw_condition_pyramid(keypoints, spec, growth.resolution);
  std::vector<Tensor> rows;
  for (std::int64_t i = 0; i < latents.size(0); ++i) {
    const Tensor latent = latents.narrow(0, i, 1).expand({keypoints.size(0), -1});
    Tensor images = generator.forward(latent, conditions, growth);
    while (images.size(2) < spec.resolution) images = upsample_nearest(images);
    rows.push_back(images);
  }
  return torch::stack(rows);
}

Tensor wrapped(const Tensor& images, std::int64_t columns) {
  const std::int64_t count = images.size(0);
  columns = std::min(columns, count);
  const std::int64_t rows = (count + columns - 1) / columns;
  std::vector<std::int64_t> shape = images.sizes().vec();
  shape[0] = rows * columns - count;
  const Tensor all = torch::cat({images, torch::ones(shape, images.options())});
  shape[0] = columns;
  shape.insert(shape.begin(), rows);
  return all.view(shape);
}

Picture lay_out(const Tensor& grid) {
  const std::int64_t rows = grid.size(0), columns = grid.size(1);
  constexpr std::int64_t smallest_cell = 64;
  const std::int64_t enlarge = std::max<std::int64_t>(1, smallest_cell / grid.size(3));
  Tensor cells = ((grid.detach().to(torch::kCPU) + 1) * 127.5).round().clamp(0, 255);
  cells = cells.to(torch::kUInt8)
              .repeat_interleave(enlarge, 3)
              .repeat_interleave(enlarge, 4)
              .permute({0, 3, 1, 4, 2})  // [rows, y, columns, x, 3]
              .contiguous();
  Picture picture;
  picture.height = static_cast<int>(rows * cells.size(1));
  picture.width = static_cast<int>(columns * cells.size(3));
  const auto* bytes = cells.data_ptr<std::uint8_t>();
  picture.rgb.assign(bytes, bytes + cells.numel());
  return picture;
}

}  // namespace psgan::trainer
