// The generator of a snapshot as generate and animate are told to open it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "trainer/networks/generator.h"

namespace CLI {
class App;
}

namespace psgan::trainer {

struct GeneratorFlags {
  std::filesystem::path snapshot;
  double truncation = 1;  ///< Characters are drawn towards the average one: 1 not at all, 0 wholly.
  std::string device = "cpu";
};

/// --snapshot, --truncation and --device. `flags` must outlive the command.
void add_generator_flags(CLI::App& command, GeneratorFlags& flags);

struct OpenedGenerator {
  std::shared_ptr<Generator> generator;  ///< The moving average, on flags.device.
  Growth growth;                         ///< How far it has grown.
};
/// Throws Error naming the file and what is wrong with it.
OpenedGenerator open_generator(const GeneratorFlags& flags);

}  // namespace psgan::trainer
