#include "texture_head/training.h"

#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "trainer/data/pose_split.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/evaluation/subject.h"
#include "trainer/files/image_file.h"
#include "trainer/networks/latents.h"
#include "trainer/training/losses.h"
#include "trainer/training/optimizer.h"

namespace psgan::texture_head {

using namespace trainer;
using torch::Tensor;

namespace {

constexpr double share_weight = 2, place_weight = 5, light_weight = 0.5, picture_weight = 4;
constexpr std::int64_t minibatch = 4;

Batch batch_of(const TrainingData& data, const std::vector<std::int64_t>& images, int resolution) {
  const auto count = static_cast<std::int64_t>(images.size());
  return data.batch(index_tensor(images), torch::zeros({count}, torch::kBool), resolution,
                    torch::kCPU);
}

/// How fine the cells are after so many minutes of a run: the coarse ones have little to learn.
int side_at(int cells, double passed, double minutes) {
  const auto before = [&](double share, double most) {
    return passed < std::min(share * minutes, most);
  };
  if (before(0.15, 3)) return 16;
  if (before(0.35, 8)) return 32;
  return before(0.5, 20) ? std::min(cells, 64) : cells;
}

/// Images of so many looks, each look as often as the others.
class Images {
 public:
  Images(const TrainingData& data, std::uint64_t seed) : random_(seed) {
    std::map<int, std::vector<std::int64_t>> of_look;
    for (const std::int64_t image : images_of(data.index(), Split::train)) {
      of_look[data.index().images[static_cast<std::size_t>(image)].look].push_back(image);
    }
    for (auto& [look, images] : of_look) of_look_.push_back(std::move(images));
  }

  std::vector<std::int64_t> draw() {
    std::vector<std::int64_t> images;
    for (std::int64_t i = 0; i < minibatch; ++i) {
      const auto& of = of_look_[random_() % of_look_.size()];
      images.push_back(of[random_() % of.size()]);
    }
    return images;
  }

 private:
  std::vector<std::vector<std::int64_t>> of_look_;
  std::mt19937_64 random_;
};

/// The terms of the loss, each by itself.
struct Losses {
  Tensor shares, places, light, truth = torch::zeros({}), drawn = torch::zeros({});

  Tensor sum() const {
    return share_weight * shares + place_weight * places + light_weight * light +
           picture_weight * (truth + drawn);
  }
};

/// Of cells against the true ones; `logits` as in TextureHeadImpl::cells().
Losses losses_of_cells(const CellMaps& own, const Tensor& logits, const CellMaps& truth) {
  Losses losses;
  losses.shares = -(truth.shares * torch::log_softmax(logits, 3)).sum(3).mean();
  const Tensor known = truth.known.flatten().nonzero().flatten();
  const auto of_known = [&](const Tensor& places) {
    return places.view({-1, 2}).index_select(0, known);
  };
  const Tensor weight =
      truth.shares.narrow(3, 1, truth.known.size(3)).reshape({-1}).index_select(0, known) + 0.1;
  losses.places =
      ((of_known(own.places) - of_known(truth.places)).abs().sum(1) * weight).sum() / weight.sum();
  const Tensor figure = (1 - truth.shares.narrow(3, 0, 1)).clamp_min(0);
  losses.light = ((own.more.narrow(3, 0, truth.more.size(3)) - truth.more).abs() * figure).sum() /
                 figure.sum();
  return losses;
}

/// True cells with the free channels of the head's own, or none if these are coarser.
CellMaps with_free_channels(CellMaps truth, const Tensor& own) {
  const std::int64_t told = truth.more.size(3), side = truth.more.size(1);
  const Tensor free = own.narrow(3, told, own.size(3) - told);
  truth.more = torch::cat(
      {truth.more,
       own.size(1) == side ? free : torch::zeros({own.size(0), side, side, free.size(3)})},
      3);
  return truth;
}

/// A moving average of a network's weights.
class Average {
 public:
  void add(const std::vector<Tensor>& parameters) {
    if (average_.empty()) {
      for (const Tensor& parameter : parameters) average_.push_back(parameter.clone());
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) average_[i].lerp_(parameters[i], 0.005);
  }
  void copy_to(const std::vector<Tensor>& parameters) const {
    for (std::size_t i = 0; i < average_.size(); ++i) parameters[i].copy_(average_[i]);
  }

 private:
  std::vector<Tensor> average_;
};

}  // namespace

/// Rows of real pictures, what is painted of true cells, and of the head's own.
void write_sheet(TextureHead& head, const TrainingData& data, const CellSet& cells,
                 const Options& options, const std::string& name) {
  const torch::NoGradGuard no_grad;
  const std::vector<std::int64_t> images = spread(images_of(data.index(), Split::test), 8);
  const Batch batch = batch_of(data, images, options.resolution);
  const Tensor latents = encoded_looks(data.index().traits).index_select(0, batch.looks);
  const Tensor textures = head->textures(latents, torch::kFloat32);
  const CellMaps own = head->cells(latents, batch.keypoints, options.cells, torch::kFloat32);
  CellMaps truth = cells.maps(index_tensor(images));
  truth.more = torch::cat({truth.more, own.more.narrow(3, 2, own.more.size(3) - 2)}, 3);
  const Tensor rows =
      torch::stack({batch.images, head->paint(truth, textures, options.resolution),
                    head->paint(own, textures, options.resolution, options.sharpness)});
  write_png(std::filesystem::path(options.out) / name, lay_out(rows));
}

void train(TextureHead& head, const TrainingData& data, const CellSet& cells,
           const Options& options) {
  const Tensor looks = encoded_looks(data.index().traits);
  Images images(data, options.seed);
  const auto inner = make_optimizer(OptimizerKind::muon, head->inner());
  const auto outer = make_optimizer(OptimizerKind::adam, head->outer());
  const torch::ScalarType type = options.bf16 ? torch::kBFloat16 : torch::kFloat32;
  const auto started = std::chrono::steady_clock::now();
  const auto minutes = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count() / 60;
  };
  Average average;
  std::array<double, 5> sums{};
  double next_sheet = 1;
  for (std::uint64_t step = 1; minutes() < options.minutes; ++step) {
    const double passed = minutes();
    // A head that goes on knows what coarse cells teach.
    const int side =
        options.start.empty() ? side_at(options.cells, passed, options.minutes) : options.cells;
    const bool coarse = side < options.cells;
    const std::vector<std::int64_t> chosen = images.draw();
    const Batch batch = batch_of(data, chosen, options.resolution);
    const Tensor latents = looks.index_select(0, batch.looks);
    Tensor logits;
    const CellMaps own = head->cells(latents, batch.keypoints, side, type, &logits);
    const CellMaps whole = cells.maps(index_tensor(chosen));
    CellMaps truth = whole;
    for (int at = options.cells; at > side; at /= 2) truth = CellSet::halved(truth);
    Losses losses = losses_of_cells(own, logits, truth);
    if (!coarse || step % 2 == 0) {
      const Tensor textures = head->textures(latents, type);
      const auto distance = [&](const CellMaps& from, const Tensor& with) {
        return l1_at_three_scales(head->paint(from, with, options.resolution), batch.images);
      };
      losses.truth = distance(with_free_channels(whole, own.more), textures);
      // Wrong places would blur the textures.
      if (!coarse) losses.drawn = distance(own, textures.detach());
    }
    head->zero_grad();
    losses.sum().backward();
    const double rate = options.lr * std::min(1.0, 0.03 + 2 * (1 - passed / options.minutes)) *
                        std::min(1.0, static_cast<double>(step) / 50);
    inner->step(rate);
    outer->step(rate);
    const torch::NoGradGuard no_grad;
    if (passed > 0.4 * options.minutes) average.add(head->parameters());
    const Tensor terms[] = {losses.shares, losses.places, losses.light, losses.truth, losses.drawn};
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += terms[i].item<double>() / 100;
    if (step % 100 == 0) {
      std::printf(
          "%6.1f min %7.1f kimg  %3d² shares %.4f places %.4f light %.4f truth %.4f drawn %.4f\n",
          minutes(), static_cast<double>(minibatch * step) / 1000, side, sums[0], sums[1], sums[2],
          sums[3], sums[4]);
      std::fflush(stdout);
      sums = {};
    }
    if (minutes() > next_sheet) {
      write_sheet(head, data, cells, options, "now.png");
      torch::save(head, options.out + "/now.pt");
      next_sheet = minutes() + std::max(1.0, options.minutes / 10);
    }
  }
  const torch::NoGradGuard no_grad;
  average.copy_to(head->parameters());
}

}  // namespace psgan::texture_head
