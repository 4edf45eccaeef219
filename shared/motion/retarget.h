// Retargeting: captured motion on another body.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "motion/bvh.h"
#include "motion/clip.h"
#include "motion/joint_names.h"

namespace psgan {

/// Motion of a skeleton as files have it, whatever their format.
struct MotionSource {
  std::string where;  ///< For messages: the file, and the animation if it has several.
  std::vector<std::string> joints;  ///< Their names.
  JointFrame rest;                  ///< In which every orientation is the identity.
  int frames = 0;
  float frame_time = 1 / 30.f;        ///< Seconds.
  std::function<JointFrame(int)> at;  ///< Frame 0 to frames − 1.
};

MotionSource motion_source(Bvh bvh);

/// Motion as a clip of our humanoid: the directions of its limbs, independent of their lengths. The
/// horizontal displacement is removed, jumps stay, and the lowest point stands on the ground. At
/// most 30 frames a second are kept. Throws Error naming the joints that are missing.
Clip retarget(const MotionSource& source, const std::string& name,
              const JointNames& joint_names = {});
Clip retarget(const Bvh& bvh, const std::string& name, const JointNames& joint_names = {});

}  // namespace psgan
