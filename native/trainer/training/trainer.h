// PSGAN's networks and the steps that train them; the loop around them is training_loop.h's.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "trainer/data/batch_loader.h"
#include "trainer/data/training_data.h"
#include "trainer/networks/discriminator.h"
#include "trainer/networks/generator.h"
#include "trainer/networks/windows.h"
#include "trainer/training/optimizer.h"
#include "trainer/training/options.h"
#include "trainer/training/samples.h"
#include "trainer/training/snapshot.h"
#include "trainer/training/training_method.h"

namespace psgan::trainer {

/// What convolutions compute in, by precision and device.
torch::ScalarType compute_type_of(const TrainingOptions& options);
/// The line of the log that says it.
std::string compute_type_remark(const TrainingOptions& options);

/// PSGAN and Progressive GAN: a generator and a discriminator that grow.
class Trainer : public TrainingMethod {
 public:
  /// Fresh networks from options.seed. `data` must outlive the trainer.
  Trainer(TrainingOptions options, const TrainingData& data);

  /// One step of D and one of G on one minibatch, then options.anchor_steps of G's anchors alone on
  /// further ones.
  void step() override;
  void restore(const Snapshot& snapshot, const std::string& where) override;
  Snapshot snapshot() const override;
  bool weights_finite() const override;
  Picture reals() override { return sample_grid().reals(); }
  Picture samples() override { return sample_grid().draw(*average_, growth()); }
  double waited_for_data() override { return loader_.waited(); }
  /// The type that convolutions compute in, and why there are no windows though they are asked for.
  std::vector<std::string> remarks() const override;

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
  /// The first numbers of latents [N,Z] that are not anchored: characters by random seeds, in
  /// place.
  void draw_traits(const Step& step, const torch::Tensor& latents) const;
  void train_discriminator(const Step& step);
  void train_generator(const Step& step);
  /// G by the L1 to the real images alone: a quarter to a third of a whole step's cost.
  void train_on_anchors(const Step& step);
  torch::Tensor anchor_loss(const Step& step);
  /// Of the images of anchor_loss(), see limb_weights().
  torch::Tensor limb_weights_of(const Step& step) const;
  /// With windows, every so many steps one is computed everywhere.
  static constexpr std::uint64_t whole_every = 8;
  /// Where a step is computed; none: everywhere.
  std::optional<Windows> windows_of(const Step& step) const;
  /// One step of the network down this loss, with the gradients of all processes.
  void descend(const torch::Tensor& loss, const torch::nn::Module& network, Optimizer& optimizer);
  void average_in(std::int64_t batch);

  /// Made when it is first asked for.
  const Samples& sample_grid();

  const TrainingData& data_;
  LatentSpace latents_;
  torch::Tensor encoded_looks_;  // [looks,traits] on the device, if the looks have traits
  torch::Tensor shown_;          // [M] int64: the data set's images that are for training
  torch::Device device_;
  bool windowed_;  // steps from Windows::lowest on are computed in windows
  std::shared_ptr<Generator> generator_, average_;
  std::shared_ptr<Discriminator> discriminator_;
  std::unique_ptr<Optimizer> generator_optimizer_, discriminator_optimizer_;
  int optimizer_resolution_ = 0;  // its moments begin anew at each resolution
  std::unique_ptr<Samples> samples_;
  BatchLoader loader_;  // last, so that its threads end first
};

}  // namespace psgan::trainer
