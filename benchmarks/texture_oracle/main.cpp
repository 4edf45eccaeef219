// How crisp could a texture head be? Bakes each look's textures from some poses of a data set with
// coordinates and redraws other poses from coarse coordinates, as an ideal network would give them.
#include <torch/torch.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "common/program.h"
#include "psgan/dataset.h"
#include "psgan/error.h"
#include "psgan/zip_store.h"
#include "texture_oracle/redraw.h"
#include "trainer/data/coordinates.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/evaluation/appearance.h"
#include "trainer/evaluation/swd.h"
#include "trainer/files/image_file.h"

namespace psgan::texture_oracle {
namespace {

using torch::Tensor;

struct Options {
  std::filesystem::path data, out;
  int looks = 0, poses = 0, bake = 40;
  std::vector<int> cells{128};
};

constexpr int full = 512;

/// The set's pictures and coordinates, and who is drawn from what.
class Data {
 public:
  explicit Data(const Options& options) : zip_(options.data) {
    const std::vector<std::uint8_t> json = zip_.read("dataset.json");
    index_ = dataset_index_from_json({json.begin(), json.end()}, options.data.string());
    if (index_.parts.empty())
      throw Error(options.data.string() +
                  ": has no coordinates (psgan-data render --coordinates makes them)");
    if (index_.resolution != full)
      throw Error(options.data.string() + ": expected pictures of 512 × 512, found " +
                  std::to_string(index_.resolution));
    std::map<int, int> baked;
    for (const DatasetImage& image : index_.images) {
      if (options.looks > 0 && image.look >= options.looks) continue;
      if (options.poses > 0 && image.pose_number >= options.poses) continue;
      // Neighbours in the list of poses are as unlike as any, so that thirds of it are alike.
      if (image.pose_number % 3 == 0) redraw.push_back(&image);
      if (image.pose_number % 3 == 1) reference.push_back(&image);
      if (image.pose_number % 3 != 0 && baked[image.look]++ < options.bake)
        bake[image.look].push_back(&image);
    }
    const std::size_t count = std::min(redraw.size(), reference.size());
    if (count == 0) throw Error(options.data.string() + ": has too few poses");
    redraw.resize(count);
    reference.resize(count);
  }

  std::vector<std::uint8_t> picture(const DatasetImage& image) const {
    return trainer::decode_png(zip_.read(image.name), image.name).rgb;
  }

  PixelMap coordinates(const DatasetImage& image) const {
    PixelMap map = trainer::read_coordinates(zip_, image.name);
    if (map.size != full)
      throw Error(coordinates_entry(image.name) + ": no readable PNG of 512 × 512");
    return map;
  }

  std::vector<const DatasetImage*> redraw, reference;
  std::map<int, std::vector<const DatasetImage*>> bake;

 private:
  ZipStoreReader zip_;
  DatasetIndex index_;
};

/// [1,3,size,size] in [−1,1]
Tensor tensor(const std::vector<std::uint8_t>& rgb, int size) {
  const Tensor bytes = torch::tensor(at::ArrayRef<std::uint8_t>(rgb), torch::kUInt8);
  return (bytes.view({1, size, size, 3}).permute({0, 3, 1, 2}).to(torch::kFloat32) / 127.5 - 1)
      .contiguous();
}

/// Of 256² and 512² pictures: distance to the true ones, edges, patches.
struct Measure {
  int resolution;
  std::int64_t count;
  trainer::PatchSet patches{resolution, count, 0};
  double distance = 0, edges = 0;

  void add(const Tensor& image, const Tensor& truth) {
    const double share = 1.0 / double(count);
    distance += share * 127.5 * (image - truth).abs().mean(torch::kFloat64).item<double>();
    edges += share * trainer::edge_strength(image);
    patches.add(image);
  }

  void print(const std::string& what, const Measure& reference) const {
    std::printf("%-34s redraw %5.2f  edges %5.2f ", what.c_str(), distance, edges);
    for (int level = 0; level < patches.levels(); ++level)
      std::printf(" swd_%d %.1f", patches.resolution(level),
                  1000 * trainer::sliced_wasserstein(reference.patches.normalised(level),
                                                     patches.normalised(level), 0));
    std::printf("\n");
  }
};

Tensor halved(const Tensor& image) { return torch::avg_pool2d(image, 2); }

/// Pictures [3,512,512], four a row.
trainer::Picture sheet(const std::vector<Tensor>& pictures) {
  return trainer::lay_out(trainer::wrapped(torch::stack(pictures), 4));
}

/// Redraws everything from a grid of that many cells.
void measure(const Options& options, const Data& data, const std::map<int, Textures>& textures,
             int cells, const Measure& reference512, const Measure& reference256) {
  const auto count = std::int64_t(data.redraw.size());
  Measure at512{full, count}, at256{256, count}, averaged{256, count};
  std::vector<Tensor> shown;
  std::uint64_t done = 0;
  Progress progress("from " + std::to_string(cells) + "²", "pictures", data.redraw.size());
  for (const DatasetImage* image : data.redraw) {
    const Field field = reduced(data.coordinates(*image), cells);
    const auto drawn = [&](int size) {
      return tensor(redrawn(field, textures.at(image->look), size), size);
    };
    const Tensor truth = tensor(data.picture(*image), full), big = drawn(full);
    at512.add(big, truth);
    at256.add(drawn(256), halved(truth));
    averaged.add(halved(big), halved(truth));
    if (done % std::max<std::size_t>(1, data.redraw.size() / 12) == 0)
      shown.insert(shown.end(), {truth[0], big[0]});
    progress.update(++done);
  }
  const std::string from = "from " + std::to_string(cells) + "², ";
  at512.print(from + "512²", reference512);
  at256.print(from + "256²", reference256);
  averaged.print(from + "256² of 512²", reference256);
  if (!options.out.empty()) {
    trainer::write_png(options.out / ("from" + std::to_string(cells) + ".png"), sheet(shown));
  }
}

void run(const Options& options) {
  const torch::NoGradGuard no_grad;
  const Data data(options);
  if (!options.out.empty()) std::filesystem::create_directories(options.out);
  std::map<int, Textures> textures;
  for (const auto& [look, images] : data.bake) {
    Textures& baked = textures[look];
    for (const DatasetImage* image : images) baked.measure(data.coordinates(*image));
    for (const DatasetImage* image : images) {
      const std::vector<std::uint8_t> picture = data.picture(*image);
      baked.bake(data.coordinates(*image), picture);
    }
    baked.finish();
    std::printf("look %d: %zu charts of %zu texels from %zu pictures\n", look, baked.charts(),
                baked.texels(), images.size());
    std::fflush(stdout);
  }

  const auto count = std::int64_t(data.redraw.size());
  Measure reference512{full, count}, reference256{256, count}, real512{full, count},
      real256{256, count};
  for (std::size_t i = 0; i < data.redraw.size(); ++i) {
    const Tensor other = tensor(data.picture(*data.reference[i]), full),
                 truth = tensor(data.picture(*data.redraw[i]), full);
    reference512.add(other, other);
    reference256.add(halved(other), halved(other));
    real512.add(truth, truth);
    real256.add(halved(truth), halved(truth));
  }
  std::printf("%lld pictures redrawn, held against as many real ones in other poses\n",
              static_cast<long long>(count));
  real512.print("real, 512²", reference512);
  real256.print("real, 256²", reference256);
  std::fflush(stdout);
  for (const int cells : options.cells)
    measure(options, data, textures, cells, reference512, reference256);
}

/// False after --help, which is printed. Throws UsageError if the arguments are wrong.
bool parsed(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return true;
  } catch (const CLI::Success& success) {
    app.exit(success);
    return false;
  } catch (const CLI::ParseError& error) {
    throw UsageError(std::string(error.what()) + "\nRun with --help for the options.");
  }
}

void parse_and_run(int argc, char** argv) {
  Options options;
  CLI::App app("Bakes textures from a data set with coordinates and redraws it from coarse ones");
  app.add_option("--data", options.data, "Pictures of 512², of psgan-data render --coordinates")
      ->required();
  app.add_option("--looks", options.looks, "The first so many of the set's looks; 0: all")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--poses", options.poses, "The first so many of its poses; 0: all")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--bake", options.bake, "Poses that textures are baked from")
      ->check(CLI::PositiveNumber);
  app.add_option("--cells", options.cells, "What coordinates are reduced to, one or several")
      ->delimiter(',')
      ->check(CLI::IsMember({16, 32, 64, 128, 256, 512}));
  app.add_option("--out", options.out, "A folder for pictures: true and redrawn side by side");
  app.footer(
      "A third of the poses is redrawn, a third is the reference of the sliced Wasserstein\n"
      "distance.\n\nExample:\n"
      "  texture-oracle --data set512.zip --cells 128,512 --out oracle/");
  if (parsed(app, argc, argv)) run(options);
}

}  // namespace
}  // namespace psgan::texture_oracle

int main(int argc, char** argv) {
  return psgan::run_program("texture-oracle",
                            [&] { psgan::texture_oracle::parse_and_run(argc, argv); });
}
