// The device that --device names.
#pragma once

#include <torch/torch.h>

#include <string>

namespace psgan::trainer {

/// "cpu", "cuda" or "cuda:1". Throws UsageError for another name, Error if there is no such device.
torch::Device device_named(const std::string& name);

}  // namespace psgan::trainer
