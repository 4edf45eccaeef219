#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>

#include "psgan/json.h"
#include "trainer/commands.h"
#include "trainer/torch_errors.h"
#include "trainer/trainer.h"

namespace psgan {
namespace {

struct BenchFlags {
  std::string cfg = "fast";
  std::vector<int> resolutions = {16, 32, 64, 128};
  int fmap_base = 1024, fmap_max = 64, batch = 16;
  double seconds = 5;
  std::string device = "cpu";
  bool json = false;
};

/// Images a second of the full step of D and G, fully grown at `resolution`.
double measure(const BenchFlags& flags, int resolution) {
  const TrainingOptions options = with_changes(preset(flags.cfg),
                                               {{"resolution", resolution},
                                                {"start_resolution", resolution},
                                                {"fmap_base", flags.fmap_base},
                                                {"fmap_max", flags.fmap_max},
                                                {"batch", std::to_string(flags.batch)},
                                                {"device", flags.device}},
                                               "command line");
  const TrainingData data = TrainingData::noise(resolution, 64);
  Trainer trainer(options, data);
  // Whole rounds of the lazy R1, so that it is neither missing nor counted too often.
  const int round = options.loss == Loss::logistic ? options.r1_every : 1;
  const auto run_round = [&] {
    for (int i = 0; i < round; ++i) trainer.step();
    trainer.measures().take();  // waits for the device
  };
  trainer.step();
  if (round == 1) run_round();  // warm
  int steps = 0;
  const auto start = std::chrono::steady_clock::now();
  double elapsed = 0;
  while (elapsed < flags.seconds) {
    run_round();
    steps += round;
    elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  return steps * flags.batch / elapsed;
}

void run_bench(const BenchFlags& flags) {
  Json results = Json::array();
  for (const int resolution : flags.resolutions) {
    const double rate = measure(flags, resolution);
    if (flags.json) {
      results.push_back({{"resolution", resolution}, {"images_per_second", rate}});
      continue;
    }
    char line[96];
    std::snprintf(line, sizeof line, "%5d²  %8.1f images/s\n", resolution, rate);
    std::cout << line << std::flush;
  }
  if (!flags.json) return;
  std::cout << Json{{"cfg", flags.cfg},           {"fmap_base", flags.fmap_base},
                    {"fmap_max", flags.fmap_max}, {"batch", flags.batch},
                    {"device", flags.device},     {"threads", at::get_num_threads()},
                    {"results", results}}
                   .dump(2)
            << "\n";
}

}  // namespace

void add_bench_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "bench", "Measure training: images a second of the full step, by resolution");
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
  command->add_flag("--json", flags->json, "Print JSON");
  command->footer(
      "Examples:\n"
      "  psgan bench\n"
      "  psgan bench --cfg paper-avatar --res 32,64 --fmap-base 2048 --fmap-max 128 --json");
  command->callback([flags] { with_torch_errors([&] { run_bench(*flags); }); });
}

}  // namespace psgan
