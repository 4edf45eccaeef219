#include "trainer/commands/opened_generator.h"

#include <CLI/CLI.hpp>

#include "trainer/drawing/sample_grid.h"
#include "trainer/onnx/model_folder.h"

namespace psgan::trainer {

void add_generator_flags(CLI::App& command, GeneratorFlags& flags) {
  command.add_option("--snapshot", flags.snapshot, "Snapshot of psgan train")->required();
  command
      .add_option("--truncation", flags.truncation,
                  "Draws characters towards the average one: 1 not at all, 0 wholly")
      ->check(CLI::Range(0.0, 1.5))
      ->capture_default_str();
  command.add_option("--device", flags.device, "cpu or cuda")->capture_default_str();
}

OpenedGenerator open_generator(const GeneratorFlags& flags) {
  const Snapshot snapshot = read_snapshot(flags.snapshot);
  const auto generator = load_generator(snapshot, flags.snapshot.string());
  truncate(*generator, flags.truncation);
  generator->to(torch::Device(flags.device));
  return {generator, growth_of(snapshot)};
}

}  // namespace psgan::trainer
