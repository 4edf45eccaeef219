// PG2 as what is evaluated: it redraws looks of a data set from another picture of each.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>

#include "trainer/evaluation/subject.h"
#include "trainer/networks/pg2_networks.h"

namespace psgan::trainer {

enum class Pg2Picture {
  coarse,   ///< G1's.
  refined,  ///< G2's.
};

class Pg2Subject : public Subject {
 public:
  /// `where` names the data set in errors.
  Pg2Subject(Pg2Generator generator, Pg2Picture which, const TrainingData& data, std::string where,
             torch::Device device);

  bool draws_characters() const override { return false; }
  torch::Tensor characters(std::uint64_t first, const torch::Tensor& keypoints) override;
  bool knows_looks() const override { return true; }
  /// From the sources that fixed_sources() gives; nothing is random.
  torch::Tensor redrawn(const Batch& batch, std::uint64_t first) override;
  std::int64_t parameters() const override;

 private:
  Pg2Generator generator_;
  Pg2Picture which_;
  std::string where_;
};

}  // namespace psgan::trainer
