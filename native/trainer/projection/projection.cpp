#include "trainer/projection/projection.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "trainer/networks/latents.h"
#include "trainer/projection/figure_colours.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

/// What is drawn at once: more does not fit into a processor's caches.
constexpr std::int64_t most_at_once = 16;

/// One search: what it shares, and how much of it is done.
class Search {
 public:
  Search(Likeness& likeness, const LatentParameters& parameters, const ProjectionOptions& options,
         const std::function<void(double)>& progress)
      : likeness_(likeness), parameters_(parameters), options_(options), progress_(progress) {
    drawn_in_all_ = options.candidates + descent_cost * options.steps * options.starts;
    if (!parameters.space().has_traits()) return;
    colours_ = figure_colours(likeness.given().image, options.colours);
    double values = 0;  // that are tried in a round
    for (const Trait& trait : parameters.space().schema) {
      values += static_cast<double>(values_to_try(trait).size());
    }
    drawn_in_all_ += finalists() * options.rounds * (values + descent_cost * options.colour_steps);
  }

  /// The candidates' latents [N,Z], the most alike first.
  Tensor candidates(const Tensor& guess) {
    Tensor latents =
        latents_from_seeds(seeds_from(options_.seed, options_.candidates), parameters_.space())
            .to(likeness_.given().image.device());
    if (guess.defined()) latents = torch::cat({latents, guess.to(latents.device())});
    return latents.index_select(0, distances(latents).argsort());
  }

  /// Parameters [N,Z] after so many steps of descent.
  Tensor descended(const Tensor& from, int steps, Choices choices) {
    Tensor moved = from.detach().clone().set_requires_grad(true);
    torch::optim::Adam optimizer({moved},
                                 torch::optim::AdamOptions(options_.lr).betas({0.9, 0.99}));
    for (int step = 0; step < steps; ++step) {
      const double share = static_cast<double>(step) / steps;
      optimizer.param_groups()[0].options().set_lr(options_.lr * 0.5 *
                                                   (1 + std::cos(M_PI * share)));
      optimizer.zero_grad();
      // Every start's own sum: they do not know of each other.
      const Tensor loss = likeness_.distances(parameters_.latents(moved, choices)).sum() +
                          parameters_.unlikelihood(moved).sum() * options_.likely;
      loss.backward();
      optimizer.step();
      parameters_.keep_in_range(moved);
      done(descent_cost * static_cast<double>(from.size(0)));
    }
    return moved.detach();
  }

  /// [N] of latents [N,Z].
  Tensor distances(const Tensor& latents) {
    const torch::NoGradGuard no_grad;
    std::vector<Tensor> found;
    for (const Tensor& some : latents.split(most_at_once)) {
      found.push_back(likeness_.distances(some));
      done(static_cast<double>(some.size(0)));
    }
    return torch::cat(found);
  }

  /// One character with, for each trait that shows, one after the other, the value that makes her
  /// most alike.
  TraitValues with_best_values(TraitValues values) {
    const TraitSchema& schema = parameters_.space().schema;
    for (int trait = 0; trait < static_cast<int>(schema.size()); ++trait) {
      if (!shows(schema, values, trait)) continue;
      TraitValue& value = values[static_cast<std::size_t>(trait)];
      std::vector<TraitValue> tried = values_to_try(schema[static_cast<std::size_t>(trait)]);
      tried.push_back(value);
      std::vector<Tensor> latents;
      for (const TraitValue& one : tried) {
        value = one;
        latents.push_back(latent_of(values));
      }
      value = tried[static_cast<std::size_t>(
          distances(torch::cat(latents)).argmin().item<std::int64_t>())];
    }
    return values;
  }

  Tensor latent_of(const TraitValues& values) const {
    const Tensor encoded = torch::tensor(encode(parameters_.space().schema, values));
    return latents_of_traits(encoded.unsqueeze(0), parameters_.space().size)
        .to(likeness_.given().image.device());
  }

  int finalists() const { return std::min(2, options_.starts); }

 private:
  /// Drawing with gradients beside drawing alone.
  static constexpr double descent_cost = 3;

  /// Every option, the picture's colours, amounts in quarters.
  std::vector<TraitValue> values_to_try(const Trait& trait) const {
    std::vector<TraitValue> values;
    switch (trait.kind) {
      case TraitKind::choice:
        for (int i = 0; i < static_cast<int>(trait.options.size()); ++i) {
          values.push_back({.option = i});
        }
        break;
      case TraitKind::colour: {
        const Tensor unit = (colours_.cpu() + 1) / 2;
        for (std::int64_t i = 0; i < unit.size(0); ++i) {
          TraitValue value;
          for (int c = 0; c < 3; ++c) value.colour[c] = unit[i][c].item<float>();
          values.push_back(value);
        }
        break;
      }
      case TraitKind::amount:
        for (int quarter = 0; quarter <= 4; ++quarter) {
          values.push_back({.amount = 0.25F * static_cast<float>(quarter)});
        }
        break;
    }
    return values;
  }

  void done(double drawn) {
    drawn_ += drawn;
    if (progress_) progress_(std::min(1.0, drawn_ / drawn_in_all_));
  }

  Likeness& likeness_;
  const LatentParameters& parameters_;
  const ProjectionOptions& options_;
  const std::function<void(double)>& progress_;
  Tensor colours_;  // the picture's, [colours,3]
  double drawn_ = 0, drawn_in_all_ = 0;
};

/// So many of the latents, the most alike first.
Tensor best_of(const Tensor& latents, const Tensor& distances, std::int64_t count) {
  return latents.index_select(0, distances.argsort().narrow(0, 0, count));
}

}  // namespace

Projection project(Likeness& likeness, const LatentParameters& parameters,
                   const ProjectionOptions& options, const Tensor& guess,
                   const std::function<void(double)>& progress) {
  Search search(likeness, parameters, options, progress);
  const Tensor candidates = search.candidates(guess);
  const std::int64_t starts = std::min<std::int64_t>(options.starts, candidates.size(0));
  const bool traits = parameters.space().has_traits();
  const Tensor moved = search.descended(parameters.of_latents(candidates.narrow(0, 0, starts)),
                                        options.steps, Choices::relaxed);
  Tensor found = parameters.latents(moved, traits ? Choices::made : Choices::relaxed);
  found = best_of(found, search.distances(found), traits ? search.finalists() : 1);

  if (traits) {
    for (int round = 0; round < options.rounds; ++round) {
      std::vector<Tensor> latents;
      for (const Tensor& one : found.split(1)) {
        latents.push_back(search.latent_of(search.with_best_values(parameters.values(one))));
      }
      found = torch::cat(latents);
      const Tensor coloured = search.descended(found, options.colour_steps, Choices::made);
      found = parameters.latents(coloured, Choices::made);
    }
  }
  const Tensor distances = search.distances(found);
  const Tensor best = best_of(found, distances, 1);
  return {best, candidates.narrow(0, 0, 1), distances.min().item<double>()};
}

}  // namespace psgan::trainer
