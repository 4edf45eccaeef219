// Snapshots: a training run in one file, from which it goes on bit for bit, or from which its
// generator is taken.
//
//   psgan-snapshot 1\n
//   one line of JSON: options, progress, and the rest's length and SHA-256\n
//   a LibTorch archive
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "trainer/networks.h"
#include "trainer/options.h"

namespace psgan {

/// How far a run has come.
struct TrainingProgress {
  std::uint64_t images = 0;  ///< Real images shown.
  std::uint64_t steps = 0;
  double seconds = 0;  ///< Time spent training, over all interruptions.
};

struct Snapshot {
  TrainingOptions options;
  TrainingProgress progress;
  int looks = 0;        ///< Of the data set; 0: not said.
  std::string archive;  ///< A LibTorch archive: G, G_ema, D, anchors, optimizers.
};

/// Appears under its name whole or not at all.
void write_snapshot(const std::filesystem::path& path, const Snapshot& snapshot);

/// Throws Error naming the file, and what is wrong with it: no snapshot, cut short, damaged, of
/// another skeleton.
Snapshot read_snapshot(const std::filesystem::path& path);

/// The moving average of a snapshot's generator, on the CPU. Throws Error naming `where`.
std::shared_ptr<Generator> load_generator(const Snapshot& snapshot, const std::string& where);

/// A LibTorch archive as a string and back, its tensors on that device.
torch::serialize::InputArchive open_archive(const std::string& bytes,
                                            torch::Device device = torch::kCPU);
std::string close_archive(torch::serialize::OutputArchive& archive);

/// Reads a module's parameters from a part of an archive. Throws Error naming `where` if they are
/// not there or have other shapes (LibTorch's own load takes any shape).
void read_module(torch::serialize::InputArchive& archive, const std::string& part,
                 torch::nn::Module& module, const std::string& where);

}  // namespace psgan
