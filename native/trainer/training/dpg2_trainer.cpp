#include "trainer/training/dpg2_trainer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "trainer/data/pose_split.h"
#include "trainer/machine/processes.h"
#include "trainer/networks/latents.h"
#include "trainer/networks/pose_mask.h"
#include "trainer/training/dpg2_snapshot.h"
#include "trainer/training/gradients.h"
#include "trainer/training/losses.h"
#include "trainer/training/minibatches.h"
#include "trainer/training/random_numbers.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr std::int64_t least_poses = 16;    // of a step of the pose autoencoder, as published
constexpr double pose_weight = 20;          // of its L2, likewise
constexpr std::int64_t codes_at_once = 64;  // of a step of a mapping function or a critic
constexpr std::uint64_t critic_steps = 5;   // WGAN's (Arjovsky et al. 2017, algorithm 1)
constexpr double critic_limit = 0.01;       // likewise, of each weight
constexpr std::int64_t encoded_at_once = 64;

/// Whether the discriminator has joined after so many images.
bool is_judged(const TrainingOptions& options, std::uint64_t images) {
  return static_cast<double>(images) >= options.judged_from * options.stage1_kimg * 1000;
}

/// The L1 of what is drawn in these poses.
Tensor l1_of(const Tensor& drawn, const Batch& batch, const TrainingOptions& options) {
  if (options.figure_weight == 0) return (drawn - batch.images).abs().mean();
  const Tensor mask = draw_pose_mask(batch.keypoints, options.spec.resolution);
  return masked_l1(drawn, batch.images, options.figure_weight * mask);
}

/// torch::manual_seed before the networks are made, which a constructor's list initializes.
Dpg2Networks seeded_networks(const TrainingOptions& options) {
  torch::manual_seed(options.seed);
  return {options.spec.resolution, options.width};
}

/// The poses of these images, and, if asked for, the mirrored ones after them.
Tensor poses_of(const DatasetIndex& index, const std::vector<std::int64_t>& images, bool mirror) {
  std::vector<Pose> poses;
  for (const std::int64_t i : images)
    poses.push_back(index.images[static_cast<std::size_t>(i)].pose);
  if (mirror) {
    for (std::size_t i = 0; i < images.size(); ++i) poses.push_back(mirrored(poses[i]));
  }
  return keypoints_tensor(poses);
}

/// So many rows of `from`, of which this process takes its share.
Tensor drawn_rows(const Tensor& from, std::int64_t count, at::Generator random) {
  const Tensor rows = torch::randint(0, from.size(0), {count}, random, torch::kInt64);
  return from.index_select(0, own_share(rows).to(from.device()));
}

}  // namespace

Dpg2Trainer::Dpg2Trainer(TrainingOptions options, const TrainingData& data)
    : StagedMethod(std::move(options), data),
      networks_(seeded_networks(options_)),
      discriminator_(make_picture_discriminator(options_.spec.resolution, options_.width)),
      appearance_critic_(appearance_code_size, options_.width),
      pose_critic_(pose_code_size, options_.width),
      samples_(data, options_.spec.resolution, device_),
      loader_([this](std::uint64_t step, int) { return draw_images(step); }, minibatches_ahead()) {
  const std::vector<std::int64_t> images = images_of(data.index(), Split::train);
  images_ = torch::tensor(images, torch::kInt64);
  poses_ = poses_of(data.index(), images, options_.mirror).to(device_);
  for (const auto& [name, network] : networks_.parts()) add_part(name, *network);
  add_part("D", *discriminator_);
  add_part("CA", *appearance_critic_);
  add_part("CP", *pose_critic_);
}

at::Generator Dpg2Trainer::random(std::uint64_t minibatch, Purpose purpose) const {
  return random_of(options_.seed, progress_, minibatch, purpose);
}

Batch Dpg2Trainer::draw_images(std::uint64_t step) const {
  const ChosenImages chosen =
      images_of_minibatch(step, 1, progress_.rollbacks, options_, resolution(), images_);
  return data_.batch(own_share(chosen.indices), own_share(chosen.mirrored), resolution(), device_);
}

void Dpg2Trainer::step() {
  if (in_first_stage()) {
    train_reconstruction(loader_.take(progress_.steps, resolution()));
    train_poses();
  } else {
    if (!codes_.appearances.defined()) encode_all();
    Mapping appearances{"MA", "CA", networks_.appearance_mapping, appearance_critic_,
                        codes_.appearances};
    Mapping poses{"MP", "CP", networks_.pose_mapping, pose_critic_, codes_.poses};
    train_mapping(appearances, 0);
    train_mapping(poses, 1);
  }
  count_step();
}

void Dpg2Trainer::train_reconstruction(const Batch& batch) {
  clear_gradients(*networks_.encoder);
  clear_gradients(*networks_.decoder);
  const Tensor codes = networks_.encoder->forward(batch.images, batch.keypoints);
  const Tensor drawn = networks_.draw(codes, batch.keypoints);

  measures_.add("l1", (drawn.detach() - batch.images).abs().mean());
  Tensor loss = l1_of(drawn, batch, options_) * options_.l1_weight;
  if (is_judged(options_, progress_.images)) {
    train_discriminator(batch.images, drawn.detach());
    set_requires_grad(*discriminator_, false);
    const Tensor judged = logistic_generator_loss(discriminator_->forward(drawn));
    measures_.add("loss_G", judged);
    loss = loss + judged;
  }
  descend(loss, {"E", "G"});
}

void Dpg2Trainer::train_discriminator(const Tensor& images, const Tensor& drawn) {
  clear_gradients(*discriminator_);
  set_requires_grad(*discriminator_, true);
  const Tensor real = discriminator_->forward(images), fake = discriminator_->forward(drawn);
  const Tensor loss = logistic_discriminator_loss(real, fake);
  measures_.add("loss_D", loss);
  measures_.add("logit_real", real.mean());
  measures_.add("logit_fake", fake.mean());
  descend(loss, {"D"});
}

void Dpg2Trainer::train_poses() {
  clear_gradients(*networks_.poses);
  const Tensor vectors =
      pose_vectors(drawn_rows(poses_, std::max(batch(), least_poses), random(0, Purpose::poses)));
  const Tensor distance =
      (networks_.poses->decode(networks_.poses->encode(vectors)) - vectors).square().mean();
  measures_.add("l2_pose", distance);
  descend(distance * pose_weight, {"P"});
}

void Dpg2Trainer::encode_all() {
  const torch::NoGradGuard no_grad;
  std::vector<Tensor> appearances;
  for (const bool mirrored : {false, true}) {
    if (mirrored && !options_.mirror) break;
    for (const Tensor& some : images_.split(encoded_at_once)) {
      const Batch batch = data_.batch(some, torch::full({some.size(0)}, mirrored, torch::kBool),
                                      resolution(), device_);
      appearances.push_back(networks_.encoder->forward(batch.images, batch.keypoints));
    }
  }
  const auto standardised = [](const Tensor& codes, MappingFunction& mapping) {
    mapping->fit(codes);
    return mapping->standardised(codes);
  };
  codes_.appearances = standardised(torch::cat(appearances), networks_.appearance_mapping);
  codes_.poses =
      standardised(networks_.poses->encode(pose_vectors(poses_)), networks_.pose_mapping);
}

void Dpg2Trainer::train_mapping(Mapping& mapping, std::uint64_t which) {
  const auto noise = [&](std::uint64_t minibatch) {
    return own_share(torch::randn({codes_at_once, mapping.codes.size(1)},
                                  random(minibatch, Purpose::latents), torch::TensorOptions()))
               .to(device_) *
           mapping_noise;
  };
  const std::uint64_t first = which * (critic_steps + 1);
  set_requires_grad(*mapping.critic, true);
  for (std::uint64_t i = first; i < first + critic_steps; ++i) {
    clear_gradients(*mapping.critic);
    const Tensor codes = drawn_rows(mapping.codes, codes_at_once, random(i, Purpose::codes));
    Tensor sampled;
    {
      const torch::NoGradGuard no_grad;
      sampled = mapping.function->forward(noise(i));
    }
    const Tensor loss = wasserstein_discriminator_loss(mapping.critic->forward(codes),
                                                       mapping.critic->forward(sampled), 0);
    measures_.add(std::string("wasserstein_") + mapping.name, -loss);
    descend(loss, {mapping.critic_name}, options_.critic_lr);
    mapping.critic->clip(critic_limit);
  }
  set_requires_grad(*mapping.critic, false);
  clear_gradients(*mapping.function);
  const Tensor sampled = mapping.function->forward(noise(first + critic_steps));
  // That of the real codes is 1.
  measures_.add(std::string("deviation_") + mapping.name, sampled.detach().std(0).mean());
  descend(wasserstein_generator_loss(mapping.critic->forward(sampled)), {mapping.name},
          options_.mapping_lr);
}

Snapshot Dpg2Trainer::snapshot() const {
  Snapshot snapshot = StagedMethod::snapshot();
  snapshot.latents = LatentSpace{.size = dpg2_latent_size};
  return snapshot;
}

void Dpg2Trainer::restore(const Snapshot& snapshot, const std::string& where) {
  loader_.forget();
  StagedMethod::restore(snapshot, where);
  codes_ = {};
  if (!in_first_stage() && has_mappings(snapshot)) encode_all();
}

}  // namespace psgan::trainer
