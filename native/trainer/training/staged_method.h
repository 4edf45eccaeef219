// What the methods share that train in two stages at one resolution, PG2 and DPG2: Adam as DCGAN
// has it, snapshots of networks by their names, the first stage's end.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "trainer/data/training_data.h"
#include "trainer/training/training_method.h"

namespace psgan::trainer {

class StagedMethod : public TrainingMethod {
 public:
  void restore(const Snapshot& snapshot, const std::string& where) override;
  Snapshot snapshot() const override;
  bool weights_finite() const override;

  bool in_first_stage() const;

 protected:
  /// `data` must outlive the method. Throws Error if processes cannot share a minibatch evenly.
  StagedMethod(TrainingOptions options, const TrainingData& data);

  /// A network, moved to the run's device, with an optimizer of its own: the parts NAME and
  /// NAME_adam of snapshots. The network must outlive the method.
  void add_part(const std::string& name, torch::nn::Module& network);
  /// Prefetched minibatches that a thread makes are worth it where the data lies elsewhere than the
  /// networks, or has to be decoded: how many.
  int minibatches_ahead() const;

  int resolution() const { return options_.spec.resolution; }
  /// Images of a step, of all processes.
  std::int64_t batch() const {
    return static_cast<std::int64_t>(options_.batch.at(options_.spec.resolution));
  }
  /// One step of these networks, whose gradients are none before, down the loss. `lr`: before what
  /// the schedule and rollbacks take of it.
  void descend(const torch::Tensor& loss, const std::vector<std::string_view>& names, double lr);
  /// The same at options.lr.
  void descend(const torch::Tensor& loss, const std::vector<std::string_view>& names);
  /// Counts the images of a step.
  void count_step();

  const TrainingData& data_;
  torch::Device device_;

 private:
  struct Part {
    std::string name;
    torch::nn::Module* network;
    std::unique_ptr<torch::optim::Adam> adam;
  };
  Part& part(std::string_view name);

  std::vector<Part> parts_;
};

}  // namespace psgan::trainer
