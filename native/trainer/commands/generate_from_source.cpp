#include "trainer/commands/generate_from_source.h"

#include "trainer/drawing/sample_grid.h"
#include "trainer/files/image_file.h"
#include "trainer/machine/device.h"
#include "trainer/networks/latents.h"
#include "trainer/training/pg2_snapshot.h"

namespace psgan::trainer {

using torch::Tensor;

int generate_from_source(const Snapshot& snapshot, const GeneratorFlags& given,
                         const SourceFlags& flags, const std::vector<Pose>& poses, bool skeletons,
                         const std::filesystem::path& out) {
  const torch::NoGradGuard no_grad;
  const torch::Device device = device_named(given.device);
  Pg2Generator generator = load_pg2_generator(snapshot, given.snapshot.string());
  generator.g1->to(device);
  generator.g2->to(device);
  const Tensor sources = read_sources(flags, snapshot).pictures.to(device),
               keypoints = keypoints_tensor(poses).to(device);
  std::vector<Tensor> rows;
  for (std::int64_t i = 0; i < sources.size(0); ++i) {
    const Tensor repeated = sources.narrow(0, i, 1).expand({keypoints.size(0), -1, -1, -1});
    const Tensor coarse = generator.coarse(repeated, keypoints);
    rows.push_back(flags.coarse ? coarse : generator.refined(coarse, repeated));
  }
  const Tensor heads = skeletons ? draw_skeletons(keypoints, generator.resolution) : Tensor();
  write_png(out, lay_out(beside_sources(sources, torch::stack(rows), heads)));
  return static_cast<int>(sources.size(0));
}

}  // namespace psgan::trainer
