#include "trainer/training/staged_method.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "trainer/machine/processes.h"
#include "trainer/training/gradients.h"
#include "trainer/training/optimizer.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

/// Adam as DCGAN, PG2 and DPG2 have it. The learning rate is set at each step.
std::unique_ptr<torch::optim::Adam> make_adam(const torch::nn::Module& network) {
  return std::make_unique<torch::optim::Adam>(network.parameters(),
                                              torch::optim::AdamOptions().betas({0.5, 0.999}));
}

}  // namespace

StagedMethod::StagedMethod(TrainingOptions options, const TrainingData& data)
    : TrainingMethod(std::move(options)), data_(data), device_(options_.device) {
  if (batch() % process_count() != 0) {
    throw Error("--batch is " + std::to_string(batch()) + ", which " +
                std::to_string(process_count()) + " processes cannot share evenly");
  }
  if (device_.is_cuda()) at::globalContext().setBenchmarkCuDNN(true);
}

void StagedMethod::add_part(const std::string& name, torch::nn::Module& network) {
  network.to(device_);
  parts_.push_back({name, &network, make_adam(network)});
}

StagedMethod::Part& StagedMethod::part(std::string_view name) {
  return *std::find_if(parts_.begin(), parts_.end(),
                       [&](const Part& part) { return part.name == name; });
}

int StagedMethod::minibatches_ahead() const {
  return data_.device().type() == device_.type() && data_.resolution_in_memory() >= resolution()
             ? 0
             : 3;
}

bool StagedMethod::in_first_stage() const {
  return static_cast<double>(progress_.images) < options_.stage1_kimg * 1000;
}

void StagedMethod::count_step() {
  progress_.images += static_cast<std::uint64_t>(batch());
  ++progress_.steps;
}

void StagedMethod::descend(const Tensor& loss, const std::vector<std::string_view>& names) {
  descend(loss, names, options_.lr.at(resolution()));
}

void StagedMethod::descend(const Tensor& loss, const std::vector<std::string_view>& names,
                           double lr) {
  loss.backward();
  lr *= std::pow(0.5, progress_.rollbacks) * schedule_.decay(options_.lr_decay, progress_.images);
  for (const std::string_view name : names) {
    const Part& moved = part(name);
    average_gradients(moved.network->parameters());
    static_cast<torch::optim::AdamOptions&>(moved.adam->param_groups()[0].options()).lr(lr);
    moved.adam->step();
  }
}

Snapshot StagedMethod::snapshot() const {
  torch::serialize::OutputArchive archive;
  for (const Part& part : parts_) write_part(archive, part.name, *part.network);
  for (const Part& part : parts_) write_part(archive, part.name + "_adam", *part.adam);
  return {options_,      progress_,
          data_.looks(), close_archive(archive),
          false,         LatentSpace{.size = options_.spec.latent_size}};
}

void StagedMethod::restore(const Snapshot& snapshot, const std::string& where) {
  progress_ = snapshot.progress;
  torch::serialize::InputArchive archive = open_archive(snapshot.archive, device_);
  for (Part& part : parts_) {
    read_module(archive, part.name, *part.network, where);
    part.adam = make_adam(*part.network);
  }
  reading_optimizers(where, [&] {
    for (Part& part : parts_) {
      torch::serialize::InputArchive inner;
      archive.read(part.name + "_adam", inner);
      part.adam->load(inner);
    }
  });
}

bool StagedMethod::weights_finite() const {
  std::vector<const torch::nn::Module*> networks;
  for (const Part& part : parts_) networks.push_back(part.network);
  return all_finite(networks);
}

}  // namespace psgan::trainer
