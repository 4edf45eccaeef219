#include "trainer/training/time_plan.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "trainer/networks/architectures.h"

namespace psgan::trainer {
namespace {

constexpr double longest_measurement = 20;  // seconds, for all resolutions together

/// Numbers per resolution as an option's text.
class Lengths {
 public:
  void add(int resolution, double kimg) {
    char number[48];
    if (text_.empty()) {
      std::snprintf(number, sizeof number, "%.3f", kimg);
    } else {
      std::snprintf(number, sizeof number, ",%d:%.3f", resolution, kimg);
    }
    text_ += number;
  }
  PerResolution option() const { return PerResolution(text_, "phases"); }

 private:
  std::string text_;
};

}  // namespace

CostTable measure_costs(const TrainingOptions& options) {
  CostTable costs;
  const auto start = std::chrono::steady_clock::now();
  for (int r = options.start_resolution; r <= options.spec.resolution; r *= 2) {
    const double spent =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!costs.empty()) {
      const ResolutionCost& below = costs.at(r / 2);
      // Six steps at least, each about four times as long as below.
      const double expected = 6 * 4 * below.seconds_per_image * options.batch.at(r);
      if (spent + expected > longest_measurement) {
        costs[r] = {below.seconds_per_image * 4, below.memory * 4, false};
        continue;
      }
    }
    const StepCost cost = measure_step(options, r, 0.5);
    costs[r] = {cost.seconds / options.batch.at(r), cost.peak_memory, true};
  }
  return costs;
}

PhaseLengths fit_phases(const TrainingOptions& options, const Schedule& schedule, int from,
                        double seconds, const CostTable& costs) {
  const bool equal = architecture_traits(options.spec.architecture).equal_phases;
  const auto is_first = [&](int r) { return r == options.start_resolution; };
  // Each resolution's share of the time, in parts.
  const auto parts = [&](int r) {
    if (equal) return costs.at(r).seconds_per_image * (is_first(r) ? 1 : 2);
    return std::pow(2.0, stage_of(r));
  };
  double all_parts = 0;
  for (int r = from; r <= options.spec.resolution; r *= 2) all_parts += parts(r);
  Lengths fade, stable;
  for (const Phase& phase : schedule.phases) {
    const int r = phase.resolution;
    double fade_images = static_cast<double>(phase.fade_images);
    double stable_images = static_cast<double>(phase.stable_images);
    if (r >= from) {
      const double images = seconds * parts(r) / all_parts / costs.at(r).seconds_per_image;
      const double fading = is_first(r)                    ? 0
                            : equal                        ? 0.5
                            : r == options.spec.resolution ? 0.2
                                                           : 1.0 / 3;
      fade_images = images * fading;
      stable_images = images - fade_images;
    }
    fade.add(r, fade_images / 1000);
    stable.add(r, stable_images / 1000);
  }
  return {fade.option(), stable.option()};
}

TimePlan::TimePlan(const TrainingOptions& options, CostTable costs)
    : options_(options), costs_(std::move(costs)) {}

PhaseLengths TimePlan::restate(const Schedule& schedule, std::uint64_t images, double seconds) {
  const Schedule::Place place = schedule.at(images);
  const int now = place.resolution;
  const auto shown = static_cast<double>(images - images_at_start_);
  if (resolution_ != 0 && shown > 0) {
    // What was measured before knows nothing of pictures, snapshots and other programs.
    const double factor =
        (seconds - seconds_at_start_) / shown / costs_.at(resolution_).seconds_per_image;
    for (auto& [resolution, cost] : costs_) {
      if (resolution >= resolution_) cost.seconds_per_image *= factor;
    }
  }
  if (now != resolution_) {
    resolution_ = now;
    images_at_start_ = images;
    place_at_start_ = place.images;
    seconds_at_start_ = seconds;
  }
  const double left = std::max(options_.minutes * 60 - seconds_at_start_, 0.0);
  const PhaseLengths fitted = fit_phases(options_, schedule, now, left, costs_);
  if (place.images == 0) return fitted;
  Lengths fade, stable;
  for (const Phase& phase : schedule.phases) {
    const int r = phase.resolution;
    if (r != now) {
      fade.add(r, fitted.fade_kimg.at(r));
      stable.add(r, fitted.stable_kimg.at(r));
      continue;
    }
    const double fade_kimg = static_cast<double>(phase.fade_images) / 1000;
    const double all_kimg = static_cast<double>(place_at_start_) / 1000 + fitted.fade_kimg.at(r) +
                            fitted.stable_kimg.at(r);
    fade.add(r, fade_kimg);
    stable.add(r, std::max(all_kimg - fade_kimg, 0.0));
  }
  return {fade.option(), stable.option()};
}

std::string plan_text(const TrainingOptions& options, const Schedule& schedule,
                      const CostTable& costs) {
  std::ostringstream out;
  out << "resolution  feature maps  batch  learning rate  fade-in kimg  stable kimg  images/s"
         "  minutes  memory MB\n";
  double minutes = 0;
  bool all_measured = true;
  for (const Phase& phase : schedule.phases) {
    const int r = phase.resolution;
    const ResolutionCost& cost = costs.at(r);
    const double images = static_cast<double>(phase.fade_images + phase.stable_images);
    minutes += images * cost.seconds_per_image / 60;
    all_measured = all_measured && cost.measured;
    char line[160];
    std::snprintf(line, sizeof line, "%9d²  %12d  %5g  %13g  %12g  %11g  %8.1f  %7.1f  %9.0f%s\n",
                  r, feature_maps(options.spec, r), options.batch.at(r), options.lr.at(r),
                  static_cast<double>(phase.fade_images) / 1000,
                  static_cast<double>(phase.stable_images) / 1000, 1 / cost.seconds_per_image,
                  images * cost.seconds_per_image / 60, static_cast<double>(cost.memory) / 1e6,
                  cost.measured ? "" : "  (estimated)");
    out << line;
  }
  out << "in all " << static_cast<double>(schedule.total_images) / 1000 << " kimg, about "
      << std::ceil(minutes * 10) / 10 << " minutes on this machine"
      << (all_measured ? "" : "; estimated ones cost four times the resolution below") << "\n";
  return out.str();
}

}  // namespace psgan::trainer
