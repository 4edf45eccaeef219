// Muon (Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks"): each
// weight matrix moves along its momentum with all singular values set to about 1, so that every
// direction is learned at the same rate. For convolutions and dense layers of both networks; biases
// and the layers to and from pixels and logits are Adam's, which sees each number by itself.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "trainer/training/adam.h"

namespace psgan::trainer {

/// The polar factor U·Vᵀ of each matrix U·Σ·Vᵀ, nearly: [B,rows,columns] → the same, rows ≤ columns
/// for speed. Five Newton-Schulz iterations x ← a·x + (b·A + c·A²)·x with A = x·xᵀ from x/‖x‖; with
/// these coefficients (3.4445, −4.7750, 2.0315) small singular values grow as fast as they can and
/// all end between 0.68 and 1.21. Zeros stay zeros. Computed in the type of x.
torch::Tensor orthogonalized(const torch::Tensor& x);

class Muon : public Optimizer {
 public:
  static constexpr double momentum = 0.9;  ///< Share that a step leaves; Nesterov's form.

  /// Whether it moves this parameter by itself: a matrix [out,in] or a convolution [out,in,k,k],
  /// with more than 256 numbers and more than three inputs and outputs (pixels have three, a logit
  /// is one). All others are left to Adam.
  static bool takes(const torch::Tensor& parameter);

  /// Momenta begin with the first step.
  explicit Muon(const std::vector<torch::Tensor>& parameters);

  void prepare(double learning_rate) override;
  /// A matrix [out, in·k²] changes by the learning rate times its orthogonalized momentum times
  /// √max(out, in·k²): so the change's root mean square is the learning rate, about as large as
  /// Adam's steps. Matrices of one shape are multiplied in one batch.
  void apply() override;
  void save(torch::serialize::OutputArchive& archive) const override;
  void load(torch::serialize::InputArchive& archive) override;

 private:
  std::vector<torch::Tensor> matrices_;
  std::vector<torch::Tensor> momenta_;  // as matrices_; undefined where no gradient was
  Adam others_;
  DeviceNumbers rate_;
};

}  // namespace psgan::trainer
