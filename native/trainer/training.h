// The training loop: steps, ticks, sample grids and snapshots.
#pragma once

#include "trainer/run_folder.h"
#include "trainer/trainer.h"

namespace psgan {

/// Trains until the schedule's end, options.minutes, or SIGINT or SIGTERM; in all three cases a
/// snapshot is written last. Throws Error naming the tick and the loss if one is not finite, and
/// then keeps the last good snapshot.
void train(Trainer& trainer, const TrainingData& data, const RunFolder& folder);

}  // namespace psgan
