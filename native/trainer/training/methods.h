// The methods of training that there are, by TrainingOptions::method.
#pragma once

#include <memory>

#include "psgan/dataset.h"
#include "trainer/data/training_data.h"
#include "trainer/training/options.h"
#include "trainer/training/training_method.h"

namespace psgan::trainer {

/// Fresh networks from options.seed. `data` must outlive the method.
std::unique_ptr<TrainingMethod> make_method(const TrainingOptions& options,
                                            const TrainingData& data);

/// Throws Error naming the data set if the method cannot learn from it: better before its images
/// are read than after.
void check_learnable(const TrainingOptions& options, const DatasetIndex& index);

}  // namespace psgan::trainer
