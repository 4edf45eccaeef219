// The sample grid of a PG2 run: a row for each of a few fixed pairs, mostly in poses that training
// does not show.
#pragma once

#include <torch/torch.h>

#include "trainer/data/training_data.h"
#include "trainer/files/image_file.h"
#include "trainer/networks/pg2_networks.h"
#include "trainer/training/pair_samples.h"

namespace psgan::trainer {

class Pg2Samples {
 public:
  /// For pictures of resolution² on `device`.
  Pg2Samples(const TrainingData& data, int resolution, torch::Device device);

  /// A row is: source, skeleton of the target, target.
  Picture reals() const;
  /// A row is: source, skeleton of the target, G1's picture, G2's, target.
  Picture draw(Pg2Generator& generator) const;

 private:
  SamplePairs pairs_;
};

}  // namespace psgan::trainer
