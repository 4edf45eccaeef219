// What methods of training do with the gradients and weights of whole networks.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace psgan::trainer {

void set_requires_grad(const torch::nn::Module& network, bool value);

/// To none, in all versions of LibTorch: layers that a step does not reach are then passed over.
void clear_gradients(const torch::nn::Module& network);

/// False as soon as one weight is infinite or no number.
bool all_finite(const std::vector<const torch::nn::Module*>& networks);

/// Of networks of the same layers.
void copy_weights(const torch::nn::Module& to, const torch::nn::Module& from);

/// Moves a moving average of a network's weights on by `batch` images, its half-life `kimg`
/// thousands of images. While a network is young, after few `shown` images, the average is, too:
/// its layers began as noise, and an average that reaches back to them draws noise.
void update_average(const torch::nn::Module& average, const torch::nn::Module& network,
                    std::uint64_t shown, std::int64_t batch, double kimg);

}  // namespace psgan::trainer
