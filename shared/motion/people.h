// People in pose files as figures: fitted to the project's own proportions, or as they are.
#pragma once

#include <optional>
#include <vector>

#include "motion/figure.h"
#include "psgan/openpose.h"

namespace psgan {

enum class Proportions {
  own,     ///< The figure's own; see fitted().
  of_file  ///< Points where the file has them.
};

/// The figure that stands as a person in a picture does; `person` and `ears` in pixels, or any unit
/// that is the same both ways. Depths follow from how much shorter than an adult's a bone is seen;
/// of the two that fit, the one that a body can do. Nose and eyes are the figure's own, turned as
/// the person's eyes, ears and nose say. What the person lacks is as in standing_pose(); a missing
/// point of an arm or leg is hidden, unless both arms or both legs are missing altogether, as where
/// the picture ends at the waist. Nothing if fewer than two points are visible.
std::optional<Figure> figure_of(const Pose& person, const Ears& ears);

/// Whether a pose, in the square, has the figure's own bones at their own size, as one has that was
/// made on the page.
bool has_own_bones(const Pose& pose);

/// The people of a file, all of them. With Proportions::own, poses that have the figure's own bones
/// stay as they are.
std::vector<Figure> figures_of(const OpenPoseFile& file, Proportions proportions);

}  // namespace psgan
