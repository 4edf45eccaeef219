// A given character put into the latent space: the latent with which a generator, its weights as
// they are, draws her most like a given picture in the same pose.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <functional>

#include "trainer/projection/latent_parameters.h"
#include "trainer/projection/likeness.h"

namespace psgan::trainer {

struct ProjectionOptions {
  int candidates = 64;     ///< Characters by seed that are looked at first.
  int starts = 4;          ///< Of these the best, from which the search goes on, all in one batch.
  int steps = 40;          ///< Of descent from the starts, their choices relaxed.
  int rounds = 2;          ///< Of trying values for every trait, then descent of colours.
  int colours = 10;        ///< Of the picture, that are tried for every colour.
  int colour_steps = 20;   ///< Of descent in each round, with choices made.
  double lr = 0.1;         ///< Adam's at the beginning of each descent; it falls to 0.
  double likely = 0.02;    ///< Weight of LatentParameters::unlikelihood().
  double features = 0;     ///< See Likeness.
  std::uint64_t seed = 1;  ///< The first candidate.
};

struct Projection {
  torch::Tensor latent;  ///< [1,Z]
  torch::Tensor start;   ///< [1,Z]: the best of the candidates, which the search began with.
  double distance = 0;   ///< Likeness::distances() of `latent`.
};

/// Searches. With `guess` [1,Z], an encoder's latent, it is one of the candidates. `progress` is
/// called with the share that is done, 0 to 1.
Projection project(Likeness& likeness, const LatentParameters& parameters,
                   const ProjectionOptions& options, const torch::Tensor& guess = {},
                   const std::function<void(double)>& progress = {});

}  // namespace psgan::trainer
