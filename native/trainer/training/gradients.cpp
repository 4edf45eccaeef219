#include "trainer/training/gradients.h"

#include <algorithm>
#include <cmath>

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

void copy_weights(const torch::nn::Module& to, const torch::nn::Module& from) {
  const torch::NoGradGuard no_grad;
  const auto sources = from.parameters(), targets = to.parameters();
  for (std::size_t i = 0; i < targets.size(); ++i) targets[i].copy_(sources[i]);
}

void update_average(const torch::nn::Module& average, const torch::nn::Module& network,
                    std::uint64_t shown, std::int64_t batch, double kimg) {
  const torch::NoGradGuard no_grad;
  const auto images = static_cast<double>(batch);
  const double half_life = std::min(kimg * 1000, static_cast<double>(shown) * 0.1 + images);
  const double share = 1 - std::pow(0.5, images / half_life);
  const auto from = network.parameters(), to = average.parameters();
  at::_foreach_mul_(to, 1 - share);
  at::_foreach_add_(to, from, share);
}

}  // namespace psgan::trainer
