#include "trainer/training/step_cost.h"

#include <ATen/record_function.h>
#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

#include "trainer/machine/matrix_product.h"
#include "trainer/training/trainer.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void wait_for(torch::Device device) {
  if (device.is_cuda()) torch::cuda::synchronize();
}

/// What is counted of each operator that LibTorch calls, in whatever thread it does.
struct Counts {
  std::mutex lock;
  OperatorCounts all;
};
Counts counts;

struct Call : at::ObserverContext {
  Call* outer = nullptr;
  double inner_bytes = 0;              // counted for the operators that this one calls
  std::vector<c10::IValue> arguments;  // LibTorch keeps its own only until the call begins
};
thread_local Call* innermost = nullptr;

double product(at::IntArrayRef sizes) {
  double result = 1;
  for (const std::int64_t size : sizes) result *= static_cast<double>(size);
  return result;
}

/// Multiplications and additions. Arguments are those of LibTorch's operators.
double arithmetic(const std::string& name, const std::vector<c10::IValue>& in,
                  const std::vector<c10::IValue>& out) {
  if (name == "aten::_convolution") {
    const Tensor weight = in[1].toTensor();
    return 2 * product(out.at(0).toTensor().sizes()) * product(weight.sizes().slice(1));
  }
  if (name == "aten::convolution_backward") {
    const auto wanted = in[10].toBoolList();
    const int gradients = int{wanted.get(0)} + int{wanted.get(1)};
    return gradients * 2 * product(in[0].toTensor().sizes()) *
           product(in[2].toTensor().sizes().slice(1));
  }
  if (name == "aten::mm") {
    return 2 * product(in[0].toTensor().sizes()) * static_cast<double>(in[1].toTensor().size(1));
  }
  if (name == "aten::addmm") {
    return 2 * product(in[1].toTensor().sizes()) * static_cast<double>(in[2].toTensor().size(1));
  }
  return 0;
}

double bytes_of(const Tensor& tensor) {
  if (!tensor.defined()) return 0;
  const double all = static_cast<double>(tensor.numel() * tensor.element_size());
  return tensor.has_storage() ? std::min(all, static_cast<double>(tensor.storage().nbytes())) : all;
}

template <typename Values, typename Visit>
void each_tensor(const Values& values, Visit&& visit) {
  for (const c10::IValue& value : values) {
    if (value.isTensor()) visit(value.toTensor());
    if (value.isTensorList()) {
      for (const Tensor& tensor : value.toTensorVector()) visit(tensor);
    }
  }
}

/// Nothing moves where an operator only looks at its input in another way, or asks for memory.
bool moves_memory(const std::string& name, const std::vector<c10::IValue>& in,
                  const std::vector<c10::IValue>& out) {
  if (name.starts_with("aten::empty") || name == "aten::resize_" || name == "aten::detach_") {
    return false;
  }
  if (name.ends_with("_")) return true;
  bool is_view = false;
  each_tensor(out, [&](const Tensor& result) {
    each_tensor(in, [&](const Tensor& given) {
      is_view = is_view || (result.defined() && given.defined() && result.is_alias_of(given));
    });
  });
  return !is_view;
}

std::unique_ptr<at::ObserverContext> on_start(const at::RecordFunction& function) {
  auto call = std::make_unique<Call>();
  for (const c10::IValue& argument : function.inputs()) call->arguments.push_back(argument);
  call->outer = innermost;
  innermost = call.get();
  return call;
}

void on_end(const at::RecordFunction& function, at::ObserverContext* context) {
  const auto* call = static_cast<Call*>(context);
  innermost = call->outer;
  const std::string name = function.name();
  const auto& in = call->arguments;
  const double operations = arithmetic(name, in, function.outputs());
  double bytes = 0;
  if (call->inner_bytes == 0 && moves_memory(name, in, function.outputs())) {
    each_tensor(in, [&](const Tensor& tensor) { bytes += bytes_of(tensor); });
    each_tensor(function.outputs(), [&](const Tensor& tensor) { bytes += bytes_of(tensor); });
  }
  if (innermost != nullptr) innermost->inner_bytes += call->inner_bytes + bytes;
  const std::scoped_lock guard(counts.lock);
  counts.all.operations += operations;
  counts.all.bytes += bytes;
}

// The type of the totals in reportMemoryUsage is another one from LibTorch 2 on.
template <typename Size>
Size type_of_totals(void (c10::MemoryReportingInfoBase::*)(void*, std::int64_t, Size, Size,
                                                           c10::Device));
using Total = decltype(type_of_totals(&c10::MemoryReportingInfoBase::reportMemoryUsage));

/// Follows what LibTorch's allocators hand out while it is installed.
class MemoryMeter : public c10::MemoryReportingInfoBase {
 public:
  void reportMemoryUsage(void*, std::int64_t size, Total, Total, c10::Device) override {
    const std::int64_t now = held_ += size;
    std::int64_t before = peak_;
    while (before < now && !peak_.compare_exchange_weak(before, now)) {
    }
  }
  bool memoryProfilingEnabled() const override { return true; }
  std::int64_t peak() const { return peak_; }

 private:
  std::atomic<std::int64_t> held_ = 0, peak_ = 0;
};

/// Runs `work` over and over for that long and returns the seconds of one.
template <typename Work>
double time_of(torch::Device device, double seconds, Work&& work) {
  work();  // warm
  wait_for(device);
  int times = 0;
  const auto start = Clock::now();
  do {
    work();
    wait_for(device);
    ++times;
  } while (seconds_since(start) < seconds);
  return seconds_since(start) / times;
}

}  // namespace

OperatorCounts counts_of(const std::function<void()>& work) {
  counts.all = {};
  const auto handle = at::addGlobalCallback(at::RecordFunctionCallback(on_start, on_end)
                                                .needsInputs(true)
                                                .needsOutputs(true)
                                                .scopes({at::RecordScope::FUNCTION}));
  work();
  at::removeCallback(handle);
  return counts.all;
}

StepCost measure_step(const TrainingOptions& given, int resolution, double seconds,
                      const TrainingData* given_data) {
  const TrainingOptions options =
      with_changes(given, {{"resolution", resolution}, {"start_resolution", resolution}}, "bench");
  const bool has_rare_penalty =
      options.loss != Loss::wgan_gp &&
      (options.r1_gamma.at(resolution) > 0 || options.r2_gamma.at(resolution) > 0);
  // Of so many steps one takes the penalties.
  const int round = has_rare_penalty ? options.r1_every : 1;
  StepCost cost;
  compute_type_of(options);  // may measure the processor, once, which is no part of a step
  const auto meter = std::make_shared<MemoryMeter>();
  const c10::DebugInfoGuard metering(c10::DebugInfoKind::PROFILER_STATE, meter);
  std::optional<TrainingData> noise;
  if (given_data == nullptr) {
    noise = TrainingData::noise(resolution, 64);
    noise->move_to(torch::Device(options.device), 0);
  }
  Trainer trainer(options, given_data == nullptr ? *noise : *given_data);
  // In the order of training, so that its images, and with windows its whole steps, come in turn.
  std::uint64_t rounds = 0, between = 0;
  const auto every = static_cast<std::uint64_t>(round);
  const auto next_step = [&](bool with_penalty) {
    if (with_penalty) return every * rounds++;
    const std::uint64_t i = between++;
    return i / (every - 1) * every + i % (every - 1) + 1;
  };
  const auto steps = [&](int times, bool with_penalty) {
    for (int i = 0; i < times; ++i) {
      trainer.progress().steps = next_step(with_penalty);
      trainer.step();
    }
    trainer.measures().take();  // waits for the device
  };
  // A GPU is given steps to do before it has done the last ones, as in training.
  const int at_once = torch::Device(options.device).is_cuda() ? 10 : 1;
  const auto timed = [&](bool with_penalty, double at_least) {
    return time_of(torch::kCPU, at_least, [&] { steps(at_once, with_penalty); }) / at_once;
  };
  const double rare_share = 1.0 / round;
  const OperatorCounts rare = counts_of([&] { steps(1, true); });
  const OperatorCounts usual = counts_of([&] { steps(1, round == 1); });
  cost.operations = rare_share * rare.operations + (1 - rare_share) * usual.operations;
  cost.bytes = rare_share * rare.bytes + (1 - rare_share) * usual.bytes;
  const double rare_seconds = timed(true, seconds * (round == 1 ? 1 : 0.25));
  cost.seconds = rare_seconds;
  if (round > 1) {
    cost.seconds = rare_share * rare_seconds + (1 - rare_share) * timed(false, seconds * 0.75);
  }
  cost.peak_memory = meter->peak();
  return cost;
}

MachinePeak measure_machine(torch::Device device, torch::ScalarType type) {
  const torch::NoGradGuard no_grad;
  // On the CPU as large as a layer's, for which both ways were at their best.
  const std::int64_t rows = device.is_cuda() ? 8192 : 4096, side = device.is_cuda() ? 8192 : 256;
  const auto options = torch::TensorOptions().device(device).dtype(type);
  const Tensor a = torch::randn({rows, side}, options), b = torch::randn({side, side}, options);
  const Tensor from = torch::zeros({std::int64_t{1} << 26}, torch::device(device));
  Tensor to = torch::zeros_like(from);
  const double plain = time_of(device, 0.5, [&] { torch::mm(a, b); });
  const double convolution = time_of(device, 0.5, [&] { product_by_convolution(a, b); });
  const double copy = time_of(device, 0.5, [&] { to.copy_(from); });
  return {2.0 * static_cast<double>(rows * side * side) / std::min(plain, convolution),
          2.0 * static_cast<double>(from.nbytes()) / copy,
          plain <= convolution ? "matmul" : "1x1 convolution"};
}

}  // namespace psgan::trainer
