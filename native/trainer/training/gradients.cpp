#include "trainer/training/gradients.h"

namespace psgan::trainer {

using torch::Tensor;

void set_requires_grad(const torch::nn::Module& network, bool value) {
  for (Tensor& parameter : network.parameters()) parameter.set_requires_grad(value);
}

void clear_gradients(const torch::nn::Module& network) {
  for (Tensor& parameter : network.parameters()) parameter.mutable_grad() = Tensor();
}

bool all_finite(const std::vector<const torch::nn::Module*>& networks) {
  const torch::NoGradGuard no_grad;
  Tensor sum;
  for (const torch::nn::Module* network : networks) {
    for (const Tensor& parameter : network->parameters()) {
      // What is not finite times 0 is not a number, and stays it in every sum.
      const Tensor zero = (parameter * 0).sum(torch::kFloat64);
      sum = sum.defined() ? sum + zero : zero;
    }
  }
  return !sum.defined() || sum.item<double>() == 0;
}

}  // namespace psgan::trainer
