// A schedule for a given time: the phases of a run share a given number of minutes, by the measured
// cost of a step at each resolution.
#pragma once

#include <map>
#include <string>

#include "trainer/training/options.h"
#include "trainer/training/schedule.h"
#include "trainer/training/step_cost.h"

namespace psgan::trainer {

/// The cost of a resolution on this machine.
struct ResolutionCost {
  double seconds_per_image = 0;
  std::int64_t memory = 0;  ///< Bytes of tensors at most.
  bool measured = true;     ///< Or estimated as four times the cost of the resolution below.
};
using CostTable = std::map<int, ResolutionCost>;

/// Measures from the lowest resolution up, a second each; what would take long is extrapolated.
CostTable measure_costs(const TrainingOptions& options);

/// The lengths of all phases. Those of resolutions below `from` are kept as they are; the others
/// share `seconds`: for the paper's networks every phase has as many images, for `fast` each
/// resolution has twice the time of the one below, since the last resolution matters most.
struct PhaseLengths {
  PerResolution fade_kimg, stable_kimg;
};
PhaseLengths fit_phases(const TrainingOptions& options, const Schedule& schedule, int from,
                        double seconds, const CostTable& costs);

/// Keeps a run within its minutes: each resolution gets its share of the time that was left when it
/// began, in as many images as the measured speed allows; the measured cost corrects the estimates
/// of the following ones, and the last one gets the remaining time.
class TimePlan {
 public:
  /// For a run at `progress`.
  TimePlan(const TrainingOptions& options, CostTable costs);

  /// The lengths planned anew, on reaching a resolution and repeatedly within it. A
  /// fade-in that has begun keeps its length.
  PhaseLengths restate(const Schedule& schedule, std::uint64_t images, double seconds);

 private:
  TrainingOptions options_;
  CostTable costs_;
  int resolution_ = 0;                 // where the run was seen last
  std::uint64_t images_at_start_ = 0;  // when it was first seen there…
  std::uint64_t place_at_start_ = 0;   // …so far into the resolution's phase
  double seconds_at_start_ = 0;
};

/// What --dry-run prints: phases, images, learning rates, minutes expected, memory.
std::string plan_text(const TrainingOptions& options, const Schedule& schedule,
                      const CostTable& costs);

}  // namespace psgan::trainer
