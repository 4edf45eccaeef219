// The distribution of a data set's poses, as an image.
#pragma once

#include "data/pictures/image.h"
#include "psgan/dataset.h"

namespace psgan::data {

/// What a set's poses are, each counted once; `width` pixels wide and half as high.
/// Left: from where the camera looks, as sectors round the figure (the front is below), red for
/// test poses. Right: where elbows and wrists are from their shoulders, knees and ankles from their
/// hips, a dot for each pose; left side blue, right side red.
Image pose_histogram(const DatasetIndex& index, int width);

}  // namespace psgan::data
