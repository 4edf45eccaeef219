// What all optimizers share. A step is split into what the host prepares (numbers that change from
// step to step) and what the device does with them, which is the same operations every time as long
// as the same parameters have gradients: a GPU can record and replay it.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "psgan/error.h"
#include "trainer/training/options.h"

namespace psgan::trainer {

class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// One step against the gradients of the parameters. Those without one are skipped: the layers of
  /// resolutions that have not come yet.
  void step(double learning_rate) {
    prepare(learning_rate);
    apply();
  }
  /// The host's part: counts the step and sends what depends on it to the device.
  virtual void prepare(double learning_rate) = 0;
  /// The device's part. It reads nothing that changes from step to step but tensors, which stay
  /// where they are.
  virtual void apply() = 0;

  virtual void save(torch::serialize::OutputArchive& archive) const = 0;
  /// Of the same parameters. Throws c10::Error if the archive holds something else.
  virtual void load(torch::serialize::InputArchive& archive) = 0;
};

/// Of leaves in fp32, all on one device.
std::unique_ptr<Optimizer> make_optimizer(OptimizerKind kind,
                                          std::vector<torch::Tensor> parameters);

/// Calls `read`, which reads optimizers' state from a snapshot. Throws Error naming `where` if it
/// is not as it should be.
template <typename Read>
void reading_optimizers(const std::string& where, const Read& read) {
  try {
    read();
  } catch (const c10::Error& error) {
    throw Error(where +
                ": the optimizers' state cannot be read: " + error.what_without_backtrace());
  }
}

/// What changes from step to step: fp64 numbers on the device, always in the same memory.
class DeviceNumbers {
 public:
  DeviceNumbers(const std::vector<torch::Tensor>& parameters, std::int64_t count);
  void set(std::initializer_list<double> values);
  /// A tensor without dimensions.
  torch::Tensor operator[](std::int64_t i) const { return numbers_[i]; }

 private:
  torch::Tensor numbers_;
};

}  // namespace psgan::trainer
