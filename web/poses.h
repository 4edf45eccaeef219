// The poses and motions that the page offers, from shared/motion.
#pragma once

#include <string>
#include <vector>

#include "psgan/pose.h"

namespace psgan::web {

struct PresetPose {
  std::string title;
  int number = 0;  ///< Among the still poses of shared/motion.

  /// The pose seen with the figure turned by yaw (radians).
  Pose at(float yaw) const;
};

struct Clip {
  std::string title;
  double seconds = 0;
  int number = 0;  ///< Among the clips of shared/motion.

  /// The pose at a time, which wraps around at the clip's end.
  Pose at(double time, float yaw) const;
};

std::vector<PresetPose> preset_poses();
std::vector<Clip> clips();

}  // namespace psgan::web
