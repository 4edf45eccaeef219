#include "trainer/training/pg2_trainer.h"

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

/// torch::manual_seed before the networks are made, which a constructor's list initializes.
Pg2Generator seeded_generator(const TrainingOptions& options) {
  torch::manual_seed(options.seed);
  return {options.spec.resolution, options.width};
}

}  // namespace

Pg2Trainer::Pg2Trainer(TrainingOptions options, const TrainingData& data)
    : StagedMethod(std::move(options), data),
      paired_(data.index(), images_of(data.index(), Split::train), options_.data),
      generator_(seeded_generator(options_)),
      discriminator_(make_pair_discriminator(options_.spec.resolution, options_.width)),
      samples_(data, options_.spec.resolution, device_),
      loader_([this](std::uint64_t step, int) { return draw_pairs(step); }, minibatches_ahead()) {
  add_part("G1", *generator_.g1);
  add_part("G2", *generator_.g2);
  add_part("D", *discriminator_);
}

Batch Pg2Trainer::draw_pairs(std::uint64_t step) const {
  const std::int64_t count = batch();
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
                     torch::cat({mirrored, mirrored}), resolution(), device_);
}

Pg2Trainer::Pairs Pg2Trainer::next_pairs() {
  const Batch both = loader_.take(progress_.steps, resolution());
  const std::int64_t count = both.images.size(0) / 2;
  const Tensor keypoints = both.keypoints.narrow(0, count, count);
  return {both.images.narrow(0, 0, count), both.images.narrow(0, count, count), keypoints,
          draw_pose_mask(keypoints, resolution())};
}

void Pg2Trainer::step() {
  const Pairs pairs = next_pairs();
  if (in_first_stage()) {
    train_coarse(pairs);
  } else {
    train_refined(pairs);
  }
  count_step();
}

void Pg2Trainer::train_coarse(const Pairs& pairs) {
  clear_gradients(*generator_.g1);
  const Tensor coarse = generator_.coarse(pairs.sources, pairs.keypoints);
  const Tensor loss = masked_l1(coarse, pairs.targets, pairs.mask);
  measures_.add("loss_G1", loss);
  measures_.add("l1_G1", (coarse.detach() - pairs.targets).abs().mean());
  descend(loss, {"G1"});
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
  descend(loss, {"D"});
}

void Pg2Trainer::train_refiner(const Pairs& pairs, const Tensor& refined) {
  clear_gradients(*generator_.g2);
  set_requires_grad(*discriminator_, false);
  const Tensor judged = logistic_generator_loss(discriminator_->forward(refined, pairs.sources)),
               distance = masked_l1(refined, pairs.targets, pairs.mask);
  measures_.add("loss_G2", judged);
  measures_.add("l1_G2", (refined.detach() - pairs.targets).abs().mean());
  descend(judged + distance * options_.l1_weight, {"G2"});
}

void Pg2Trainer::restore(const Snapshot& snapshot, const std::string& where) {
  loader_.forget();
  StagedMethod::restore(snapshot, where);
}

}  // namespace psgan::trainer
