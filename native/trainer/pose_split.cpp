#include "trainer/pose_split.h"

namespace psgan {

std::vector<std::int64_t> images_of(const DatasetIndex& index, Split split) {
  std::vector<std::int64_t> found;
  for (std::size_t i = 0; i < index.images.size(); ++i) {
    const bool test = index.images[i].pose_number % 10 == 0;
    if (test == (split == Split::test)) found.push_back(static_cast<std::int64_t>(i));
  }
  return found;
}

}  // namespace psgan
