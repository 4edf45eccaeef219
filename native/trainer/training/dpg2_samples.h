// The sample grid of a DPG2 run: a row for each of a few fixed pairs, mostly in poses that training
// does not show.
#pragma once

#include <torch/torch.h>

#include "trainer/data/training_data.h"
#include "trainer/files/image_file.h"
#include "trainer/networks/dpg2_networks.h"
#include "trainer/training/pair_samples.h"

namespace psgan::trainer {

class Dpg2Samples {
 public:
  /// For pictures of resolution² on `device`.
  Dpg2Samples(const TrainingData& data, int resolution, torch::Device device);

  /// A row is: source, skeleton of the target, target.
  Picture reals() const;
  /// A row is: source, its reconstruction, skeleton of the target, the source's character in that
  /// pose, target; with `sampled`, the second stage's, also a sampled person in that pose, a
  /// sampled pose's skeleton, and that person in it. Row i is of seed i, from 1 on.
  Picture draw(Dpg2Networks& networks, bool sampled) const;

 private:
  SamplePairs pairs_;
  torch::Tensor latents_;
};

}  // namespace psgan::trainer
