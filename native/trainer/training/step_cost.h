// What a training step costs: time, arithmetic, memory traffic, memory. The bench prints it, and a
// run that has to end in time plans with it.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <functional>
#include <string>

#include "trainer/training/options.h"

namespace psgan::trainer {

struct StepCost {
  double seconds = 0;            ///< Of one step of D and G, rare penalties shared out.
  double operations = 0;         ///< Floating-point ones of its convolutions and dense layers.
  double bytes = 0;              ///< Read and written, each operation's tensors once.
  std::int64_t peak_memory = 0;  ///< Bytes of tensors at most, networks included.
};

/// Steps of a fresh run of these options, fully grown at `resolution`, on noise; for at least so
/// long, a quarter of the time with the penalties that are not taken at every step and the rest
/// without them; each counts as often as it is taken. Six steps at least.
StepCost measure_step(const TrainingOptions& options, int resolution, double seconds);

/// Floating-point operations (of convolutions and dense layers) and memory traffic.
struct OperatorCounts {
  double operations = 0, bytes = 0;
};

/// What LibTorch's operators do while `work` runs, in whatever thread.
OperatorCounts counts_of(const std::function<void()>& work);

/// What the machine can do, measured now: a plain product of two matrices, in the type that
/// convolutions are computed in and by whichever of LibTorch's two ways is faster, and a copy from
/// memory to memory.
struct MachinePeak {
  double operations_per_second = 0, bytes_per_second = 0;
  std::string product;  ///< The faster way: "matmul" or "1x1 convolution".
};
MachinePeak measure_machine(torch::Device device, torch::ScalarType type);

}  // namespace psgan::trainer
