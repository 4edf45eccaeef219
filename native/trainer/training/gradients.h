// What methods of training do with the gradients and weights of whole networks.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace psgan::trainer {

void set_requires_grad(const torch::nn::Module& network, bool value);

/// To none, in all versions of LibTorch: layers that a step does not reach are then passed over.
void clear_gradients(const torch::nn::Module& network);

/// False as soon as one weight is infinite or no number.
bool all_finite(const std::vector<const torch::nn::Module*>& networks);

}  // namespace psgan::trainer
