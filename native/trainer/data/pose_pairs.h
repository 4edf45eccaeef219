// Pairs of two pictures of one look in different poses: what methods learn from that redraw a
// picture's character in another pose.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

#include "psgan/dataset.h"

namespace psgan::trainer {

/// Pictures by their indices in the data set, row by row of one look in two poses.
struct PosePairs {
  torch::Tensor sources, targets;  ///< [N] int64
};

/// The pairs that there are among some of a data set's images. Poses are different if their
/// keypoints are: two views of one pose make a pair, too.
class PairedImages {
 public:
  /// Throws Error naming `where` and the first look that is shown in a single pose.
  PairedImages(const DatasetIndex& index, const std::vector<std::int64_t>& images,
               const std::string& where);

  /// So many targets, each image as likely as any other, and to each a source, each picture of the
  /// same look in another pose as likely as any other. `random` is a generator of the CPU.
  PosePairs draw(std::int64_t count, at::Generator& random) const;

 private:
  /// An image as a target; look and range are places in by_look_.
  struct Target {
    std::int64_t image;
    std::size_t look;
    std::int64_t first, last;  // of its look's images those from first to last − 1 have its pose
  };
  std::vector<Target> targets_;
  std::vector<std::vector<std::int64_t>> by_look_;  // images of one pose are neighbours
};

/// Whether each look is shown in at least two poses, so that every image has a source.
bool all_looks_in_two_poses(const DatasetIndex& index);

/// To each of these images [N] int64 always the same source: a picture of its look in another pose,
/// of the training images if there is one. Throws Error naming `where` and the look that has none.
torch::Tensor fixed_sources(const DatasetIndex& index, const torch::Tensor& targets,
                            const std::string& where);

}  // namespace psgan::trainer
