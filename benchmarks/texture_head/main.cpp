// Does a texture head draw better than colours do? Trains one on a set with coordinates for so many
// minutes, measures it as `psgan evaluate` measures a generator, and shows it.
#include <malloc.h>
#include <torch/torch.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <vector>

#include "common/program.h"
#include "psgan/error.h"
#include "texture_head/cells.h"
#include "texture_head/networks.h"
#include "texture_head/training.h"
#include "texture_oracle/command_line.h"
#include "trainer/data/training_data.h"
#include "trainer/evaluation/evaluation.h"
#include "trainer/networks/latents.h"

namespace psgan::texture_head {
namespace {

using namespace trainer;
using torch::Tensor;

Sizes sizes_of(const Options& options, int charts, int traits) {
  Sizes sizes;
  sizes.trunk.resolution = options.cells;
  sizes.trunk.latent_size = sizes.trunk.traits = traits;
  sizes.trunk.fmap_base = 2048;
  sizes.trunk.fmap_max = 64;
  sizes.charts = charts;
  sizes.texels = options.texels;
  return sizes;
}

/// A texture head under evaluation, at what it paints or less.
class HeadSubject : public Subject {
 public:
  HeadSubject(TextureHead head, const TrainingData& data, const Options& options, int resolution)
      : Subject(data, resolution, torch::kCPU),
        head_(std::move(head)),
        painted_(options.resolution),
        sharpness_(options.sharpness),
        looks_(encoded_looks(data.index().traits)) {}

  bool draws_characters() const override { return false; }
  Tensor characters(std::uint64_t, const Tensor&) override { throw Error("draws looks alone"); }
  bool knows_looks() const override { return true; }
  std::int64_t parameters() const override { return parameters_of(*head_); }
  Tensor redrawn(const Batch& batch, std::uint64_t) override {
    const torch::NoGradGuard no_grad;
    const Tensor latents = looks_.index_select(0, batch.looks);
    Tensor images = head_->paint(
        head_->cells(latents, batch.keypoints, head_->sizes().trunk.resolution, torch::kFloat32),
        head_->textures(latents, torch::kFloat32), painted_, sharpness_);
    if (painted_ > resolution()) images = torch::avg_pool2d(images, painted_ / resolution());
    return as_picture(images);
  }

 private:
  TextureHead head_;
  int painted_;
  double sharpness_;
  Tensor looks_;
};

void evaluate(const TextureHead& head, const TrainingData& data, const Options& options,
              const std::string& name) {
  for (int resolution = options.resolution; resolution >= 128; resolution /= 2) {
    HeadSubject subject(head, data, options, resolution);
    EvaluationOptions how;
    how.images = options.images;
    how.pose_images = options.images;
    Evaluation evaluation;
    measure_redrawing(subject, how, evaluation);
    measure_distribution(subject, how, evaluation);
    show_redrawn(subject, how, evaluation);
    std::printf("%s at %d²:", name.c_str(), resolution);
    for (const Metric& metric : evaluation.metrics) {
      std::printf(" %s %.3g", metric.name.c_str(), metric.value);
      if (metric.real) std::printf(" (%.3g)", *metric.real);
    }
    std::printf("\n");
    std::fflush(stdout);
    const std::filesystem::path folder =
        std::filesystem::path(options.out) / (name + std::to_string(resolution));
    std::filesystem::create_directories(folder);
    write_evaluation(folder, evaluation);
  }
}

/// What each part of a picture costs, one picture at a time.
void print_cost(TextureHead& head, const TrainingData& data, const Options& options) {
  const torch::NoGradGuard no_grad;
  const Batch batch = data.batch(index_tensor({0}), torch::zeros({1}, torch::kBool),
                                 options.resolution, torch::kCPU);
  const Tensor latents = encoded_looks(data.index().traits).index_select(0, batch.looks);
  const auto median = [](const auto& work) {
    std::vector<double> milliseconds;
    for (int run = 0; run < 7; ++run) {
      const auto begun = std::chrono::steady_clock::now();
      work();
      const std::chrono::duration<double, std::milli> taken =
          std::chrono::steady_clock::now() - begun;
      milliseconds.push_back(taken.count());
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    return milliseconds[3];
  };
  CellMaps cells;
  Tensor textures;
  const double of_cells = median(
      [&] { cells = head->cells(latents, batch.keypoints, options.cells, torch::kFloat32); });
  const double of_textures = median([&] { textures = head->textures(latents, torch::kFloat32); });
  std::printf("a picture: cells %.1f ms, textures (once for a character) %.1f ms", of_cells,
              of_textures);
  for (const int side : {options.resolution, 2 * options.resolution}) {
    std::printf(", painted at %d² %.1f ms", side,
                median([&] { head->paint(cells, textures, side); }));
  }
  std::printf("\n");
}

void run(const Options& options) {
  std::filesystem::create_directories(options.out);
  const TrainingData data = TrainingData::load(options.data, options.resolution);
  const Parts parts(data.index(), options.data);
  const ZipStoreReader zip(options.data);
  const CellSet cells(zip, data.index(), parts, options.cells,
                      options.data + "." + std::to_string(options.cells) + ".cells");
  std::printf("%d charts\n%s", cells.charts(), cells.description(parts).c_str());
  torch::manual_seed(options.seed);
  TextureHead head(sizes_of(options, cells.charts(), encoded_size(data.index().traits.schema)));
  std::printf("%lld parameters\n", static_cast<long long>(parameters_of(*head)));
  if (!options.start.empty()) torch::load(head, options.start);
  if (options.load.empty()) {
    train(head, data, cells, options);
    torch::save(head, options.out + "/head.pt");
  } else {
    torch::load(head, options.load);
  }
  write_sheet(head, data, cells, options, "end.png");
  print_cost(head, data, options);
  evaluate(head, data, options, "known");
  if (!options.held.empty()) {
    evaluate(head, TrainingData::load(options.held, options.resolution), options, "held");
  }
}

void parse_and_run(int argc, char** argv) {
  Options options;
  CLI::App app("Trains a texture head on a data set with coordinates");
  app.add_option("--data", options.data, "Of psgan-data render --combined --coordinates")
      ->required();
  app.add_option("--held", options.held, "Characters that --data has not");
  app.add_option("--load", options.load, "Only measures this head");
  app.add_option("--start", options.start, "Trains this head further");
  app.add_option("--out", options.out, "Folder for what is made")->capture_default_str();
  app.add_option("--resolution", options.resolution, "Of the pictures")->capture_default_str();
  app.add_option("--cells", options.cells, "Of the grid, along each side")->capture_default_str();
  app.add_option("--texels", options.texels, "Of a chart, along each side")->capture_default_str();
  app.add_option("--minutes", options.minutes, "Of training")->capture_default_str();
  app.add_option("--lr", options.lr, "Learning rate")->capture_default_str();
  app.add_option("--sharpness", options.sharpness, "Of borders, when it is measured")
      ->capture_default_str();
  app.add_option("--images", options.images, "For each measure")->capture_default_str();
  app.add_option("--seed", options.seed, "Of weights and minibatches")->capture_default_str();
  app.add_flag("--bf16", options.bf16, "Convolutions in bf16");
  app.footer(
      "Example:\n"
      "  texture-head --data set.zip --held others.zip --minutes 14 --bf16 --out head/");
  if (texture_oracle::parsed(app, argc, argv)) run(options);
}

}  // namespace
}  // namespace psgan::texture_head

int main(int argc, char** argv) {
  // Freed memory is kept, as psgan does.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  return psgan::run_program("texture-head",
                            [&] { psgan::texture_head::parse_and_run(argc, argv); });
}
