#include "trainer/commands/generate_from_source.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "common/program.h"
#include "psgan/zip_store.h"
#include "trainer/data/training_data.h"
#include "trainer/drawing/poses_and_seeds.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/files/image_file.h"
#include "trainer/machine/device.h"
#include "trainer/networks/latents.h"
#include "trainer/networks/layers.h"
#include "trainer/projection/given_picture.h"
#include "trainer/training/pg2_snapshot.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// A PNG's picture [1,3,r,r] in [−1,1], brought down to the resolution by averaging.
Tensor picture_of(const std::vector<std::uint8_t>& bytes, int resolution,
                  const std::string& where) {
  const Picture picture = decode_png_on_white(bytes, where);
  int side = picture.width;
  while (side > resolution && side % 2 == 0) side /= 2;
  if (picture.width != picture.height || side != resolution) {
    throw Error(where + ": the picture is " + std::to_string(picture.width) + "×" +
                std::to_string(picture.height) + " pixels, expected a square of " +
                std::to_string(resolution) + ", " + std::to_string(2 * resolution) + ", " +
                std::to_string(4 * resolution) + " … pixels, as the networks draw " +
                std::to_string(resolution) + "²");
  }
  Tensor pixels = in_square(picture, picture.width);
  while (pixels.size(2) > resolution) pixels = downsample_average(pixels);
  return pixels;
}

/// One picture of each look: the middle one of its images.
Tensor pictures_of_looks(const std::filesystem::path& path, const std::string& looks,
                         int resolution) {
  const ZipStoreReader zip(path);
  const std::string where = path.string();
  const DatasetIndex index = read_dataset_index(zip, where);
  std::vector<Tensor> pictures;
  for (const std::uint64_t look : parse_seeds(looks)) {
    std::vector<const DatasetImage*> images;
    for (const DatasetImage& image : index.images) {
      if (std::cmp_equal(image.look, look)) images.push_back(&image);
    }
    if (images.empty()) continue;
    const std::string& name = images[images.size() / 2]->name;
    pictures.push_back(picture_of(zip.read(name), resolution, where + ", " + name));
  }
  if (pictures.empty()) {
    throw Error(where + ": it has none of the looks " + looks + ", expected some of 0-" +
                std::to_string(index.looks() - 1));
  }
  return torch::cat(pictures);
}

Tensor sources_of(const SourceFlags& flags, const Snapshot& snapshot) {
  const int resolution = snapshot.options.spec.resolution;
  const std::filesystem::path source =
      flags.source.empty() ? std::filesystem::path(snapshot.options.data) : flags.source;
  if (has_extension(source, ".zip")) return pictures_of_looks(source, flags.looks, resolution);
  return picture_of(read_file(source), resolution, source.string());
}

}  // namespace

void add_source_flags(CLI::App& command, SourceFlags& flags) {
  const std::string group = "Options for a snapshot of --method pg2";
  command
      .add_option("--source", flags.source,
                  "Whom to draw: a PNG of one character, or a data set's zip (default: the run's)")
      ->group(group);
  command.add_option("--looks", flags.looks, "Looks of that data set, as 0-7 or 3,17")
      ->capture_default_str()
      ->group(group);
  command.add_flag("--coarse", flags.coarse, "G1's pictures instead of G2's")->group(group);
}

int generate_from_source(const Snapshot& snapshot, const GeneratorFlags& given,
                         const SourceFlags& flags, const std::vector<Pose>& poses, bool skeletons,
                         const std::filesystem::path& out) {
  const torch::NoGradGuard no_grad;
  const torch::Device device = device_named(given.device);
  Pg2Generator generator = load_pg2_generator(snapshot, given.snapshot.string());
  generator.g1->to(device);
  generator.g2->to(device);
  const Tensor sources = sources_of(flags, snapshot).to(device),
               keypoints = keypoints_tensor(poses).to(device);
  std::vector<Tensor> rows;
  if (skeletons) {
    rows.push_back(torch::cat({torch::ones_like(sources.narrow(0, 0, 1)),
                               draw_skeletons(keypoints, generator.resolution)}));
  }
  for (std::int64_t i = 0; i < sources.size(0); ++i) {
    const Tensor source = sources.narrow(0, i, 1),
                 repeated = source.expand({keypoints.size(0), -1, -1, -1});
    const Tensor coarse = generator.coarse(repeated, keypoints);
    rows.push_back(
        torch::cat({source, flags.coarse ? coarse : generator.refined(coarse, repeated)}));
  }
  write_png(out, lay_out(torch::stack(rows)));
  return static_cast<int>(sources.size(0));
}

}  // namespace psgan::trainer
