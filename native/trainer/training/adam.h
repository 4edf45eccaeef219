// Adam (Kingma and Ba 2014) as progressive GANs train: with β1 = 0 the first moment is the gradient
// itself, so only the second is kept, which halves the optimizers' memory.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "trainer/training/optimizer.h"

namespace psgan::trainer {

class Adam : public Optimizer {
 public:
  static constexpr double beta2 = 0.99;  ///< Share of the second moment that a step leaves.
  static constexpr double epsilon = 1e-8;

  /// The second moments begin with the first step.
  explicit Adam(std::vector<torch::Tensor> parameters)
      : parameters_(std::move(parameters)), numbers_(parameters_, 2) {}

  void prepare(double learning_rate) override;
  /// On the CPU one loop, elsewhere a handful of operations on all parameters at once, however many
  /// there are.
  void apply() override;
  void save(torch::serialize::OutputArchive& archive) const override;
  void load(torch::serialize::InputArchive& archive) override;

 private:
  std::vector<torch::Tensor> parameters_;
  std::vector<torch::Tensor> moments_;  // as parameters_; undefined where no gradient was
  std::int64_t steps_ = 0;
  DeviceNumbers numbers_;  // rate and ε, corrected
};

}  // namespace psgan::trainer
