#include "trainer/training/training_loop.h"

#include <unistd.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <string>

#include "common/program.h"
#include "trainer/files/event_file.h"
#include "trainer/machine/processes.h"

namespace psgan::trainer {
namespace {

std::atomic<bool> stop_asked = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // or a signal handler may not set it

/// While it lives, SIGINT and SIGTERM ask the loop to stop; a second one ends the program.
class StopSignals {
 public:
  StopSignals() {
    stop_asked = false;
    std::signal(SIGINT, ask);
    std::signal(SIGTERM, ask);
  }
  ~StopSignals() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
  }

 private:
  static void ask(int number) {
    stop_asked = true;
    std::signal(number, SIG_DFL);
  }
};

/// Memory that the program holds now, in GiB, as Linux tells it; 0 where it does not.
double resident_gib() {
  std::ifstream file("/proc/self/statm");
  double all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 30);
}

/// A run that cannot go on as it is, in a sentence.
using Trouble = std::optional<std::string>;

/// Means beyond this come back no more: they are on their way to infinity.
constexpr double diverged = 1e6;

/// Counts ticks and says in one line what happened since the last one.
class Ticks {
 public:
  Ticks(TrainingMethod& trainer, const RunFolder& folder) : trainer_(trainer), folder_(folder) {
    if (!folder.is_silent()) {
      events_.emplace(folder.path(), static_cast<std::int64_t>(trainer.progress().images));
    }
    restart();
  }

  bool due() const {
    return trainer_.progress().images >= last_.images + trainer_.options().tick_kimg * 1000;
  }

  /// After the run was set back.
  void restart() {
    trainer_.measures().take();
    last_ = trainer_.progress();
  }

  Trouble report() {
    const TrainingProgress now = trainer_.progress();
    if (now.images == last_.images) return std::nullopt;
    const Growth growth = trainer_.growth();
    const auto means = trainer_.measures().take();
    for (const auto& [name, mean] : means) {
      if (std::abs(mean) < diverged) continue;  // which no NaN is
      return "training diverged: " + name + " is " + std::to_string(mean) +
             " in the tick from kimg " + kimg_text(last_.images) + " to " + kimg_text(now.images);
    }
    const double shown = static_cast<double>(now.images - last_.images);
    const double seconds = std::max(now.seconds - last_.seconds, 1e-9);
    std::map<std::string, double> values = {{"kimg", static_cast<double>(now.images) / 1000},
                                            {"step", static_cast<double>(now.steps)},
                                            {"seconds", now.seconds},
                                            {"seconds_per_kimg", seconds / shown * 1000},
                                            {"images_per_second", shown / seconds},
                                            {"resolution", growth.resolution},
                                            {"alpha", growth.alpha},
                                            {"data_wait", trainer_.waited_for_data() / seconds},
                                            {"memory_gib", resident_gib()}};
    char head[192];
    std::snprintf(head, sizeof head,
                  "kimg %8.2f  %4d² α %.2f  time %s  %.1f s/kimg  %.1f img/s  "
                  "wait %.0f%%  %.1f GiB ",
                  values["kimg"], growth.resolution, growth.alpha,
                  duration_text(now.seconds).c_str(), values["seconds_per_kimg"],
                  values["images_per_second"], 100 * values["data_wait"], values["memory_gib"]);
    std::string line = head;
    for (const auto& [name, mean] : means) {
      char part[64];
      std::snprintf(part, sizeof part, " %s %.3f", name.c_str(), mean);
      line += part;
    }
    values.insert(means.begin(), means.end());
    folder_.log(line);
    folder_.add_stats(values);
    if (events_) events_->add(static_cast<std::int64_t>(now.images), values);
    last_ = now;
    return std::nullopt;
  }

 private:
  static std::string kimg_text(std::uint64_t images) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", static_cast<double>(images) / 1000);
    return text;
  }

  TrainingMethod& trainer_;
  const RunFolder& folder_;
  std::optional<EventFile> events_;
  TrainingProgress last_;
};

/// Saves the run, and sets it back when it has diverged.
class Keeper {
 public:
  Keeper(TrainingMethod& trainer, const RunFolder& folder)
      : trainer_(trainer), folder_(folder), saved_images_(trainer.progress().images) {
    if (folder.is_silent()) return;
    // A new folder gets a snapshot before the first step: then it is known that the disk takes it.
    const bool fresh = folder.snapshots().empty();
    if (fresh) {
      folder.write_picture("reals.png", trainer.reals());
      folder.write_picture("fakes_init.png", trainer.samples());
      save_snapshot();
    }
    if (const auto paths = folder.snapshots(); !paths.empty()) {
      const std::uint64_t bytes = std::filesystem::file_size(paths.back());
      // Adam's two sums for G and D come to G, its average and D.
      folder.check_space(fresh ? bytes * 7 / 3 : bytes, trainer.options().keep);
    }
  }

  bool due() const {
    return trainer_.progress().images >= saved_images_ + trainer_.options().snap_kimg * 1000;
  }

  /// Nothing to do if nothing happened since. A run whose snapshot cannot be written goes on and
  /// tries again later, unless this was its end: then it throws Error.
  Trouble save(bool end) {
    if (trainer_.progress().images == saved_images_) return std::nullopt;
    if (!trainer_.weights_finite()) {
      return "training diverged: a weight is not finite any more at kimg " +
             std::to_string(trainer_.progress().images / 1000);
    }
    if (folder_.is_silent()) {
      saved_images_ = trainer_.progress().images;
      return std::nullopt;
    }
    try {
      save_snapshot();
      folder_.write_fakes(trainer_.progress().images, trainer_.samples());
    } catch (const Error& error) {
      if (end) throw;
      folder_.log(std::string("NOT saved, to be tried again at the next tick: ") + error.what());
    }
    return std::nullopt;
  }

  /// Goes back to the last good snapshot if options.on_nan says so; else throws Error.
  void recover(const std::string& trouble) {
    if (folder_.is_silent()) throw Error(trouble);
    const TrainingProgress now = trainer_.progress();
    FoundSnapshot last = folder_.last_good_snapshot();
    const std::string name = last.path.filename().string();
    if (trainer_.options().on_nan != OnNan::rollback || now.rollbacks >= max_rollbacks) {
      throw Error(trouble + "; the last good snapshot is " + last.path.string() +
                  (now.rollbacks > 0
                       ? ", and " + std::to_string(now.rollbacks) + " rollbacks did not help"
                       : "") +
                  ". A lower --lr or a higher --r1-gamma may help");
    }
    last.snapshot.progress.rollbacks = now.rollbacks + 1;
    last.snapshot.progress.seconds = now.seconds;
    trainer_.restore(last.snapshot, last.path.string());
    saved_images_ = trainer_.progress().images;
    folder_.forget_stats_after(saved_images_);
    folder_.log(trouble + "; going back to " + name + " with half the learning rate (rollback " +
                std::to_string(now.rollbacks + 1) + " of " + std::to_string(max_rollbacks) + ")");
  }

 private:
  void save_snapshot() {
    folder_.log("saved " + folder_.write_snapshot(trainer_.snapshot()).filename().string());
    saved_images_ = trainer_.progress().images;
  }

  TrainingMethod& trainer_;
  const RunFolder& folder_;
  std::uint64_t saved_images_;
};

}  // namespace

void train(TrainingMethod& trainer, const RunFolder& folder, std::optional<TimePlan> plan) {
  const StopSignals signals;
  const TrainingOptions& options = trainer.options();
  Keeper keeper(trainer, folder);
  Ticks ticks(trainer, folder);

  const double seconds_before = trainer.progress().seconds;
  Progress progress("training", "images", trainer.schedule().total_images,
                    trainer.progress().images);
  int resolution = 0;  // that the plan was last restated for
  const auto restate = [&] {
    if (!plan) return;
    const PhaseLengths lengths = plan->restate(trainer.schedule(), trainer.progress().images,
                                               from_first_process(trainer.progress().seconds));
    trainer.set_phases(lengths.fade_kimg, lengths.stable_kimg);
    progress.set_total(trainer.schedule().total_images);
    if (trainer.growth().resolution == resolution) return;
    resolution = trainer.growth().resolution;
    const Phase& phase = trainer.schedule().phase_of(resolution);
    char text[128];
    std::snprintf(text, sizeof text, "plan: %.2f kimg at %d², %.2f kimg in all",
                  static_cast<double>(phase.fade_images + phase.stable_images) / 1000, resolution,
                  static_cast<double>(trainer.schedule().total_images) / 1000);
    folder.log(text);
  };
  // Time spent before this start counts as training time, but against --minutes only where the
  // schedule was made to fit them.
  const auto out_of_time = [&] {
    const double counted = options.fit ? trainer.progress().seconds : progress.seconds();
    return options.minutes > 0 && counted >= options.minutes * 60;
  };
  restate();
  bool stopped = false;
  for (bool end = false; !end;) {
    end = trainer.finished() || stopped;
    if (!end) {
      trainer.step();
      trainer.progress().seconds = seconds_before + progress.seconds();
      if (!folder.is_silent()) progress.update(trainer.progress().images);
      const bool tick = ticks.due();
      if (trainer.growth().resolution != resolution || tick) restate();
      // Several processes ask each other at ticks only, for none may take a step alone.
      if (process_count() == 1 || tick) stopped = any_process(stop_asked || out_of_time());
      if (!tick) continue;
    }
    Trouble trouble = ticks.report();
    if (!trouble && (end || keeper.due())) trouble = keeper.save(end);
    if (trouble) {
      keeper.recover(*trouble);
      ticks.restart();
      end = false;
    }
  }
  folder.log(stop_asked && !trainer.finished() ? "stopped by a signal; go on with --resume latest"
             : trainer.finished() || options.fit
                 ? "finished"
                 : "stopped after --minutes; go on with --resume latest");
}

}  // namespace psgan::trainer
