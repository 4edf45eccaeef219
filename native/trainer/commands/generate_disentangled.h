// psgan generate with a snapshot of DPG2: characters from noise or of pictures, in given poses or
// in poses from noise.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trainer/commands/opened_generator.h"
#include "trainer/commands/source_pictures.h"
#include "trainer/networks/dpg2_networks.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// DPG2's networks in use.
class DisentangledDrawing {
 public:
  /// On generator.device. Throws Error naming the snapshot.
  DisentangledDrawing(const Snapshot& snapshot, const GeneratorFlags& generator);

  /// So many poses from noise, of seeds 1 and on. Throws Error if the mapping functions are not
  /// trained yet.
  torch::Tensor sampled_poses(int count);
  /// Characters of these seeds, likewise: [S,P,3,r,r].
  torch::Tensor characters(const std::vector<std::uint64_t>& seeds, const torch::Tensor& poses);
  /// A row for each source: the source, and its character in every pose, under the poses' skeletons
  /// if asked for. Throws Error like read_sources(), and if a source's keypoints are not told or
  /// none of them is visible; tells on standard error of which body regions none is.
  torch::Tensor sources(const SourceFlags& flags, const torch::Tensor& poses, bool skeletons);

 private:
  torch::Tensor latents(const std::vector<std::uint64_t>& seeds) const;

  const Snapshot& snapshot_;
  std::string where_;
  torch::Device device_;
  Dpg2Networks networks_;
};

}  // namespace psgan::trainer
