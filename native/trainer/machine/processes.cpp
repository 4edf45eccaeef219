#include "trainer/machine/processes.h"

#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "psgan/error.h"

// Gloo's headers come apart from LibTorch, in Debian as libgloo-dev.
#if defined(USE_C10D_GLOO) && __has_include(<gloo/context.h>)
#define PSGAN_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#if defined(USE_C10D_NCCL) && __has_include(<nccl.h>)
#define PSGAN_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#if defined(PSGAN_GLOO) || defined(PSGAN_NCCL)
#define PSGAN_PROCESSES
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

namespace psgan::trainer {
namespace {

using torch::Tensor;

std::optional<int> number_in_environment(const char* name) {
  const char* text = std::getenv(name);
  if (text == nullptr || *text == '\0') return std::nullopt;
  char* end = nullptr;
  const long value = std::strtol(text, &end, 10);
  if (*end != '\0' || value < 0 || value > 1 << 20) {
    throw Error(std::string("the environment's ") + name + " is \"" + text +
                "\", expected a number from 0 on");
  }
  return static_cast<int>(value);
}

int number_of(const char* torchrun, const char* mpirun, int otherwise) {
  if (const auto number = number_in_environment(torchrun)) return *number;
  return number_in_environment(mpirun).value_or(otherwise);
}

struct State {
  ProcessPlace place;
  torch::Device device = torch::kCPU;
#ifdef PSGAN_PROCESSES
  std::function<c10::intrusive_ptr<c10d::Work>(std::vector<Tensor>&)> start_sum;
#endif
};
std::unique_ptr<State> state;

/// Sums in place over all processes.
void sum(std::vector<Tensor>& tensors) {
#ifdef PSGAN_PROCESSES
  // Each list of one: Gloo takes the same tensor from several processes, not several at once.
  std::vector<c10::intrusive_ptr<c10d::Work>> works;
  for (Tensor& tensor : tensors) {
    std::vector<Tensor> one = {tensor};
    works.push_back(state->start_sum(one));
  }
  for (const auto& work : works) work->wait();
#else
  (void)tensors;
#endif
}

class SumOverProcesses : public torch::autograd::Function<SumOverProcesses> {
 public:
  static Tensor forward(torch::autograd::AutogradContext*, const Tensor& x) {
    std::vector<Tensor> result = {x.detach().clone(torch::MemoryFormat::Contiguous)};
    sum(result);
    return result[0];
  }

  /// Every process's loss depends on the sum, so that their gradients add up.
  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext*,
                                               torch::autograd::tensor_list gradients) {
    return {SumOverProcesses::apply(gradients[0])};
  }
};

#ifdef PSGAN_PROCESSES
c10::intrusive_ptr<c10d::Store> meet(const ProcessPlace& place) {
  const char* host = std::getenv("MASTER_ADDR");
  // torchrun keeps such a store itself.
  const char* agent = std::getenv("TORCHELASTIC_USE_AGENT_STORE");
  c10d::TCPStoreOptions options;
  options.port =
      static_cast<std::uint16_t>(number_in_environment("MASTER_PORT").value_or(options.port));
  options.isServer = place.rank == 0 && !(agent != nullptr && std::string(agent) == "True");
  options.numWorkers = place.count;
  options.timeout = std::chrono::minutes(5);
  auto store = c10::make_intrusive<c10d::TCPStore>(host != nullptr ? host : "127.0.0.1", options);
  return c10::make_intrusive<c10d::PrefixStore>("psgan", store);
}
#endif

}  // namespace

ProcessPlace place_from_environment() {
  ProcessPlace place;
  place.count = number_of("WORLD_SIZE", "OMPI_COMM_WORLD_SIZE", 1);
  place.rank = number_of("RANK", "OMPI_COMM_WORLD_RANK", 0);
  place.local_rank = number_of("LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", place.rank);
  if (place.count < 1 || place.rank >= place.count) {
    throw Error("the environment says that this is process " + std::to_string(place.rank) + " of " +
                std::to_string(place.count) + ", counted from 0; is WORLD_SIZE missing?");
  }
  return place;
}

ProcessGroup::ProcessGroup(ProcessPlace place, torch::Device device) {
  if (place.count == 1) return;
  auto made = std::make_unique<State>();
  made->place = place;
  made->device = device;
#ifdef PSGAN_GLOO
  if (device.is_cpu()) {
    auto options = c10d::ProcessGroupGloo::Options::create();
    options->devices = {c10d::ProcessGroupGloo::createDefaultDevice()};
    auto group =
        c10::make_intrusive<c10d::ProcessGroupGloo>(meet(place), place.rank, place.count, options);
    made->start_sum = [group](std::vector<Tensor>& tensors) { return group->allreduce(tensors); };
  }
#endif
#ifdef PSGAN_NCCL
  if (device.is_cuda()) {
    auto group = c10::make_intrusive<c10d::ProcessGroupNCCL>(
        meet(place), place.rank, place.count, c10d::ProcessGroupNCCL::Options::create());
    made->start_sum = [group](std::vector<Tensor>& tensors) { return group->allreduce(tensors); };
  }
#endif
#ifdef PSGAN_PROCESSES
  if (made->start_sum) state = std::move(made);
#endif
  if (state == nullptr) {
    throw Error("this program was built without " + std::string(device.is_cpu() ? "Gloo" : "NCCL") +
                ", so it cannot train in " + std::to_string(place.count) + " processes on " +
                device.str());
  }
}

ProcessGroup::~ProcessGroup() { state.reset(); }

int process_count() { return state != nullptr ? state->place.count : 1; }
int process_rank() { return state != nullptr ? state->place.rank : 0; }

Tensor own_share(const Tensor& all) {
  if (state == nullptr) return all;
  return all.slice(0, process_rank(), all.size(0), process_count()).contiguous();
}

Tensor sum_over_processes(const Tensor& x) {
  return state == nullptr ? x : SumOverProcesses::apply(x);
}

void average_gradients(const std::vector<Tensor>& parameters) {
  if (state == nullptr) return;
  constexpr std::int64_t bucket_numbers = 8 << 20;
  // Which parameters a step reaches is the same in all processes.
  std::vector<std::vector<Tensor>> buckets;
  std::int64_t numbers = bucket_numbers;
  for (const Tensor& parameter : parameters) {
    if (!parameter.grad().defined()) continue;
    if (numbers >= bucket_numbers) {
      buckets.emplace_back();
      numbers = 0;
    }
    buckets.back().push_back(parameter.grad());
    numbers += parameter.numel();
  }
  std::vector<Tensor> flat;
  for (const auto& bucket : buckets) {
    std::vector<Tensor> rows;
    for (const Tensor& gradient : bucket) rows.push_back(gradient.reshape({-1}));
    flat.push_back(torch::cat(rows).div_(process_count()));
  }
  sum(flat);
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    std::int64_t at = 0;
    for (Tensor& gradient : buckets[i]) {
      gradient.copy_(flat[i].narrow(0, at, gradient.numel()).view(gradient.sizes()));
      at += gradient.numel();
    }
  }
}

double from_first_process(double mine) {
  if (state == nullptr) return mine;
  std::vector<Tensor> one = {torch::full({1}, process_rank() == 0 ? mine : 0.0,
                                         torch::device(state->device).dtype(torch::kFloat64))};
  sum(one);
  return one[0].item<double>();
}

bool any_process(bool mine) {
  if (state == nullptr) return mine;
  std::vector<Tensor> votes = {torch::full({1}, mine ? 1.0f : 0.0f, torch::device(state->device))};
  sum(votes);
  return votes[0].item<float>() > 0;
}

}  // namespace psgan::trainer
