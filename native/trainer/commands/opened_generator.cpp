#include "trainer/commands/opened_generator.h"

#include <CLI/CLI.hpp>

#include "trainer/drawing/sample_grid.h"
#include "trainer/machine/device.h"
#include "trainer/onnx/model_folder.h"

namespace psgan::trainer {

void add_generator_flags(CLI::App& command, GeneratorFlags& flags) {
  command.add_option("--snapshot", flags.snapshot, "Snapshot of psgan train")->required();
  command
      .add_option("--truncation", flags.truncation,
                  "Draws characters towards the average one: 1 not at all, 0 wholly")
      ->check(CLI::Range(0.0, 1.5))
      ->capture_default_str();
  command
      .add_option("--variety", flags.variety,
                  "As the page's: 1 leaves characters as they are, 0 keeps their looks alone")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command.add_option("--device", flags.device, "cpu or cuda")->capture_default_str();
}

torch::Tensor latents_of_seeds(const std::vector<std::uint64_t>& seeds, const GeneratorFlags& flags,
                               const Generator& generator) {
  if (generator.latents().has_traits()) return latents_from_seeds(seeds, generator.latents());
  std::vector<Character> characters;
  for (const std::uint64_t seed : seeds) {
    Character character;
    character.seed = seed;
    character.variety = static_cast<float>(flags.variety);
    characters.push_back(character);
  }
  return latents_of(characters, generator.spec(), /*colours=*/false);
}

OpenedGenerator open_generator(const GeneratorFlags& flags) {
  return open_generator(read_snapshot(flags.snapshot), flags);
}

OpenedGenerator open_generator(const Snapshot& snapshot, const GeneratorFlags& flags) {
  const auto generator = load_generator(snapshot, flags.snapshot.string());
  truncate(*generator, flags.truncation);
  generator->to(device_named(flags.device));
  return {generator, growth_of(snapshot)};
}

}  // namespace psgan::trainer
