// Data-parallel training: several processes, one for each GPU or a few on CPUs, started by torchrun
// or mpirun, take a share of every minibatch each, and average their gradients. What they compute
// is, to rounding, what one process computes with the whole minibatch, so the minibatch deviation
// too is taken over all processes' images. One process alone is the usual case, and costs nothing.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace psgan::trainer {

/// How a launcher's environment numbers this process: RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and
/// MASTER_PORT (torchrun), or OMPI_COMM_WORLD_RANK, _SIZE and _LOCAL_RANK (mpirun).
struct ProcessPlace {
  int rank = 0, count = 1, local_rank = 0;
};
/// Throws Error naming a variable that is no number, or a rank that is not below the count.
ProcessPlace place_from_environment();

/// The group lives as long as this object; one at a time. Gloo on the CPU, NCCL on CUDA. Throws
/// Error if the others cannot be reached (within five minutes), or if this build has no way to.
class ProcessGroup {
 public:
  ProcessGroup(ProcessPlace place, torch::Device device);
  ~ProcessGroup();
  ProcessGroup(const ProcessGroup&) = delete;
  ProcessGroup& operator=(const ProcessGroup&) = delete;
};

int process_count();
int process_rank();  ///< 0 writes files and speaks.

/// This process's part of what was drawn for the whole minibatch: every process_count()th row.
torch::Tensor own_share(const torch::Tensor& all);

/// The sum over all processes' tensors; can be differentiated any number of times. Every process
/// must call it in the same order.
torch::Tensor sum_over_processes(const torch::Tensor& x);

/// Each parameter's gradient becomes its mean over the processes, many in one message.
void average_gradients(const std::vector<torch::Tensor>& parameters);

/// What the first process says.
double from_first_process(double mine);

/// True if any process says so.
bool any_process(bool mine);

}  // namespace psgan::trainer
