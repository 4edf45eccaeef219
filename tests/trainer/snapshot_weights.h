// What two runs must share to be the same.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "trainer/networks/architectures.h"
#include "trainer/networks/discriminator.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// All weights of G, its average and D.
inline std::vector<torch::Tensor> weights_of(const Snapshot& snapshot) {
  std::vector<torch::Tensor> weights;
  torch::serialize::InputArchive archive = open_archive(snapshot.archive);
  const auto add = [&](const char* part, torch::nn::Module& module) {
    read_module(archive, part, module, "test");
    for (const torch::Tensor& parameter : module.parameters()) weights.push_back(parameter);
  };
  const auto generator = make_generator(snapshot.options.spec);
  const auto average = make_generator(snapshot.options.spec);
  Discriminator discriminator(snapshot.options.spec);
  add("G", *generator);
  add("G_ema", *average);
  add("D", discriminator);
  return weights;
}

/// True if every bit of every weight is the same.
inline bool same_weights(const Snapshot& a, const Snapshot& b) {
  const auto first = weights_of(a), second = weights_of(b);
  if (first.size() != second.size()) return false;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (!torch::equal(first[i], second[i])) return false;
  }
  return true;
}

}  // namespace psgan::trainer
