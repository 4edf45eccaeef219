// How a file's skeleton lies in ours: from its rest pose where that is a figure, else from where
// its joints are over the frames. Internal to retarget().
#pragma once

#include <span>
#include <string>
#include <vector>

#include "motion/bvh.h"
#include "motion/humanoid.h"
#include "motion/up_axis.h"

namespace psgan {

/// A joint's world rotation from the T-pose is world · (the file's, from its rest) · back · offset.
struct Fitting {
  glm::quat world{1, 0, 0, 0};  ///< From the file's axes to ours: up to +Y.
  glm::quat back{1, 0, 0, 0};   ///< From our T-pose's axes to those of the file's rest pose.
  PerJoint<glm::quat> offset;   ///< From our T-pose to the file's rest pose.
  float hip_height = 0;         ///< The file's units.
  UpAxis up = UpAxis::unknown;  ///< What it came to.
};

/// True if the rest pose stands as people do: head up, legs down, her left arm on her left.
bool stands(const JointFrame& rest, const PerJoint<int>& found);

/// Of a rest pose that stands. `up`: the motion's, if it is known; else it is the rest pose's.
/// Throws Error naming `where` if the hips have no width or nothing is below them.
Fitting fit_to_rest(const JointFrame& rest, const PerJoint<int>& found, UpAxis up,
                    const std::string& where);

/// Of moments spread over a motion, whatever the rest pose is. Hips and chest: their left and right
/// joints, and up along the trunk in the mean; the head: upright in the mean; limbs: along their
/// bones, turned as little as may be from what they hang from; feet: level where they are low.
/// `parents` [joints]; an unknown `up` is Y. Throws Error likewise.
Fitting fit_to_frames(std::span<const JointFrame> frames, const std::vector<int>& parents,
                      const PerJoint<int>& found, UpAxis up, const std::string& where);

}  // namespace psgan
