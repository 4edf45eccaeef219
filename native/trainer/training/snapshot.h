// Snapshots: a training run in one file (archive_file.h), from which it goes on bit for bit, or
// from which its generator is taken. Compact ones hold half-precision weights of G's average and of
// D alone: enough to go on elsewhere, though not bit for bit.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "trainer/files/archive_file.h"
#include "trainer/networks/discriminator.h"
#include "trainer/networks/generator.h"
#include "trainer/training/options.h"

namespace psgan::trainer {

/// How far a run has come.
struct TrainingProgress {
  std::uint64_t images = 0;  ///< Real images shown.
  std::uint64_t steps = 0;
  double seconds = 0;  ///< Time spent training, over all interruptions.
  int rollbacks = 0;   ///< How often the run went back to a snapshot because it had diverged.
};

struct Snapshot {
  TrainingOptions options;
  TrainingProgress progress;
  int looks = 0;          ///< Of the data set; 0: not said.
  std::string archive;    ///< A LibTorch archive: the method's networks and optimizers, for PSGAN
                          ///< G, G_ema and D.
  bool compact = false;   ///< Only G_ema and D, in half precision.
  LatentSpace latents{};  ///< How seeds become latents; of options.spec.latent_size numbers.
};

/// Appears under its name whole or not at all; see write_archive_file for `part_bytes`.
void write_snapshot(const std::filesystem::path& path, const Snapshot& snapshot,
                    std::uint64_t part_bytes = 0);

/// Throws Error naming the file, and what is wrong with it: no snapshot, cut short, damaged, of
/// another skeleton.
Snapshot read_snapshot(const std::filesystem::path& path);

/// Throws Error naming `where` and both methods if the snapshot is of another method.
void check_method(const Snapshot& snapshot, Method expected, const std::string& where);

/// Throws Error naming `where` if the weights do not fit the options: better before a data set is
/// read than after.
void check_weights(const Snapshot& snapshot, const std::string& where);

/// What a run of PSGAN needs to go on elsewhere: a tenth of the snapshot.
Snapshot compacted(const Snapshot& snapshot, const std::string& where);

/// The same networks with the layers of higher resolutions, fresh ones, or with more feature maps
/// (widening.h): a run that ended at 128² goes on to 256². `spec` is the snapshot's but for its
/// resolution, its feature maps and what is summed. Optimizers begin anew. Throws Error naming
/// `where`.
Snapshot grown(const Snapshot& snapshot, const GeneratorSpec& spec, const std::string& where);

/// The moving average of the generator of a snapshot of PSGAN or of a texture generator, on the
/// CPU. Throws Error naming `where`, also if the snapshot is of another method.
std::shared_ptr<Generator> load_generator(const Snapshot& snapshot, const std::string& where);

/// A PSGAN snapshot's discriminator, on the CPU. Throws Error naming `where`.
std::shared_ptr<Discriminator> load_discriminator(const Snapshot& snapshot,
                                                  const std::string& where);

}  // namespace psgan::trainer
