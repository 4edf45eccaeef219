#include "trainer/commands/source_pictures.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <utility>
#include <vector>

#include "common/program.h"
#include "psgan/zip_store.h"
#include "trainer/data/training_data.h"
#include "trainer/drawing/poses_and_seeds.h"
#include "trainer/files/image_file.h"
#include "trainer/networks/latents.h"
#include "trainer/networks/layers.h"
#include "trainer/projection/given_picture.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// A picture as [1,3,r,r] in [−1,1], brought down to the resolution by averaging.
Tensor picture_of(const Picture& picture, int resolution, const std::string& where) {
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
SourcePictures pictures_of_looks(const std::filesystem::path& path, const std::string& looks,
                                 int resolution) {
  const ZipStoreReader zip(path);
  const std::string where = path.string();
  const DatasetIndex index = read_dataset_index(zip, where);
  std::vector<Tensor> pictures;
  std::vector<Pose> poses;
  for (const std::uint64_t look : parse_seeds(looks)) {
    std::vector<const DatasetImage*> images;
    for (const DatasetImage& image : index.images) {
      if (std::cmp_equal(image.look, look)) images.push_back(&image);
    }
    if (images.empty()) continue;
    const DatasetImage& chosen = *images[images.size() / 2];
    const std::string of_image = where + ", " + chosen.name;
    pictures.push_back(
        picture_of(decode_png_on_white(zip.read(chosen.name), of_image), resolution, of_image));
    poses.push_back(chosen.pose);
  }
  if (pictures.empty()) {
    throw Error(where + ": it has none of the looks " + looks + ", expected some of 0-" +
                std::to_string(index.looks() - 1));
  }
  return {torch::cat(pictures), keypoints_tensor(poses)};
}

}  // namespace

void add_source_flags(CLI::App& command, SourceFlags& flags) {
  const std::string group = "Options for snapshots of --method pg2 and dpg2";
  command
      .add_option("--source", flags.source,
                  "Whom to draw: a PNG of one character, or a data set's zip (default: the run's)")
      ->group(group);
  command.add_option("--looks", flags.looks, "Looks of that data set, as 0-7 or 3,17")
      ->capture_default_str()
      ->group(group);
  command
      .add_option("--source-pose", flags.pose,
                  "dpg2: the keypoints of the PNG's character: a JSON file of poses, or people's "
                  "keypoints (OpenPose …)")
      ->group(group);
  command.add_flag("--coarse", flags.coarse, "pg2: G1's pictures instead of G2's")->group(group);
}

SourcePictures read_sources(const SourceFlags& flags, const Snapshot& snapshot) {
  const int resolution = snapshot.options.spec.resolution;
  const std::filesystem::path source =
      flags.source.empty() ? std::filesystem::path(snapshot.options.data) : flags.source;
  if (has_extension(source, ".zip")) return pictures_of_looks(source, flags.looks, resolution);
  const Picture picture = decode_png_on_white(read_file(source), source.string());
  SourcePictures one{picture_of(picture, resolution, source.string()), {}};
  if (!flags.pose.empty()) one.keypoints = keypoints_tensor({read_pose_of(picture, flags.pose)});
  return one;
}

Tensor beside_sources(const Tensor& sources, const Tensor& drawn, const Tensor& skeletons) {
  const Tensor rows = torch::cat({sources.unsqueeze(1), drawn}, 1);
  if (!skeletons.defined()) return rows;
  const Tensor head = torch::cat({torch::ones_like(sources.narrow(0, 0, 1)), skeletons});
  return torch::cat({head.unsqueeze(0), rows});
}

}  // namespace psgan::trainer
