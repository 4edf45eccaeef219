// Adam (Kingma and Ba 2014) as progressive GANs train: with β1 = 0 the first moment is the gradient
// itself, so only the second is kept, which halves the optimizers' memory.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace psgan::trainer {

class Adam {
 public:
  static constexpr double beta2 = 0.99;  ///< Share of the second moment that a step leaves.
  static constexpr double epsilon = 1e-8;

  /// Of leaves in fp32; their second moments begin with the first step.
  explicit Adam(std::vector<torch::Tensor> parameters) : parameters_(std::move(parameters)) {}

  /// One step against the gradients. Parameters without one are passed over: the layers of
  /// resolutions that have not come yet. On the CPU one loop, elsewhere a handful of operations on
  /// all parameters at once, however many there are.
  void step(double learning_rate);

  void save(torch::serialize::OutputArchive& archive) const;
  /// Of the same parameters. Throws c10::Error if the archive holds something else.
  void load(torch::serialize::InputArchive& archive);

 private:
  std::vector<torch::Tensor> parameters_;
  std::vector<torch::Tensor> moments_;  // as parameters_; undefined where no gradient was
  std::int64_t steps_ = 0;
};

}  // namespace psgan::trainer
