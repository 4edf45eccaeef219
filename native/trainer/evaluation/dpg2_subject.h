// DPG2 as what is evaluated: it redraws looks of a data set from another picture of each, and draws
// characters from noise once its mapping functions are trained.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>

#include "trainer/evaluation/subject.h"
#include "trainer/networks/dpg2_networks.h"

namespace psgan::trainer {

class Dpg2Subject : public Subject {
 public:
  /// `sampled`: whether the mapping functions are trained. `where` names the data set in errors.
  Dpg2Subject(Dpg2Networks networks, bool sampled, const TrainingData& data, std::string where,
              torch::Device device);

  bool draws_characters() const override { return sampled_; }
  torch::Tensor characters(std::uint64_t first, const torch::Tensor& keypoints) override;
  /// Whether each look has a second picture to be redrawn from.
  bool knows_looks() const override;
  /// From the sources that fixed_sources() gives; nothing is random.
  torch::Tensor redrawn(const Batch& batch, std::uint64_t first) override;
  std::int64_t parameters() const override;

 private:
  Dpg2Networks networks_;
  bool sampled_;
  std::string where_;
};

}  // namespace psgan::trainer
