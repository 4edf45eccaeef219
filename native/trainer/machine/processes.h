// Data-parallel training: several processes, one for each GPU or a few on CPUs, started by torchrun
// or mpirun, take a share of every minibatch each and average their gradients. The result equals,
// up to rounding, that of one process with the whole minibatch; the minibatch deviation, too, is
// computed over all processes' images. A single process has no overhead.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace psgan::trainer {

/// This process's number in the launcher's environment: RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR
/// and MASTER_PORT (torchrun), or OMPI_COMM_WORLD_RANK, _SIZE and _LOCAL_RANK (mpirun).
struct ProcessPlace {
  int rank = 0, count = 1, local_rank = 0;
};
/// Throws Error naming a variable that is not a number, or a rank that is not below the count.
ProcessPlace place_from_environment();

/// The group lives as long as this object; one at a time. Gloo on the CPU, NCCL on CUDA. Throws
/// Error if the others cannot be reached (within five minutes), or if this build lacks the backend.
class ProcessGroup {
 public:
  ProcessGroup(ProcessPlace place, torch::Device device);
  ~ProcessGroup();
  ProcessGroup(const ProcessGroup&) = delete;
  ProcessGroup& operator=(const ProcessGroup&) = delete;
};

int process_count();
int process_rank();  ///< 0 writes files and prints.

/// This process's share of what was sampled for the whole minibatch: every N-th row, N being
/// process_count().
torch::Tensor own_share(const torch::Tensor& all);

/// The sum over all processes' tensors; can be differentiated any number of times. Every process
/// must call it in the same order.
torch::Tensor sum_over_processes(const torch::Tensor& x);

/// Replaces each parameter's gradient by its mean over the processes, many in one message.
void average_gradients(const std::vector<torch::Tensor>& parameters);

/// The value of the first process.
double from_first_process(double mine);

/// True if it is true in any process.
bool any_process(bool mine);

}  // namespace psgan::trainer
