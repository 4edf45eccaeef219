// Prefetches the next steps' minibatches in threads while this step trains, so that the networks
// need not wait for decoding or copying.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>

#include "trainer/data/training_data.h"

namespace psgan::trainer {

class BatchLoader {
 public:
  /// `make` gives the minibatch of a step at a resolution, always the same one, from any thread;
  /// `ahead` minibatches are made in advance, 0 for none.
  using Make = std::function<Batch(std::uint64_t step, int resolution)>;
  BatchLoader(Make make, int ahead) : make_(std::move(make)), ahead_(ahead) {}

  /// The minibatch of this step. Afterwards those of the next steps are prefetched at the same
  /// resolution; the ones that are not needed are discarded.
  Batch take(std::uint64_t step, int resolution);

  /// Discards what was prefetched, because other steps follow.
  void forget() { pending_.clear(); }

  /// Seconds that take() has waited since the last call of this function.
  double waited();

 private:
  struct Pending {
    std::uint64_t step;
    int resolution;
    std::future<Batch> batch;
  };

  Make make_;
  int ahead_;
  std::deque<Pending> pending_;
  double waited_ = 0;
};

}  // namespace psgan::trainer
