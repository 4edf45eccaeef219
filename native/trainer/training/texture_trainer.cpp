#include "trainer/training/texture_trainer.h"

#include <algorithm>
#include <cmath>

#include "psgan/error.h"
#include "trainer/data/pose_split.h"
#include "trainer/machine/processes.h"
#include "trainer/networks/latents.h"
#include "trainer/training/gradients.h"
#include "trainer/training/losses.h"
#include "trainer/training/minibatches.h"
#include "trainer/training/trainer.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr double share_weight = 2, place_weight = 5, light_weight = 0.5, picture_weight = 4,
                 part_weight = 0.1;

/// Of the parts that traits say, against those that are worn [N,L]: of each layer the worn one is
/// to be the surest.
Tensor loss_of_parts(Textures& textures, const Tensor& latents, const Tensor& worn) {
  return torch::nn::functional::cross_entropy(textures->parts(latents).flatten(0, 1),
                                              worn.flatten());
}

}  // namespace

TextureTrainer::TextureTrainer(TrainingOptions options, const TrainingData& data)
    : TrainingMethod(std::move(options)),
      data_(data),
      device_(options_.device),
      shown_(torch::tensor(images_of(data.index(), Split::train), torch::kInt64)) {
  if (options_.mirror) throw Error("--mirror: coordinates cannot be mirrored");
  const LookTraits& traits = data.index().traits;
  if (traits.schema.empty() || encoded_size(traits.schema) != options_.spec.traits) {
    throw Error(options_.data + ": its looks have " + std::to_string(encoded_size(traits.schema)) +
                " numbers of traits, the run has " + std::to_string(options_.spec.traits) +
                "; --method texture needs them (psgan-data render --combined)");
  }
  latents_ = space_of_traits(traits, options_.spec.latent_size);
  encoded_looks_ = encoded_looks(traits).to(device_);
  cells_ = std::make_unique<CellSet>(ZipStoreReader(options_.data), data.index(), options_.data,
                                     options_.spec.cells, options_.spec.parts);
  options_.spec.parts = cells_->parts();
  worn_ = cells_->worn().to(device_);
  torch::manual_seed(options_.seed);
  generator_ = std::make_shared<TextureGenerator>(options_.spec);
  average_ = std::make_shared<TextureGenerator>(options_.spec);
  generator_->to(device_);
  average_->to(device_);
  generator_->set_compute_type(compute_type_of(options_));
  average_->set_latents(latents_);
  set_requires_grad(*average_, false);
  copy_weights(*average_, *generator_);
  make_optimizers();
}

void TextureTrainer::make_optimizers() {
  trunk_optimizer_ = make_optimizer(options_.optimizer, generator_->of_trunk());
  // Texels and what reads them are no matrices of a network.
  head_optimizer_ = make_optimizer(OptimizerKind::adam, generator_->of_heads());
}

std::vector<std::string> TextureTrainer::remarks() const {
  return {compute_type_remark(options_), std::to_string(options_.spec.parts.size()) + " parts in " +
                                             std::to_string(layers_of(options_.spec.parts)) +
                                             " layers"};
}

Tensor TextureTrainer::loss_of_cells(const CellMaps& own, const Tensor& logits,
                                     const CellMaps& truth) {
  const Tensor shares = -(truth.shares * torch::log_softmax(logits, 3)).sum(3).mean();
  const Tensor known = truth.known.flatten().nonzero().flatten();
  const auto of_known = [&](const Tensor& places) {
    return places.reshape({-1, 2}).index_select(0, known);
  };
  const Tensor weight =
      truth.shares.narrow(3, 1, truth.known.size(3)).reshape({-1}).index_select(0, known) + 0.1;
  const Tensor places =
      ((of_known(own.places) - of_known(truth.places)).abs().sum(1) * weight).sum() / weight.sum();
  const Tensor figure = (1 - truth.shares.narrow(3, 0, 1)).clamp_min(0);
  const Tensor light = ((own.more - truth.more).abs() * figure).sum() / figure.sum();
  measures_.add("shares", shares);
  measures_.add("places", places);
  measures_.add("light", light);
  return shares * share_weight + places * place_weight + light * light_weight;
}

Tensor TextureTrainer::loss_of_picture(const char* name, const CellMaps& cells,
                                       const Tensor& textures, const Tensor& reals) {
  const Tensor painted = generator_->paint(cells, textures, static_cast<int>(reals.size(2)));
  const Tensor l1 = l1_at_three_scales(painted, reals);
  measures_.add(name, l1);
  return l1 * picture_weight;
}

void TextureTrainer::step() {
  const int full = options_.spec.resolution, side = generator_->cells_for(growth().resolution);
  const bool coarse = side < options_.spec.cells;
  const ChosenImages chosen =
      images_of_minibatch(progress_.steps, 1, progress_.rollbacks, options_, full, shown_);
  const Tensor indices = own_share(chosen.indices);
  const Batch batch = data_.batch(indices, own_share(chosen.mirrored), full, device_);
  const auto on_device = [&](CellMaps maps) {
    for (Tensor* map : {&maps.shares, &maps.places, &maps.known, &maps.more}) {
      *map = map->to(device_);
    }
    return maps;
  };
  const CellMaps whole = on_device(cells_->maps(indices));
  CellMaps truth = whole;
  for (int at = options_.spec.cells; at > side; at /= 2) truth = CellSet::halved(truth);

  clear_gradients(*generator_);
  const Tensor latents = encoded_looks_.index_select(0, batch.looks);
  Tensor logits;
  const CellMaps own = generator_->cells(
      latents, draw_condition_pyramid(batch.keypoints, options_.spec, side), side, &logits);
  Tensor loss = loss_of_cells(own, logits, truth);
  const Tensor worn = worn_.index_select(0, batch.looks);
  const Tensor parts = loss_of_parts(generator_->textures, latents, worn);
  measures_.add("parts", parts);
  loss = loss + parts * part_weight;
  // One picture a step: painted of true cells it teaches the textures, of its own the cells, whose
  // wrong places would blur textures.
  if (coarse || progress_.steps % 2 == 0) {
    const Tensor textures = generator_->textures->forward(latents, worn);
    loss = loss + loss_of_picture("truth", whole, textures, batch.images);
  } else {
    const torch::NoGradGuard no_grad;
    const Tensor textures = generator_->textures->forward(latents, worn);
    const torch::AutoGradMode with_gradients(true);
    loss = loss + loss_of_picture("drawn", own, textures, batch.images);
  }
  loss.backward();
  average_gradients(generator_->parameters());
  const double rate = options_.lr.at(growth().resolution) * std::pow(0.5, progress_.rollbacks) *
                      schedule_.decay(options_.lr_decay, progress_.images) *
                      std::min(1.0, static_cast<double>(progress_.steps + 1) / 50);
  trunk_optimizer_->step(rate);
  head_optimizer_->step(rate);

  const std::int64_t count = indices.size(0) * process_count();
  update_average(*average_, *generator_, progress_.images, count, options_.ema_kimg);
  progress_.images += static_cast<std::uint64_t>(count);
  ++progress_.steps;
}

const Samples& TextureTrainer::sample_grid() {
  if (!samples_) samples_ = std::make_unique<Samples>(*average_, data_, device_);
  return *samples_;
}

Snapshot TextureTrainer::snapshot() const {
  torch::serialize::OutputArchive archive;
  write_part(archive, "G", *generator_);
  write_part(archive, "G_ema", *average_);
  write_part(archive, "trunk_optimizer", *trunk_optimizer_);
  write_part(archive, "head_optimizer", *head_optimizer_);
  return {options_, progress_, data_.looks(), close_archive(archive), false, latents_};
}

void TextureTrainer::restore(const Snapshot& snapshot, const std::string& where) {
  check_same(latents_.schema, options_.data, snapshot.latents.schema, where);
  progress_ = snapshot.progress;
  torch::serialize::InputArchive archive = open_archive(snapshot.archive, device_);
  read_module(archive, snapshot.compact ? "G_ema" : "G", *generator_, where);
  read_module(archive, "G_ema", *average_, where);
  make_optimizers();
  if (snapshot.compact) return;  // its optimizers begin anew
  reading_optimizers(where, [&] {
    for (auto& [name, optimizer] : {std::pair{"trunk_optimizer", trunk_optimizer_.get()},
                                    std::pair{"head_optimizer", head_optimizer_.get()}}) {
      torch::serialize::InputArchive inner;
      if (archive.try_read(name, inner)) optimizer->load(inner);
    }
  });
}

bool TextureTrainer::weights_finite() const {
  return all_finite({generator_.get(), average_.get()});
}

}  // namespace psgan::trainer
