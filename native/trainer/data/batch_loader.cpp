#include "trainer/data/batch_loader.h"

#include <utility>

namespace psgan::trainer {

Batch BatchLoader::take(std::uint64_t step, int resolution) {
  const auto start = std::chrono::steady_clock::now();
  while (!pending_.empty() &&
         (pending_.front().step != step || pending_.front().resolution != resolution)) {
    pending_.pop_front();  // waits for its thread
  }
  Batch batch;
  if (pending_.empty()) {
    batch = make_(step, resolution);
  } else {
    batch = pending_.front().batch.get();
    pending_.pop_front();
  }
  for (std::uint64_t next = pending_.empty() ? step + 1 : pending_.back().step + 1;
       std::cmp_less(pending_.size(), ahead_); ++next) {
    pending_.push_back(
        {next, resolution, std::async(std::launch::async, [make = make_, next, resolution] {
           return make(next, resolution);
         })});
  }
  waited_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return batch;
}

double BatchLoader::waited() { return std::exchange(waited_, 0.0); }

}  // namespace psgan::trainer
