// The generator of a snapshot as generate and animate are told to open it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "trainer/networks/generator.h"
#include "trainer/training/snapshot.h"

namespace CLI {
class App;
}

namespace psgan::trainer {

struct GeneratorFlags {
  std::filesystem::path snapshot;
  double truncation = 1;  ///< Characters are drawn towards the average one: 1 not at all, 0 wholly.
  double variety = 1;     ///< Of characters by their seeds, see Character::variety.
  std::string device = "cpu";
};

/// --snapshot, --truncation, --variety and --device. `flags` must outlive the command.
void add_generator_flags(CLI::App& command, GeneratorFlags& flags);

struct OpenedGenerator {
  std::shared_ptr<Generator> generator;  ///< The moving average, on flags.device.
  Growth growth;                         ///< How far it has grown.
};
/// The latents [S,Z] of characters by their seeds, as varied as the flags say (where the model has
/// looks; characters made of traits are as they are).
torch::Tensor latents_of_seeds(const std::vector<std::uint64_t>& seeds, const GeneratorFlags& flags,
                               const Generator& generator);

/// Throws Error naming the file and what is wrong with it, also if it is of another method than
/// PSGAN.
OpenedGenerator open_generator(const GeneratorFlags& flags);
/// Of flags.snapshot, read already.
OpenedGenerator open_generator(const Snapshot& snapshot, const GeneratorFlags& flags);

}  // namespace psgan::trainer
