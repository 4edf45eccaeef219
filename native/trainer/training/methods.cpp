#include "trainer/training/methods.h"

#include <cstdint>
#include <numeric>
#include <vector>

#include "trainer/data/pose_pairs.h"
#include "trainer/data/pose_split.h"
#include "trainer/training/pg2_trainer.h"
#include "trainer/training/trainer.h"

namespace psgan::trainer {

std::unique_ptr<TrainingMethod> make_method(const TrainingOptions& options,
                                            const TrainingData& data) {
  if (options.method == Method::pg2) return std::make_unique<Pg2Trainer>(options, data);
  return std::make_unique<Trainer>(options, data);
}

void check_learnable(const TrainingOptions& options, const DatasetIndex& index) {
  if (options.method != Method::pg2) return;
  // Looks that only test images show count, too: the sample grid and evaluation redraw them.
  std::vector<std::int64_t> all(index.images.size());
  std::iota(all.begin(), all.end(), 0);
  PairedImages(index, all, options.data);
  PairedImages(index, images_of(index, Split::train), options.data + ", training images");
}

}  // namespace psgan::trainer
