#include "trainer/training.h"

#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>

#include "common/program.h"
#include "trainer/sample_grid.h"

namespace psgan {
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

/// Fixed latents × fixed poses, under their skeletons and the real images.
class Samples {
 public:
  Samples(const Trainer& trainer, const TrainingData& data) {
    const int resolution = trainer.options().spec.resolution;
    const torch::Tensor indices =
        torch::tensor(spread_indices(data.index(), columns), torch::kInt64);
    const Batch real =
        data.batch(indices, torch::zeros({columns}, torch::kBool), resolution, trainer.device());
    keypoints_ = real.keypoints;
    head_ = torch::stack({draw_skeletons(keypoints_, resolution), real.images});
    latents_ = latents_from_seeds({1, 2, 3, 4, 5, 6}, trainer.options().spec.latent_size)
                   .to(trainer.device());
  }

  Picture draw(Trainer& trainer) const {
    return lay_out(torch::cat({head_, generate_grid(trainer.averaged_generator(), latents_,
                                                    keypoints_, trainer.growth())}));
  }

 private:
  static constexpr int columns = 10;
  torch::Tensor keypoints_, head_, latents_;
};

/// Counts ticks and says in one line what happened since the last one.
class Ticks {
 public:
  Ticks(Trainer& trainer, const RunFolder& folder)
      : trainer_(trainer), folder_(folder), last_(trainer.progress()) {}

  bool due() const {
    return trainer_.progress().images >= last_.images + trainer_.options().tick_kimg * 1000;
  }

  void report() {
    const TrainingProgress now = trainer_.progress();
    if (now.images == last_.images) return;
    const Growth growth = trainer_.growth();
    const auto means = trainer_.measures().take();
    const double rate = static_cast<double>(now.images - last_.images) /
                        std::max(now.seconds - last_.seconds, 1e-9);
    const double kimg = static_cast<double>(now.images) / 1000;
    Json stats = {{"kimg", kimg},
                  {"step", now.steps},
                  {"seconds", now.seconds},
                  {"images_per_second", rate},
                  {"resolution", growth.resolution},
                  {"alpha", growth.alpha}};
    char head[128];
    std::snprintf(head, sizeof head, "kimg %8.2f  %4d² α %.2f  %7.1f img/s  %s ", kimg,
                  growth.resolution, growth.alpha, rate, duration_text(now.seconds).c_str());
    std::string line = head;
    for (const auto& [name, mean] : means) {
      if (!std::isfinite(mean)) {
        throw Error("training diverged: " + name + " is " + std::to_string(mean) +
                    " in the tick that ends at kimg " + std::to_string(kimg) +
                    "; a lower --lr or a higher --r1-gamma may help");
      }
      stats[name] = mean;
      char part[64];
      std::snprintf(part, sizeof part, " %s %.3f", name.c_str(), mean);
      line += part;
    }
    folder_.log(line);
    folder_.add_stats(stats);
    last_ = now;
  }

 private:
  Trainer& trainer_;
  const RunFolder& folder_;
  TrainingProgress last_;
};

}  // namespace

void train(Trainer& trainer, const TrainingData& data, const RunFolder& folder) {
  const StopSignals signals;
  const TrainingOptions& options = trainer.options();
  const Samples samples(trainer, data);
  Ticks ticks(trainer, folder);
  std::uint64_t saved_images = trainer.progress().images;
  const auto save = [&] {
    const std::uint64_t images = trainer.progress().images;
    folder.write_fakes(images, samples.draw(trainer));
    folder.log("saved " + folder.write_snapshot(trainer.snapshot()).filename().string());
    saved_images = images;
  };

  // Time spent before this start counts as training time, but not against --minutes.
  const double seconds_before = trainer.progress().seconds;
  Progress progress("training", "images", trainer.schedule().total_images);
  bool out_of_time = false;
  while (!trainer.finished() && !stop_asked && !out_of_time) {
    trainer.step();
    trainer.progress().seconds = seconds_before + progress.seconds();
    out_of_time = options.minutes > 0 && progress.seconds() >= options.minutes * 60;
    progress.update(trainer.progress().images);
    if (!ticks.due()) continue;
    ticks.report();
    if (trainer.progress().images >= saved_images + options.snap_kimg * 1000) save();
  }
  ticks.report();
  if (trainer.progress().images > saved_images) save();
  folder.log(stop_asked    ? "stopped by a signal; go on with --resume latest"
             : out_of_time ? "stopped after --minutes; go on with --resume latest"
                           : "finished");
}

}  // namespace psgan
