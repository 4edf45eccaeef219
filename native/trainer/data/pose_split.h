// The split of a data set into training images and test poses.
#pragma once

#include <cstdint>
#include <vector>

#include "psgan/dataset.h"

namespace psgan::trainer {

enum class Split { train, test };

/// The indices of a split's images, in the set's order. Where the data set marks no image for
/// tests, those of every tenth pose are. A set of such poses alone is used for training entirely.
std::vector<std::int64_t> images_of(const DatasetIndex& index, Split split);

}  // namespace psgan::trainer
