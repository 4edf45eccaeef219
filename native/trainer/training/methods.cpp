#include "trainer/training/methods.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "trainer/data/cell_set.h"
#include "trainer/data/pose_pairs.h"
#include "trainer/data/pose_split.h"
#include "trainer/training/dpg2_trainer.h"
#include "trainer/training/pg2_trainer.h"
#include "trainer/training/texture_trainer.h"
#include "trainer/training/trainer.h"

namespace psgan::trainer {
namespace {

/// Throws Error naming `where` and the first image in which no keypoint is visible: nothing of its
/// appearance can be encoded.
void check_keypoints(const DatasetIndex& index, const std::string& where) {
  for (const DatasetImage& image : index.images) {
    if (std::any_of(image.pose.points.begin(), image.pose.points.end(),
                    [](const PosePoint& point) { return point.visible; })) {
      continue;
    }
    throw Error(where + ": no keypoint of " + image.name +
                " is visible, expected some in every image, which tell where the body's regions "
                "are");
  }
}

}  // namespace

std::unique_ptr<TrainingMethod> make_method(const TrainingOptions& options,
                                            const TrainingData& data) {
  if (options.method == Method::pg2) return std::make_unique<Pg2Trainer>(options, data);
  if (options.method == Method::dpg2) return std::make_unique<Dpg2Trainer>(options, data);
  if (options.method == Method::texture) return std::make_unique<TextureTrainer>(options, data);
  return std::make_unique<Trainer>(options, data);
}

void check_learnable(const TrainingOptions& options, const DatasetIndex& index) {
  if (options.method == Method::dpg2) return check_keypoints(index, options.data);
  if (options.method == Method::texture) return check_coordinates(index, options.data);
  if (options.method != Method::pg2) return;
  // Looks that only test images show count, too: the sample grid and evaluation redraw them.
  std::vector<std::int64_t> all(index.images.size());
  std::iota(all.begin(), all.end(), 0);
  PairedImages(index, all, options.data);
  PairedImages(index, images_of(index, Split::train), options.data + ", training images");
}

}  // namespace psgan::trainer
