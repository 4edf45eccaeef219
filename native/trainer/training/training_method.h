// What the training loop, snapshots and commands need of a way to train; PSGAN's is Trainer. A
// method draws its own minibatches from the data set: single images, or pairs of two poses of one
// look.
#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "trainer/files/image_file.h"
#include "trainer/networks/growth.h"
#include "trainer/training/options.h"
#include "trainer/training/schedule.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// Sums of what each step measured; read and emptied at each tick.
class Measures {
 public:
  void add(const std::string& name, const torch::Tensor& value);
  /// The means since the last call, over all processes.
  std::map<std::string, double> take();

 private:
  std::map<std::string, std::pair<torch::Tensor, int>> sums_;
};

class TrainingMethod {
 public:
  explicit TrainingMethod(TrainingOptions options)
      : options_(std::move(options)), schedule_(make_schedule(options_)) {}
  virtual ~TrainingMethod() = default;

  /// One step of all of the method's networks on one minibatch. Everything random in it follows
  /// from the seed, the number of the step and that of rollbacks, so that a resumed run takes the
  /// same step.
  virtual void step() = 0;

  /// Goes on from a snapshot of the same networks. Throws Error naming `where`.
  virtual void restore(const Snapshot& snapshot, const std::string& where) = 0;
  /// The method's networks and optimizers, whole.
  virtual Snapshot snapshot() const = 0;
  /// False as soon as one weight is infinite or no number: such a run cannot recover by itself.
  virtual bool weights_finite() const = 0;

  /// What a run is judged by with one's eyes: the same real images and inputs each time.
  virtual Picture reals() = 0;
  /// Those, and what the networks make of the inputs now.
  virtual Picture samples() = 0;

  /// Seconds spent waiting for data since the last call.
  virtual double waited_for_data() = 0;
  /// What the log says at the beginning of how this run computes, a line each.
  virtual std::vector<std::string> remarks() const { return {}; }

  bool finished() const { return progress_.images >= schedule_.total_images; }
  Growth growth() const;
  const TrainingOptions& options() const { return options_; }
  const Schedule& schedule() const { return schedule_; }
  /// Other lengths for phases that have not begun, see TrainingOptions.
  void set_phases(const PerResolution& fade_kimg, const PerResolution& stable_kimg);
  TrainingProgress& progress() { return progress_; }
  Measures& measures() { return measures_; }

 protected:
  TrainingOptions options_;
  Schedule schedule_;
  TrainingProgress progress_;
  Measures measures_;
};

}  // namespace psgan::trainer
