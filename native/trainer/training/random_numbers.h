// The random numbers of training: each purpose has a sequence of its own for each step, so that
// nothing of their state has to be saved.
#pragma once

#include <ATen/core/Generator.h>

#include <cstdint>

#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// What random numbers are drawn for.
enum class Purpose : std::uint32_t {
  images = 0x7e57,
  latents,
  penalties,
  traits,
  images_by_size,
  pairs,
  poses,
  codes,
};

/// LibTorch's random numbers for one purpose of one minibatch of a step (0: D's and G's, then those
/// of the anchors alone), on the CPU whatever the device.
at::Generator random_of(std::uint64_t seed, const TrainingProgress& progress,
                        std::uint64_t minibatch, Purpose purpose);

}  // namespace psgan::trainer
