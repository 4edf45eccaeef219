// What a training step costs: time, arithmetic, memory traffic, memory. Printed by bench, and used
// to plan a run for a given time.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <functional>
#include <string>

#include "trainer/data/training_data.h"
#include "trainer/training/options.h"

namespace psgan::trainer {

struct StepCost {
  double seconds = 0;     ///< Of one step of D and G, with the average cost of lazy penalties.
  double operations = 0;  ///< Floating-point operations of convolutions and dense layers.
  double bytes = 0;       ///< Read and written, counting each operation's tensors once.
  std::int64_t peak_memory = 0;  ///< Bytes of tensors at most, networks included.
};

/// Steps of a fresh run of these options, fully grown at `resolution`, on noise or on `data`; for
/// at least `seconds`, a quarter of the time with the lazy penalties and the rest without; each is
/// weighted by how often it is applied. Six steps at least.
StepCost measure_step(const TrainingOptions& options, int resolution, double seconds,
                      const TrainingData* data = nullptr);

/// Floating-point operations (of convolutions and dense layers) and memory traffic.
struct OperatorCounts {
  double operations = 0, bytes = 0;
};

/// The work of LibTorch's operators while `work` runs, in all threads.
OperatorCounts counts_of(const std::function<void()>& work);

/// The machine's speed, measured now: a plain product of two matrices, in the type that
/// convolutions are computed in and by whichever of LibTorch's two ways is faster, and a copy from
/// memory to memory.
struct MachinePeak {
  double operations_per_second = 0, bytes_per_second = 0;
  std::string product;  ///< The faster way: "matmul" or "1x1 convolution".
};
MachinePeak measure_machine(torch::Device device, torch::ScalarType type);

}  // namespace psgan::trainer
