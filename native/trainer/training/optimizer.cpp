#include "trainer/training/optimizer.h"

#include "trainer/machine/copy_to.h"
#include "trainer/training/adam.h"
#include "trainer/training/muon.h"

namespace psgan::trainer {

std::unique_ptr<Optimizer> make_optimizer(OptimizerKind kind,
                                          std::vector<torch::Tensor> parameters) {
  if (kind == OptimizerKind::muon) return std::make_unique<Muon>(std::move(parameters));
  return std::make_unique<Adam>(std::move(parameters));
}

DeviceNumbers::DeviceNumbers(const std::vector<torch::Tensor>& parameters, std::int64_t count)
    : numbers_(
          torch::zeros({count}, torch::TensorOptions(torch::kFloat64)
                                    .device(parameters.empty() ? torch::Device(torch::kCPU)
                                                               : parameters.front().device()))) {}

void DeviceNumbers::set(std::initializer_list<double> values) {
  const torch::NoGradGuard no_grad;
  numbers_.copy_(
      copied_to(torch::tensor(std::vector<double>(values), torch::kFloat64), numbers_.device()));
}

}  // namespace psgan::trainer
