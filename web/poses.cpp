#include "poses.h"

namespace psgan::web {

Pose PresetPose::at(float) const {
  return number == 0 ? standing_pose() : mirrored(standing_pose());
}
Pose Clip::at(double, float) const { return standing_pose(); }

std::vector<PresetPose> preset_poses() { return {{"Standing", 0}, {"Mirrored", 1}}; }
std::vector<Clip> clips() { return {}; }

}  // namespace psgan::web
