#pragma once

#include <torch/torch.h>

namespace psgan::trainer {

/// x on this device. To a GPU it goes through pinned memory, while the GPU computes: a plain copy
/// would wait for all queued work first.
inline torch::Tensor copied_to(const torch::Tensor& x, torch::Device device) {
  return device.is_cuda() && x.device().is_cpu() ? x.pin_memory().to(device, /*non_blocking=*/true)
                                                 : x.to(device);
}

}  // namespace psgan::trainer
