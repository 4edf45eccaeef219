// Retargeting: captured motion on another body.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "motion/bvh.h"
#include "motion/clip.h"
#include "motion/joint_names.h"
#include "motion/up_axis.h"

namespace psgan {

/// Motion of a skeleton as files have it, whatever their format.
struct MotionSource {
  std::string where;  ///< For messages: the file, and the animation if it has several.
  std::vector<std::string> joints;  ///< Their names; empty for an end site.
  std::vector<int> parents;         ///< −1 for a root; parents come before children.
  JointFrame rest;                  ///< In which every orientation is the identity.
  int frames = 0;
  float frame_time = 1 / 30.f;                   ///< Seconds.
  std::function<JointFrame(int)> at;             ///< Frame 0 to frames − 1.
  std::vector<std::pair<BodyJoint, int>> known;  ///< Joints that the file itself names.
  bool y_up = false;                             ///< The format says that Y is up.
  std::vector<std::string> notes;                ///< Of reading, a sentence each.
};

MotionSource motion_source(Bvh bvh);

struct RetargetOptions {
  JointNames joint_names = {};  ///< A user's own; they come first.
  UpAxis up = UpAxis::unknown;  ///< Unknown: as find_up() sees it.
  bool file_heading = false;    ///< Else the clip is turned so that its first frame faces us.
};

/// Motion as a clip of our humanoid: the directions of its limbs, with which any figure's limbs
/// point the same way whatever their lengths; the way over the ground is left out, jumps of up to a
/// hip height stay, and whatever is lowest stands on the ground. At most 30 frames a second are
/// kept. A rest pose that does not stand is not needed: the directions of the torso and of the
/// limbs then come from where the joints are over the frames. `notes` gets a sentence for each
/// thing that was wrong and does not matter, or that was guessed. Throws UnknownJoints naming the
/// joints that are missing, and Error where hips or legs have no size.
Clip retarget(const MotionSource& source, const std::string& name,
              const RetargetOptions& options = {}, std::vector<std::string>* notes = nullptr);
Clip retarget(const Bvh& bvh, const std::string& name, const RetargetOptions& options = {},
              std::vector<std::string>* notes = nullptr);

}  // namespace psgan
