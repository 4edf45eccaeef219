#include "trainer/training/random_numbers.h"

#include <ATen/CPUGeneratorImpl.h>

#include "psgan/latent.h"

namespace psgan::trainer {

at::Generator random_of(std::uint64_t seed, const TrainingProgress& progress,
                        std::uint64_t minibatch, Purpose purpose) {
  const std::uint64_t step = progress.steps;
  const auto words = philox(
      {static_cast<std::uint32_t>(step), static_cast<std::uint32_t>(step >> 32),
       static_cast<std::uint32_t>(progress.rollbacks) << 16 | static_cast<std::uint32_t>(minibatch),
       static_cast<std::uint32_t>(purpose)},
      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
  return at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{words[0]} << 32 | words[1]);
}

}  // namespace psgan::trainer
