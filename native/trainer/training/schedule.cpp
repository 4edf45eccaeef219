#include "trainer/training/schedule.h"

#include <algorithm>
#include <cmath>

#include "trainer/networks/architectures.h"

namespace psgan::trainer {
namespace {

constexpr double paper_kimg_per_part = 600;

std::uint64_t images(double kimg) { return static_cast<std::uint64_t>(std::llround(kimg * 1000)); }

/// Fade-in and stable part as shares of something.
struct Share {
  double fade, stable;
};

Share share_of(const TrainingOptions& options, int resolution) {
  const bool first = resolution == options.start_resolution;
  if (architecture_traits(options.spec.architecture).equal_phases) return {first ? 0.0 : 1.0, 1.0};
  const double part = std::pow(3.0, stage_of(resolution) - stage_of(options.spec.resolution));
  // The last resolution's fade-in is kept short: what counts is what comes after it.
  const double fade =
      first ? 0 : part * (resolution == options.spec.resolution ? 1.0 / 8 : 1.0 / 3);
  return {fade, part - fade};
}

/// Coarse cells for the first images, as many as there are many, then all.
Schedule texture_schedule(const TrainingOptions& options) {
  Schedule schedule;
  schedule.total_images = images(options.kimg);
  std::uint64_t before = 0;
  double part = 0.05, most = 4;
  for (int r = options.start_resolution; r < options.spec.cells; r *= 2) {
    schedule.phases.push_back({r, 0, images(std::min(part * options.kimg, most))});
    before += schedule.phases.back().stable_images;
    part *= 2;
    most *= 4;
  }
  schedule.phases.push_back({options.spec.resolution, 0, schedule.total_images - before});
  return schedule;
}

}  // namespace

Schedule::Place Schedule::at(std::uint64_t images_shown) const {
  std::size_t phase = 0;
  for (; phase + 1 < phases.size(); ++phase) {
    const std::uint64_t length = phases[phase].fade_images + phases[phase].stable_images;
    if (images_shown < length) break;
    images_shown -= length;
  }
  const auto& [resolution, fade_images, stable_images] = phases[phase];
  const double alpha =
      images_shown < fade_images ? static_cast<double>(images_shown) / fade_images : 1;
  return {resolution, static_cast<float>(alpha), images_shown};
}

const Phase& Schedule::phase_of(int resolution) const {
  return phases.at(
      static_cast<std::size_t>(stage_of(resolution) - stage_of(phases.front().resolution)));
}

double Schedule::decay(double share, std::uint64_t images) const {
  const double last = share * static_cast<double>(total_images);
  if (last <= 0) return 1;
  const double left = static_cast<double>(total_images) - static_cast<double>(images);
  return std::clamp(left / last, 0.1, 1.0);
}

Schedule make_schedule(const TrainingOptions& options) {
  if (options.method == Method::texture) return texture_schedule(options);
  Schedule schedule;
  if (options.method != Method::psgan) {
    schedule.total_images = images(options.kimg);
    schedule.phases = {{options.spec.resolution, 0, schedule.total_images}};
    return schedule;
  }
  const bool given = !options.fade_kimg.empty() || !options.stable_kimg.empty();
  double shares = 0;
  for (int r = options.start_resolution; r <= options.spec.resolution; r *= 2) {
    shares += share_of(options, r).fade + share_of(options, r).stable;
  }
  const double kimg_per_share = options.kimg > 0 ? options.kimg / shares : paper_kimg_per_part;

  std::uint64_t sum = 0;
  for (int r = options.start_resolution; r <= options.spec.resolution; r *= 2) {
    const bool first = r == options.start_resolution;
    const Share share = share_of(options, r);
    const Phase phase = given ? Phase{r, first ? 0 : images(options.fade_kimg.at(r)),
                                      images(options.stable_kimg.at(r))}
                              : Phase{r, images(share.fade * kimg_per_share),
                                      images(share.stable * kimg_per_share)};
    sum += phase.fade_images + phase.stable_images;
    schedule.phases.push_back(phase);
  }
  schedule.total_images = options.kimg > 0 ? images(options.kimg) : sum;
  // Rounding, or a longer run than the phases given: the last resolution takes the rest.
  if (schedule.total_images > sum) {
    schedule.phases.back().stable_images += schedule.total_images - sum;
  }
  return schedule;
}

}  // namespace psgan::trainer
