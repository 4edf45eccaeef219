// When the networks grow: a fade-in and a stable part at each resolution (Progressive GAN).
#pragma once

#include <cstdint>
#include <vector>

#include "trainer/training/options.h"

namespace psgan::trainer {

struct Phase {
  int resolution = 4;
  std::uint64_t fade_images = 0;    ///< α goes from 0 to 1; none at the first resolution.
  std::uint64_t stable_images = 0;  ///< α is 1.
};

struct Schedule {
  std::vector<Phase> phases;
  std::uint64_t total_images = 0;

  /// The state of a run after `images` images.
  struct Place {
    int resolution = 4;
    float alpha = 1;
    std::uint64_t images = 0;  ///< Shown at this resolution.
  };
  Place at(std::uint64_t images) const;

  const Phase& phase_of(int resolution) const;

  /// The factor of the learning rate after `images` images: 1, and over the last `share`
  /// of all images linearly down to 0.1.
  double decay(double share, std::uint64_t images) const;
};

/// Of PG2 and DPG2: kimg at the one resolution. Of texture generators: a few thousand images for
/// each grid that is coarser than theirs, then their full resolution. Else, with fade_kimg and
/// stable_kimg: these, the last resolution continuing until kimg. Without: kimg
/// divided among the resolutions, evenly for the paper's presets (600,000 images for each part when
/// kimg is 0), and for `fast` each resolution a third of the next one's share, since small images
/// are learned quickly.
Schedule make_schedule(const TrainingOptions& options);

}  // namespace psgan::trainer
