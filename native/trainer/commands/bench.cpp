#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "psgan/json.h"
#include "trainer/commands/commands.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/data/training_data.h"
#include "trainer/machine/device.h"
#include "trainer/training/latent_choice.h"
#include "trainer/training/step_cost.h"
#include "trainer/training/trainer.h"

namespace psgan::trainer {
namespace {

struct BenchFlags {
  std::string cfg = "fast";
  std::vector<int> resolutions = {16, 32, 64, 128};
  int fmap_base = 1024, fmap_max = 64, batch = 16;
  double seconds = 5;
  std::vector<std::string> precisions = {"fp32", "bf16"};
  std::string device = "cpu", optimizer;
  std::string data;
  bool windows = false, json = false;
};

/// What is measured in one precision.
struct InPrecision {
  TrainingOptions options;
  std::string name;  ///< As computed: "fp32" or "bf16".
  MachinePeak peak;
};

InPrecision in_precision(const BenchFlags& flags, const std::string& precision,
                         const std::optional<TrainingData>& data) {
  Json changes = {{"fmap_base", flags.fmap_base},
                  {"fmap_max", flags.fmap_max},
                  {"batch", std::to_string(flags.batch)},
                  {"device", flags.device},
                  {"precision", precision}};
  if (!flags.optimizer.empty()) changes["optimizer"] = flags.optimizer;
  if (flags.windows) changes["windows"] = true;
  TrainingOptions options = with_changes(preset(flags.cfg), changes, "command line");
  if (data) {
    options.data = flags.data;
    choose_latents(options, false, data->index());
  }
  const torch::ScalarType type = compute_type_of(options);
  return {options, type == torch::kBFloat16 ? "bf16" : "fp32",
          measure_machine(device_named(flags.device), type)};
}

/// One line, as an object.
Json result_of(const BenchFlags& flags, const InPrecision& precision, int resolution,
               const std::optional<TrainingData>& data) {
  const StepCost cost =
      measure_step(precision.options, resolution, flags.seconds, data ? &*data : nullptr);
  const MachinePeak& peak = precision.peak;
  return {{"resolution", resolution},
          {"precision", precision.name},
          {"images_per_s", flags.batch / cost.seconds},
          {"step_ms", cost.seconds * 1e3},
          {"gflop_per_image", cost.operations / flags.batch / 1e9},
          {"gflops", cost.operations / cost.seconds / 1e9},
          {"share_of_product", cost.operations / cost.seconds / peak.operations_per_second},
          {"gb_per_s", cost.bytes / cost.seconds / 1e9},
          {"share_of_copy", cost.bytes / cost.seconds / peak.bytes_per_second},
          {"memory_mb", static_cast<double>(cost.peak_memory) / 1e6}};
}

/// The images to train on, if a data set is given.
std::optional<TrainingData> data_of(const BenchFlags& flags) {
  if (flags.data.empty()) {
    if (flags.windows) throw UsageError("--windows needs --data: noise has no figures");
    return std::nullopt;
  }
  TrainingData data = TrainingData::load(flags.data, *std::ranges::max_element(flags.resolutions),
                                         TrainingData::free_memory());
  data.move_to(device_named(flags.device), std::int64_t{8} << 30);
  return data;
}

void run_bench(const BenchFlags& flags) {
  const std::optional<TrainingData> data = data_of(flags);
  std::vector<InPrecision> precisions;
  for (const std::string& precision : flags.precisions) {
    precisions.push_back(in_precision(flags, precision, data));
  }
  if (!flags.json) {
    for (const InPrecision& one : precisions) {
      std::printf("a plain matrix product here in %s (by %s): %.0f GFLOP/s; a copy: %.1f GB/s\n",
                  one.name.c_str(), one.peak.product.c_str(), one.peak.operations_per_second / 1e9,
                  one.peak.bytes_per_second / 1e9);
    }
    std::printf(
        "resolution  precision  images/s  step ms  GFLOP/image  GFLOP/s  of product   GB/s  of copy"
        "  memory MB\n");
  }
  Json results = Json::array();
  for (const int resolution : flags.resolutions) {
    for (const InPrecision& one : precisions) {
      const Json result = result_of(flags, one, resolution, data);
      results.push_back(result);
      if (flags.json) continue;
      const auto number = [&](const char* key) { return result[key].get<double>(); };
      std::printf("%9d²  %9s  %8.1f  %7.1f  %11.3f  %7.1f  %9.0f%%  %5.1f  %6.0f%%  %9.0f\n",
                  resolution, one.name.c_str(), number("images_per_s"), number("step_ms"),
                  number("gflop_per_image"), number("gflops"), 100 * number("share_of_product"),
                  number("gb_per_s"), 100 * number("share_of_copy"), number("memory_mb"));
      std::fflush(stdout);
    }
  }
  if (!flags.json) return;
  Json products = Json::object();
  for (const InPrecision& one : precisions) {
    products[one.name] = {{"product_gflops", one.peak.operations_per_second / 1e9},
                          {"product_by", one.peak.product},
                          {"copy_gb_per_s", one.peak.bytes_per_second / 1e9}};
  }
  std::cout << Json{{"cfg", flags.cfg},
                    {"fmap_base", flags.fmap_base},
                    {"fmap_max", flags.fmap_max},
                    {"batch", flags.batch},
                    {"device", flags.device},
                    {"optimizer", name(precisions.front().options.optimizer)},
                    {"data", flags.data},
                    {"windows", flags.windows},
                    {"threads", at::get_num_threads()},
                    {"machine", products},
                    {"results", results}}
                   .dump(2)
            << "\n";
}

}  // namespace

void add_bench_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "bench",
      "Measure training: images a second of the full step, and how near the machine's own"
      " speed that is");
  const auto flags = std::make_shared<BenchFlags>();
  command->add_option("--cfg", flags->cfg, "fast, paper-avatar or paper-deepfashion")
      ->capture_default_str();
  command->add_option("--res", flags->resolutions, "Resolutions, as 16,32,64")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--fmap-base", flags->fmap_base, "See train")->capture_default_str();
  command->add_option("--fmap-max", flags->fmap_max, "See train")->capture_default_str();
  command->add_option("--batch", flags->batch, "Images a step")->capture_default_str();
  command->add_option("--seconds", flags->seconds, "At least this long for each")
      ->capture_default_str();
  command->add_option("--device", flags->device, "cpu or cuda")->capture_default_str();
  command->add_option("--precision", flags->precisions, "See train; one after the other")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--optimizer", flags->optimizer, "See train; default: the preset's");
  command->add_option("--data", flags->data, "Steps on this data set's images instead of noise");
  command->add_flag("--windows", flags->windows, "See train; needs --data");
  command->add_flag("--json", flags->json, "Print JSON");
  command->footer(
      "A step is one of D and one of G at full alpha, on images in memory. GFLOP/s counts its\n"
      "convolutions and dense layers, GB/s every operation's tensors once read and once written;\n"
      "beside them is what a plain matrix product and a plain copy reach in the same run, the\n"
      "product by LibTorch's matmul or its 1x1 convolution, whichever is faster.\n"
      "Examples:\n"
      "  psgan bench\n"
      "  psgan bench --res 128 --batch 4 --precision bf16 --optimizer muon\n"
      "  psgan bench --res 64,128 --batch 4 --data parts128.zip --windows\n"
      "  psgan bench --res 32 --fmap-base 1024 --fmap-max 64 --batch 16 --json\n"
      "  psgan bench --cfg paper-avatar --res 32,64 --fmap-base 2048 --fmap-max 128 --json");
  command->callback([flags] { with_torch_errors([&] { run_bench(*flags); }); });
}

}  // namespace psgan::trainer
