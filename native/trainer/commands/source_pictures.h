// Whom psgan generate draws with a snapshot of PG2 or DPG2: the characters of pictures.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <string>

#include "trainer/training/snapshot.h"

namespace CLI {
class App;
}

namespace psgan::trainer {

struct SourceFlags {
  /// A PNG of one character, or a data set's zip; empty: the data set of the run.
  std::filesystem::path source;
  std::string looks = "0-7";   ///< Of a data set, each by one picture; those that it has.
  std::filesystem::path pose;  ///< Of a PNG: a file of its character's keypoints.
  bool coarse = false;         ///< PG2: G1's pictures instead of G2's.
};

/// --source, --looks, --source-pose and --coarse. `flags` must outlive the command.
void add_source_flags(CLI::App& command, SourceFlags& flags);

struct SourcePictures {
  torch::Tensor pictures;   ///< [N,3,r,r] in [−1,1], on the CPU.
  torch::Tensor keypoints;  ///< [N,20,3], undefined if those of a PNG are not told.
};

/// Pictures at the snapshot's resolution. Throws Error naming the file that cannot be read or the
/// picture that is not square with a side of a power of two times the resolution, and what was
/// expected.
SourcePictures read_sources(const SourceFlags& flags, const Snapshot& snapshot);

/// A row for each source: the source, and what is drawn of it [S,P,3,r,r], under the poses'
/// skeletons [P,3,r,r] if they are defined: [rows,P + 1,3,r,r].
torch::Tensor beside_sources(const torch::Tensor& sources, const torch::Tensor& drawn,
                             const torch::Tensor& skeletons);

}  // namespace psgan::trainer
