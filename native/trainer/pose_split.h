// Which images of a data set are for training, and which poses are kept for tests.
#pragma once

#include <cstdint>
#include <vector>

#include "psgan/dataset.h"

namespace psgan {

enum class Split { train, test };

/// The indices of a split's images, in the set's order. Where the data set does not mark its test
/// images, those of every tenth pose are.
std::vector<std::int64_t> images_of(const DatasetIndex& index, Split split);

}  // namespace psgan
