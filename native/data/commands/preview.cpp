#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>

#include "common/program.h"
#include "data/commands/commands.h"
#include "data/pictures/image.h"
#include "data/pictures/pose_histogram.h"
#include "psgan/dataset.h"
#include "psgan/error.h"
#include "psgan/zip_store.h"

namespace psgan::data {
namespace {

struct PreviewOptions {
  std::filesystem::path data;
  int columns = 8, rows = 4;
  bool histogram = false;
  std::filesystem::path out = "preview.png";
};

DatasetIndex read_index(const ZipStoreReader& zip) {
  if (!zip.contains("dataset.json")) fail_without_keypoints(zip.path().string());
  const std::vector<std::uint8_t> json = zip.read("dataset.json");
  return dataset_index_from_json({json.begin(), json.end()}, zip.path().string());
}

/// Images spread over the whole set: one from each of as many equal stretches, at the golden
/// ratio's places within them, so that neighbouring looks do not show the same poses.
std::vector<std::size_t> spread(std::size_t images, std::size_t wanted) {
  std::vector<std::size_t> chosen;
  wanted = std::min(wanted, images);
  for (std::size_t i = 0; i < wanted; ++i) {
    const double within = std::fmod(0.6180339887 * double(i), 1.0);
    chosen.push_back(std::size_t((double(i) + within) * double(images) / double(wanted)));
  }
  return chosen;
}

/// Two pictures of one width, one below the other.
Image below(const Image& upper, const Image& lower) {
  Image both = white_image(upper.width, upper.height + lower.height);
  paste(upper, 0, 0, both);
  paste(lower, 0, upper.height, both);
  return both;
}

void preview(const PreviewOptions& options) {
  const ZipStoreReader zip(options.data);
  const DatasetIndex index = read_index(zip);
  if (index.images.empty()) throw Error(options.data.string() + ": has no images");
  const int size = index.resolution;
  const auto chosen = spread(index.images.size(), std::size_t(options.columns) * options.rows);
  const int rows = int(chosen.size() + options.columns - 1) / options.columns;
  // Each row of characters has a row of their skeletons below it.
  Image sheet = white_image(options.columns * size, rows * 2 * size);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const DatasetImage& entry = index.images[chosen[i]];
    const std::string where = options.data.string() + ": " + entry.name;
    const Image image = decode_png(zip.read(entry.name), where);
    if (image.width != size || image.height != size)
      throw Error(where + " is " + std::to_string(image.width) + " × " +
                  std::to_string(image.height) + " pixels, but the set's resolution is " +
                  std::to_string(size));
    const glm::ivec2 corner =
        size * glm::ivec2(int(i) % options.columns, int(i) / options.columns * 2);
    paste(image, corner.x, corner.y, sheet);
    draw_pose(sheet, entry.pose, corner + glm::ivec2(0, size), size, entry.visibility);
  }
  if (options.histogram) sheet = below(sheet, pose_histogram(index, sheet.width));
  write_file(options.out, encode_png(sheet));
}

}  // namespace

void add_preview_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<PreviewOptions>();
  CLI::App* command = app.add_subcommand(
      "preview", "Draws a data set's images with their keypoints below (rings: occluded)");
  command->add_option("data", options->data, "The data set, a .zip file")->required();
  command->add_option("--columns", options->columns, "Images in a row")->check(CLI::Range(1, 64));
  command->add_option("--rows", options->rows, "Rows of images")->check(CLI::Range(1, 64));
  command->add_flag("--histogram", options->histogram,
                    "Below them: histograms of the camera's yaw (sectors around the figure, front "
                    "below; test poses red) and of the positions of hands and feet");
  command->add_option("--out", options->out, "The PNG file");
  command->footer("Example:\n  psgan-data preview avatar.zip --histogram --out grid.png");
  command->callback([options, &run] { run = [options] { preview(*options); }; });
}

}  // namespace psgan::data
