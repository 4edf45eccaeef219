#include "trainer/data/pose_split.h"

#include <algorithm>
#include <numeric>

namespace psgan::trainer {

std::vector<std::int64_t> images_of(const DatasetIndex& index, Split split) {
  const bool marked = std::any_of(index.images.begin(), index.images.end(),
                                  [](const DatasetImage& image) { return image.test; });
  std::vector<std::int64_t> found;
  for (std::size_t i = 0; i < index.images.size(); ++i) {
    const DatasetImage& image = index.images[i];
    const bool test = marked ? image.test : image.pose_number % 10 == 0;
    if (test == (split == Split::test)) found.push_back(static_cast<std::int64_t>(i));
  }
  if (found.empty() && split == Split::train) {
    found.resize(index.images.size());
    std::iota(found.begin(), found.end(), 0);
  }
  return found;
}

}  // namespace psgan::trainer
