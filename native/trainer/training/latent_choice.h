// What the latents of a new run are, by what its data set tells of the looks.
#pragma once

#include "psgan/dataset.h"
#include "trainer/training/options.h"

namespace psgan::trainer {

/// The traits of the set's looks where it tells them, else a number a look. `size_is_given`:
/// options.spec.latent_size stays; throws UsageError if it is too small for the traits.
void choose_latents(TrainingOptions& options, bool size_is_given, const DatasetIndex& index);

}  // namespace psgan::trainer
