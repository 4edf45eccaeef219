// The training loop: steps, ticks, sample grids and snapshots.
#pragma once

#include "trainer/run_folder.h"
#include "trainer/trainer.h"

namespace psgan {

/// Trains until the schedule's end, options.minutes, or SIGINT or SIGTERM; in all three cases a
/// snapshot is written last. When a loss or a weight is not finite any more, options.on_nan
/// decides: Error naming the tick, the loss and the last good snapshot, or going back to that
/// snapshot.
void train(Trainer& trainer, const TrainingData& data, const RunFolder& folder);

}  // namespace psgan
