// One training run's networks and the steps that train them; the loop around them is training.h's.
#pragma once

#include <torch/torch.h>

#include <map>
#include <memory>
#include <string>

#include "trainer/data/batch_loader.h"
#include "trainer/data/training_data.h"
#include "trainer/networks/discriminator.h"
#include "trainer/networks/generator.h"
#include "trainer/training/adam.h"
#include "trainer/training/options.h"
#include "trainer/training/schedule.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// Sums of what each step measured; read and emptied at each tick.
class Measures {
 public:
  void add(const std::string& name, const torch::Tensor& value);
  /// The means since the last call, over all processes.
  std::map<std::string, double> take();

 private:
  std::map<std::string, std::pair<torch::Tensor, int>> sums_;
};

/// What convolutions compute in, by precision and device.
torch::ScalarType compute_type_of(const TrainingOptions& options);

class Trainer {
 public:
  /// Fresh networks from options.seed. `data` must outlive the trainer.
  Trainer(TrainingOptions options, const TrainingData& data);

  /// Goes on from a snapshot of the same networks. Throws Error naming `where`.
  void restore(const Snapshot& snapshot, const std::string& where);
  Snapshot snapshot() const;
  /// False as soon as one weight is infinite or no number: such a run cannot recover by itself.
  bool weights_finite() const;

  /// One step of D and one of G on one minibatch, then options.anchor_steps of G's anchors alone on
  /// further ones. Everything random in it follows from the seed, the number of the step and that
  /// of rollbacks, so that a resumed run takes the same step.
  void step();

  bool finished() const { return progress_.images >= schedule_.total_images; }
  Growth growth() const;
  const TrainingOptions& options() const { return options_; }
  const Schedule& schedule() const { return schedule_; }
  /// Other lengths for phases that have not begun, see TrainingOptions.
  void set_phases(const PerResolution& fade_kimg, const PerResolution& stable_kimg);
  /// Seconds spent waiting for data since the last call.
  double waited_for_data() { return loader_.waited(); }
  TrainingProgress& progress() { return progress_; }
  Measures& measures() { return measures_; }
  Generator& averaged_generator() { return *average_; }
  torch::Device device() const { return device_; }

 private:
  struct Step;  // what one step's parts share

  /// Halved by each rollback.
  double learning_rate() const;
  void reset_optimizers(int resolution);
  void restore_optimizers(torch::serialize::InputArchive& archive, const std::string& where);
  /// Of D and G, and those of the anchors alone.
  std::uint64_t minibatches_of_step(int resolution) const;
  /// This process's share of the real images of minibatch `number`, counted over all steps.
  Batch draw_batch(std::uint64_t number, int resolution) const;
  /// What one minibatch of this step needs, the generator's pictures included; of them the share
  /// `anchors` is anchored.
  Step begin_step(const Growth& growth, std::uint64_t minibatch, double anchors);
  torch::Tensor draw_latents(const Step& step) const;
  void train_discriminator(const Step& step);
  void train_generator(const Step& step);
  /// G by the L1 to the real images alone: a quarter to a third of a whole step's cost.
  void train_on_anchors(const Step& step);
  torch::Tensor anchor_loss(const Step& step);
  /// One step of the network down this loss, with the gradients of all processes.
  void descend(const torch::Tensor& loss, const torch::nn::Module& network, Adam& optimizer);
  void update_average(std::int64_t batch);

  TrainingOptions options_;
  const TrainingData& data_;
  torch::Tensor shown_;  // [M] int64: the data set's images that are for training
  torch::Device device_;
  Schedule schedule_;
  std::shared_ptr<Generator> generator_, average_;
  std::shared_ptr<Discriminator> discriminator_;
  std::unique_ptr<Adam> generator_optimizer_, discriminator_optimizer_;
  int optimizer_resolution_ = 0;  // Adam starts anew at each resolution
  TrainingProgress progress_;
  Measures measures_;
  BatchLoader loader_;  // last, so that its threads end first
};

}  // namespace psgan::trainer
