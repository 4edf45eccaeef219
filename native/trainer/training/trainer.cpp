#include "trainer/training/trainer.h"

#include <cmath>

#include "trainer/data/pose_split.h"
#include "trainer/machine/bf16_speed.h"
#include "trainer/machine/copy_to.h"
#include "trainer/machine/processes.h"
#include "trainer/networks/architectures.h"
#include "trainer/networks/discriminator.h"
#include "trainer/networks/latents.h"
#include "trainer/training/gradients.h"
#include "trainer/training/losses.h"
#include "trainer/training/minibatches.h"
#include "trainer/training/random_numbers.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr double gradient_penalty_weight = 10, drift_weight = 0.001;

/// Why steps of this run cannot be computed in windows; empty if they can.
std::string hindrance_to_windows(const TrainingOptions& options, const TrainingData& data) {
  if (options.anchors < 1) return "not all of G's batch redraws real images (--anchors below 1)";
  if (channels(options.spec.encoding) == 0) return "the networks see no pose";
  if (!data.has_grounds()) return options.data + " has few pictures with white around the figure";
  return "";
}

}  // namespace

torch::ScalarType compute_type_of(const TrainingOptions& options) {
  bool bf16 = options.precision == Precision::bf16;
  if (options.precision == Precision::automatic) {
    // All processes compute in the same type.
    bf16 = torch::Device(options.device).is_cuda() || from_first_process(bf16_is_faster()) > 0;
  }
  return bf16 ? torch::kBFloat16 : torch::kFloat32;
}

std::string compute_type_remark(const TrainingOptions& options) {
  const bool bf16 = compute_type_of(options) == torch::kBFloat16;
  return std::string("convolutions compute in ") + (bf16 ? "bf16" : "fp32");
}

struct Trainer::Step {
  Growth growth;
  std::uint64_t minibatch;
  Batch real;                   // faded like the generator's output; in windows, if it is
  double share = 1;             // of the pictures' area that is computed
  std::int64_t anchored = 0;    // so many first images of G's batch are of the real ones' looks
  double anchored_share = 1;    // of the mean over them that is this process's, times processes
  ConditionPyramid conditions;  // of the real images' poses, for D and G alike
  Tensor fake;                  // with its graph: both D's and G's part of the step use it
};

Trainer::Trainer(TrainingOptions options, const TrainingData& data)
    : TrainingMethod(std::move(options)),
      data_(data),
      latents_{.size = options_.spec.latent_size},
      shown_(torch::tensor(images_of(data.index(), Split::train), torch::kInt64)),
      device_(options_.device),
      windowed_(options_.windows && hindrance_to_windows(options_, data).empty()),
      loader_([this](std::uint64_t step, int resolution) { return draw_batch(step, resolution); },
              data.device().type() == device_.type() &&
                      data.resolution_in_memory() >= options_.spec.resolution
                  ? 0
                  : 3) {
  for (const Phase& phase : schedule_.phases) {
    const auto batch = static_cast<int>(options_.batch.at(phase.resolution));
    const auto anchored = std::llround(options_.anchors * batch);
    if (batch % process_count() == 0 && (anchored == 0 || anchored >= process_count())) continue;
    throw Error("--batch is " + std::to_string(batch) + " at " + std::to_string(phase.resolution) +
                "² and --anchors " + std::to_string(options_.anchors) + ", which " +
                std::to_string(process_count()) + " processes cannot share evenly");
  }
  if (options_.anchors > 0 && options_.spec.traits == 0 &&
      data.looks() > options_.spec.latent_size) {
    throw Error("--anchors needs a latent number for each look, but there are " +
                std::to_string(data.looks()) + " looks in " + options_.data + " and --latent is " +
                std::to_string(options_.spec.latent_size) + "; --anchors 0 trains without");
  }
  // Sizes stay the same for thousands of steps, so trying cuDNN's ways to convolve pays.
  if (device_.is_cuda()) at::globalContext().setBenchmarkCuDNN(true);
  torch::manual_seed(options_.seed);
  const LookTraits& traits = data.index().traits;
  if (options_.spec.traits > 0) {
    if (encoded_size(traits.schema) != options_.spec.traits) {
      throw Error(options_.data + ": its looks have " +
                  std::to_string(encoded_size(traits.schema)) + " numbers of traits, the run has " +
                  std::to_string(options_.spec.traits));
    }
    latents_ = space_of_traits(traits, options_.spec.latent_size);
    encoded_looks_ = encoded_looks(traits).to(device_);
  } else if (options_.anchors > 0 && architecture_traits(options_.spec.architecture).looks) {
    options_.spec.looks = data.looks();
  }
  generator_ = make_generator(options_.spec);
  average_ = make_generator(options_.spec);
  discriminator_ = std::make_shared<Discriminator>(options_.spec);
  for (torch::nn::Module* module : {static_cast<torch::nn::Module*>(generator_.get()),
                                    static_cast<torch::nn::Module*>(average_.get()),
                                    static_cast<torch::nn::Module*>(discriminator_.get())}) {
    module->to(device_);
  }
  generator_->set_compute_type(compute_type_of(options_));  // the average is what is exported: fp32
  discriminator_->set_compute_type(compute_type_of(options_));
  average_->set_latents(latents_);
  set_requires_grad(*average_, false);
  copy_weights(*average_, *generator_);
}

std::vector<std::string> Trainer::remarks() const {
  std::vector<std::string> lines = {compute_type_remark(options_)};
  if (options_.windows && !windowed_) {
    lines.push_back("--windows: all pictures are computed whole, as " +
                    hindrance_to_windows(options_, data_));
  }
  return lines;
}

double Trainer::learning_rate() const {
  return options_.lr.at(optimizer_resolution_) * std::pow(0.5, progress_.rollbacks) *
         schedule_.decay(options_.lr_decay, progress_.images);
}

void Trainer::reset_optimizers(int resolution) {
  generator_optimizer_ = make_optimizer(options_.optimizer, generator_->parameters());
  discriminator_optimizer_ = make_optimizer(options_.optimizer, discriminator_->parameters());
  optimizer_resolution_ = resolution;
}

void Trainer::step() {
  const Growth growth = this->growth();
  if (growth.resolution != optimizer_resolution_) reset_optimizers(growth.resolution);

  const auto count = static_cast<std::int64_t>(options_.batch.at(growth.resolution));
  {
    const Step step = begin_step(growth, 0, options_.anchors);
    train_discriminator(step);
    train_generator(step);
    average_in(count);
  }
  const std::uint64_t minibatches = minibatches_of_step(growth.resolution);
  for (std::uint64_t minibatch = 1; minibatch < minibatches; ++minibatch) {
    train_on_anchors(begin_step(growth, minibatch, 1));
    average_in(count);
  }
  progress_.images += count;
  ++progress_.steps;
}

std::uint64_t Trainer::minibatches_of_step(int resolution) const {
  return 1 + static_cast<std::uint64_t>(options_.anchor_steps.at(resolution));
}

Trainer::Step Trainer::begin_step(const Growth& growth, std::uint64_t minibatch, double anchors) {
  const auto count = static_cast<std::int64_t>(options_.batch.at(growth.resolution));
  Step step{growth, minibatch, {}, 1, 0, 1, {}, {}};
  step.real = loader_.take(progress_.steps * minibatches_of_step(growth.resolution) + minibatch,
                           growth.resolution);
  step.real.images =
      fade_images(step.real.images, growth,
                  adds(options_.spec, growth.resolution) ? upsample_bilinear : upsample_nearest);
  if (const std::int64_t anchored = std::llround(anchors * count); anchored > 0) {
    const std::int64_t mine = own_share(torch::arange(count)).lt(anchored).sum().item<int>();
    step.anchored = mine;
    step.anchored_share =
        static_cast<double>(mine * process_count()) / static_cast<double>(anchored);
  }
  const auto windows = windows_of(step);
  if (windows) {
    step.share = windows->share();
    step.real.images =
        cropped(step.real.images, Regions::whole(growth.resolution, step.real.size()),
                windows->at(growth.resolution));
    measures_.add("window", torch::tensor(step.share));
  }
  step.conditions =
      draw_condition_pyramid(step.real.keypoints, options_.spec, growth.resolution, windows);
  step.fake = generator_->forward(draw_latents(step), step.conditions, growth);
  return step;
}

std::optional<Windows> Trainer::windows_of(const Step& step) const {
  // While a resolution fades in, edges reach farther than the figures.
  if (!windowed_ || step.growth.resolution < Windows::lowest || step.growth.alpha < 1) {
    return std::nullopt;
  }
  // Windows hardly ever reach the picture's edges, where padding shows: untrained, they turn grey.
  if (progress_.steps % whole_every == whole_every - 1) return std::nullopt;
  Windows windows(step.real.boxes, step.growth.resolution);
  if (windows.all()) return std::nullopt;
  return windows;
}

Batch Trainer::draw_batch(std::uint64_t number, int resolution) const {
  const bool by_size = windowed_ && resolution >= Windows::lowest;
  const ChosenImages chosen =
      images_of_minibatch(number, minibatches_of_step(resolution), progress_.rollbacks, options_,
                          resolution, shown_, by_size ? data_.boxes() : Tensor());
  return data_.batch(own_share(chosen.indices), own_share(chosen.mirrored), resolution, device_);
}

Tensor Trainer::draw_latents(const Step& step) const {
  const std::int64_t count = step.real.looks.size(0) * process_count();
  torch::Generator random = random_of(options_.seed, progress_, step.minibatch, Purpose::latents);
  const Tensor latents = copied_to(
      own_share(torch::randn({count, options_.spec.latent_size}, random, torch::TensorOptions())),
      device_);
  if (options_.spec.traits > 0) draw_traits(step, latents);
  if (step.anchored > 0) {
    const Tensor anchored = latents.narrow(0, 0, step.anchored),
                 looks = step.real.looks.narrow(0, 0, step.anchored);
    if (options_.spec.traits > 0) {
      set_traits(anchored, looks, encoded_looks_);
    } else {
      move_into_region(anchored, looks, data_.looks());
    }
  }
  return latents;
}

void Trainer::draw_traits(const Step& step, const Tensor& latents) const {
  // Anchored images get the traits of their own looks afterwards.
  const std::int64_t count = latents.size(0) * process_count();
  if (step.anchored == latents.size(0)) return;
  torch::Generator random = random_of(options_.seed, progress_, step.minibatch, Purpose::traits);
  const Tensor seeds =
      own_share(torch::randint(0, std::int64_t{1} << 48, {count}, random, torch::kInt64));
  std::vector<std::uint64_t> own;
  for (std::int64_t i = 0; i < seeds.size(0); ++i) {
    own.push_back(static_cast<std::uint64_t>(seeds[i].item<std::int64_t>()));
  }
  const Tensor drawn = latents_from_seeds(own, latents_).narrow(1, 0, options_.spec.traits);
  latents.narrow(1, 0, options_.spec.traits).copy_(drawn);
}

void Trainer::train_discriminator(const Step& step) {
  clear_gradients(*discriminator_);
  set_requires_grad(*discriminator_, true);
  const auto conditioning = discriminator_->condition(step.conditions, step.growth);
  const Judge judge = [&](const Tensor& images) {
    return discriminator_->forward(images, conditioning, step.growth);
  };
  const Tensor real = judge(step.real.images), fake = judge(step.fake.detach());
  Tensor loss;
  if (options_.loss != Loss::wgan_gp) {
    loss = options_.loss == Loss::logistic ? logistic_discriminator_loss(real, fake)
                                           : relativistic_loss(real, fake);
    measures_.add("loss_D", loss);
    const auto penalize = [&](const char* name, const PerResolution& gamma, const Tensor& images) {
      const double weight = gamma.at(step.growth.resolution) / 2 * options_.r1_every;
      if (weight == 0 || progress_.steps % options_.r1_every != 0) return;
      const Tensor penalty = r1_penalty(judge, images);
      measures_.add(name, penalty);
      loss = loss + penalty * weight;
    };
    penalize("r1", options_.r1_gamma, step.real.images);
    penalize("r2", options_.r2_gamma, step.fake);
  } else {
    torch::Generator random =
        random_of(options_.seed, progress_, step.minibatch, Purpose::penalties);
    const Tensor shares = copied_to(
        own_share(torch::rand({real.size(0) * process_count()}, random, torch::TensorOptions())),
        device_);
    const Tensor penalty = gradient_penalty(judge, step.real.images, step.fake, shares);
    loss = wasserstein_discriminator_loss(real, fake, drift_weight) +
           penalty * gradient_penalty_weight;
    measures_.add("loss_D", loss);
    measures_.add("gradient_penalty", penalty);
  }
  measures_.add("logit_real", real.mean());
  measures_.add("logit_fake", fake.mean());
  descend(loss, *discriminator_, *discriminator_optimizer_);
}

void Trainer::train_generator(const Step& step) {
  clear_gradients(*generator_);
  set_requires_grad(*discriminator_, false);
  const auto conditioning = discriminator_->condition(step.conditions, step.growth);
  std::vector<Tensor> features, wanted;
  const Tensor fake = discriminator_->forward(step.fake, conditioning, step.growth, &features);
  Tensor real;
  // At 4² the discriminator is its last block alone, which gives no features.
  const bool matching = step.anchored > 0 && options_.feature_weight > 0 && !features.empty();
  if (matching || options_.loss == Loss::relativistic) {
    const torch::NoGradGuard no_grad;
    real = discriminator_->forward(step.real.images, conditioning, step.growth, &wanted);
  }
  Tensor loss = options_.loss == Loss::logistic  ? logistic_generator_loss(fake)
                : options_.loss == Loss::wgan_gp ? wasserstein_generator_loss(fake)
                                                 : relativistic_loss(fake, real);
  measures_.add("loss_G", loss);
  if (matching) {
    const auto anchored = [&](std::vector<Tensor>& all) {
      for (Tensor& one : all) one = one.narrow(0, 0, step.anchored);
      return all;
    };
    const Tensor distance =
        feature_distance(anchored(features), anchored(wanted), step.growth.resolution);
    measures_.add("feature_distance", distance);
    loss = loss + distance * (options_.feature_weight * step.anchored_share);
  }
  if (step.anchored > 0) loss = loss + anchor_loss(step);
  descend(loss, *generator_, *generator_optimizer_);
}

void Trainer::train_on_anchors(const Step& step) {
  clear_gradients(*generator_);
  descend(anchor_loss(step), *generator_, *generator_optimizer_);
}

void Trainer::descend(const Tensor& loss, const torch::nn::Module& network, Optimizer& optimizer) {
  loss.backward();
  average_gradients(network.parameters());
  optimizer.step(learning_rate());
}

Tensor Trainer::anchor_loss(const Step& step) {
  const double left =
      options_.anchor_fade_kimg > 0 ? 1 - progress_.images / (options_.anchor_fade_kimg * 1000) : 1;
  const Tensor fakes = step.fake.narrow(0, 0, step.anchored),
               reals = step.real.images.narrow(0, 0, step.anchored);
  // Outside of the windows there is no difference.
  const Tensor l1 = l1_at_three_scales(fakes, reals) * step.share;
  measures_.add("anchor_l1", l1);
  const bool by_limbs = options_.anchor_limbs > 0 && channels(options_.spec.encoding) > 0;
  const Tensor counted =
      by_limbs ? l1_at_three_scales(fakes, reals, limb_weights_of(step)) * step.share : l1;
  const Tensor both = options_.anchor_edges > 0 ? counted + l1_of_edges(fakes, reals) *
                                                                (options_.anchor_edges * step.share)
                                                : counted;
  return both * (options_.anchor_weight * std::max(left, 0.0) * step.anchored_share);
}

Tensor Trainer::limb_weights_of(const Step& step) const {
  const ConditionPyramid& conditions = step.conditions;
  const int resolution = map_resolution(options_.spec, step.growth.resolution);
  const Tensor map = conditions.windows ? conditions.in(conditions.windows->at(resolution))
                                        : conditions.maps.back();
  return limb_weights(map.narrow(0, 0, step.anchored), options_.spec.encoding,
                      options_.anchor_limbs, step.real.images.size(2), step.share);
}

void Trainer::average_in(std::int64_t batch) {
  update_average(*average_, *generator_, schedule_.at(progress_.images).images, batch,
                 options_.ema_kimg);
}

const Samples& Trainer::sample_grid() {
  if (!samples_) samples_ = std::make_unique<Samples>(*average_, data_, device_);
  return *samples_;
}

Snapshot Trainer::snapshot() const {
  torch::serialize::OutputArchive archive;
  write_part(archive, "G", *generator_);
  write_part(archive, "G_ema", *average_);
  write_part(archive, "D", *discriminator_);
  archive.write("optimizer_resolution", torch::tensor(optimizer_resolution_));
  if (generator_optimizer_) {
    const std::string kind = name(options_.optimizer);
    write_part(archive, "G_" + kind, *generator_optimizer_);
    write_part(archive, "D_" + kind, *discriminator_optimizer_);
  }
  return {options_, progress_, data_.looks(), close_archive(archive), false, latents_};
}

void Trainer::restore(const Snapshot& snapshot, const std::string& where) {
  if (options_.anchors > 0 && options_.spec.traits == 0 && snapshot.looks > 0 &&
      snapshot.looks != data_.looks()) {
    throw Error(where + ": the snapshot knows " + std::to_string(snapshot.looks) + " looks, " +
                options_.data + " has " + std::to_string(data_.looks()) +
                "; their regions of the latents would not be the same (--anchors 0 goes on "
                "without)");
  }
  if (options_.spec.traits > 0) {
    check_same(latents_.schema, options_.data, snapshot.latents.schema, where);
  }
  loader_.forget();
  progress_ = snapshot.progress;
  torch::serialize::InputArchive archive = open_archive(snapshot.archive, device_);
  read_module(archive, snapshot.compact ? "G_ema" : "G", *generator_, where);
  read_module(archive, "G_ema", *average_, where);
  read_module(archive, "D", *discriminator_, where);
  optimizer_resolution_ = 0;  // a compact snapshot's optimizers begin anew
  if (!snapshot.compact) restore_optimizers(archive, where);
}

void Trainer::restore_optimizers(torch::serialize::InputArchive& archive,
                                 const std::string& where) {
  reading_optimizers(where, [&] {
    Tensor resolution;
    archive.read("optimizer_resolution", resolution);
    if (resolution.item<int>() == 0) return;
    reset_optimizers(resolution.item<int>());
    for (auto& [network, optimizer] : {std::pair{"G_", generator_optimizer_.get()},
                                       std::pair{"D_", discriminator_optimizer_.get()}}) {
      torch::serialize::InputArchive inner;
      // Another optimizer begins anew; so does that of the oldest snapshots, LibTorch's own Adam.
      if (archive.try_read(std::string(network) + name(options_.optimizer), inner)) {
        optimizer->load(inner);
      }
    }
  });
}

bool Trainer::weights_finite() const {
  return all_finite({generator_.get(), average_.get(), discriminator_.get()});
}

}  // namespace psgan::trainer
