// The training loop: steps, ticks, sample grids and snapshots.
#pragma once

#include <optional>

#include "trainer/training/run_folder.h"
#include "trainer/training/time_plan.h"
#include "trainer/training/training_method.h"

namespace psgan::trainer {

/// Trains until the schedule's end, options.minutes, or SIGINT or SIGTERM; in all three cases a
/// snapshot is written last. When a loss or a weight is not finite any more, options.on_nan
/// decides: Error naming the tick, the loss and the last good snapshot, or going back to that
/// snapshot.
/// With a plan, the schedule is restated so that the run ends in time.
void train(TrainingMethod& trainer, const RunFolder& folder, std::optional<TimePlan> plan = {});

}  // namespace psgan::trainer
