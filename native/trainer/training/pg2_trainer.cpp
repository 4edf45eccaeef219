#include "trainer/training/pg2_trainer.h"

#include <cmath>
#include <utility>

#include "trainer/data/pose_split.h"
#include "trainer/machine/processes.h"
#include "trainer/networks/pose_mask.h"
#include "trainer/training/gradients.h"
#include "trainer/training/losses.h"
#include "trainer/training/random_numbers.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

/// Adam as DCGAN and PG2 have it. The learning rate is set at each step.
std::unique_ptr<torch::optim::Adam> make_adam(const torch::nn::Module& network) {
  return std::make_unique<torch::optim::Adam>(network.parameters(),
                                              torch::optim::AdamOptions().betas({0.5, 0.999}));
}

/// torch::manual_seed before the networks are made, which a constructor's list initializes.
Pg2Generator seeded_generator(const TrainingOptions& options) {
  torch::manual_seed(options.seed);
  return {options.spec.resolution, options.width};
}

}  // namespace

Pg2Trainer::Pg2Trainer(TrainingOptions options, const TrainingData& data)
    : TrainingMethod(std::move(options)),
      data_(data),
      device_(options_.device),
      paired_(data.index(), images_of(data.index(), Split::train), options_.data),
      generator_(seeded_generator(options_)),
      discriminator_(make_pair_discriminator(options_.spec.resolution, options_.width)),
      samples_(data, options_.spec.resolution, device_),
      loader_([this](std::uint64_t step, int) { return draw_pairs(step); },
              data.device().type() == device_.type() &&
                      data.resolution_in_memory() >= options_.spec.resolution
                  ? 0
                  : 3) {
  const auto batch = static_cast<int>(options_.batch.at(options_.spec.resolution));
  if (batch % process_count() != 0) {
    throw Error("--batch is " + std::to_string(batch) + ", which " +
                std::to_string(process_count()) + " processes cannot share evenly");
  }
  if (device_.is_cuda()) at::globalContext().setBenchmarkCuDNN(true);
  generator_.g1->to(device_);
  generator_.g2->to(device_);
  discriminator_->to(device_);
  reset_optimizers();
}

void Pg2Trainer::reset_optimizers() {
  g1_adam_ = make_adam(*generator_.g1);
  g2_adam_ = make_adam(*generator_.g2);
  d_adam_ = make_adam(*discriminator_);
}

double Pg2Trainer::learning_rate() const {
  return options_.lr.at(options_.spec.resolution) * std::pow(0.5, progress_.rollbacks) *
         schedule_.decay(options_.lr_decay, progress_.images);
}

bool Pg2Trainer::in_first_stage() const {
  return static_cast<double>(progress_.images) < options_.stage1_kimg * 1000;
}

Batch Pg2Trainer::draw_pairs(std::uint64_t step) const {
  const int resolution = options_.spec.resolution;
  const auto count = static_cast<std::int64_t>(options_.batch.at(resolution));
  TrainingProgress then;
  then.steps = step;
  then.rollbacks = progress_.rollbacks;
  at::Generator random = random_of(options_.seed, then, 0, Purpose::pairs);
  const PosePairs pairs = paired_.draw(count, random);
  // Both pictures of a pair, or neither: else the sides would not agree.
  const Tensor mirrored =
      own_share(options_.mirror ? torch::rand({count}, random, torch::TensorOptions()).lt(0.5)
                                : torch::zeros({count}, torch::kBool));
  return data_.batch(torch::cat({own_share(pairs.sources), own_share(pairs.targets)}),
                     torch::cat({mirrored, mirrored}), resolution, device_);
}

Pg2Trainer::Pairs Pg2Trainer::next_pairs() {
  const int resolution = options_.spec.resolution;
  const Batch both = loader_.take(progress_.steps, resolution);
  const std::int64_t count = both.images.size(0) / 2;
  const Tensor keypoints = both.keypoints.narrow(0, count, count);
  return {both.images.narrow(0, 0, count), both.images.narrow(0, count, count), keypoints,
          draw_pose_mask(keypoints, resolution)};
}

void Pg2Trainer::step() {
  const Pairs pairs = next_pairs();
  if (in_first_stage()) {
    train_coarse(pairs);
  } else {
    train_refined(pairs);
  }
  progress_.images += static_cast<std::uint64_t>(options_.batch.at(options_.spec.resolution));
  ++progress_.steps;
}

void Pg2Trainer::descend(const Tensor& loss, const torch::nn::Module& network,
                         torch::optim::Adam& optimizer) {
  loss.backward();
  average_gradients(network.parameters());
  static_cast<torch::optim::AdamOptions&>(optimizer.param_groups()[0].options())
      .lr(learning_rate());
  optimizer.step();
}

void Pg2Trainer::train_coarse(const Pairs& pairs) {
  clear_gradients(*generator_.g1);
  const Tensor coarse = generator_.coarse(pairs.sources, pairs.keypoints);
  const Tensor loss = masked_l1(coarse, pairs.targets, pairs.mask);
  measures_.add("loss_G1", loss);
  measures_.add("l1_G1", (coarse.detach() - pairs.targets).abs().mean());
  descend(loss, *generator_.g1, *g1_adam_);
}

void Pg2Trainer::train_refined(const Pairs& pairs) {
  Tensor coarse;
  {
    const torch::NoGradGuard no_grad;
    coarse = generator_.coarse(pairs.sources, pairs.keypoints);
  }
  measures_.add("l1_G1", (coarse - pairs.targets).abs().mean());
  const Tensor refined = generator_.refined(coarse, pairs.sources);
  train_discriminator(pairs, refined.detach());
  train_refiner(pairs, refined);
}

void Pg2Trainer::train_discriminator(const Pairs& pairs, const Tensor& refined) {
  clear_gradients(*discriminator_);
  set_requires_grad(*discriminator_, true);
  const Tensor real = discriminator_->forward(pairs.targets, pairs.sources),
               fake = discriminator_->forward(refined, pairs.sources);
  // Binary cross entropy towards 1 and 0, of logits.
  const Tensor loss = logistic_discriminator_loss(real, fake);
  measures_.add("loss_D", loss);
  measures_.add("logit_real", real.mean());
  measures_.add("logit_fake", fake.mean());
  descend(loss, *discriminator_, *d_adam_);
}

void Pg2Trainer::train_refiner(const Pairs& pairs, const Tensor& refined) {
  clear_gradients(*generator_.g2);
  set_requires_grad(*discriminator_, false);
  const Tensor judged = logistic_generator_loss(discriminator_->forward(refined, pairs.sources)),
               distance = masked_l1(refined, pairs.targets, pairs.mask);
  measures_.add("loss_G2", judged);
  measures_.add("l1_G2", (refined.detach() - pairs.targets).abs().mean());
  descend(judged + distance * options_.l1_weight, *generator_.g2, *g2_adam_);
}

Snapshot Pg2Trainer::snapshot() const {
  torch::serialize::OutputArchive archive;
  write_part(archive, "G1", *generator_.g1);
  write_part(archive, "G2", *generator_.g2);
  write_part(archive, "D", *discriminator_);
  write_part(archive, "G1_adam", *g1_adam_);
  write_part(archive, "G2_adam", *g2_adam_);
  write_part(archive, "D_adam", *d_adam_);
  return {options_,      progress_,
          data_.looks(), close_archive(archive),
          false,         LatentSpace{.size = options_.spec.latent_size}};
}

void Pg2Trainer::restore(const Snapshot& snapshot, const std::string& where) {
  loader_.forget();
  progress_ = snapshot.progress;
  torch::serialize::InputArchive archive = open_archive(snapshot.archive, device_);
  read_module(archive, "G1", *generator_.g1, where);
  read_module(archive, "G2", *generator_.g2, where);
  read_module(archive, "D", *discriminator_, where);
  reset_optimizers();
  try {
    for (auto& [part, optimizer] :
         {std::pair{"G1_adam", g1_adam_.get()}, std::pair{"G2_adam", g2_adam_.get()},
          std::pair{"D_adam", d_adam_.get()}}) {
      torch::serialize::InputArchive inner;
      archive.read(part, inner);
      optimizer->load(inner);
    }
  } catch (const c10::Error& error) {
    throw Error(where +
                ": the optimizers' state cannot be read: " + error.what_without_backtrace());
  }
}

bool Pg2Trainer::weights_finite() const {
  return all_finite({generator_.g1.get(), generator_.g2.get(), discriminator_.get()});
}

}  // namespace psgan::trainer
