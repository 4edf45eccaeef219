// Names of a body's joints in motion files.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "motion/humanoid.h"

namespace psgan {

/// A user's own names. They take precedence over the known ones: the two families in which the CMU
/// motions are distributed (Hips/LeftUpLeg or Hips/LeftHip, and hip/lThigh), Mixamo's, Blender's
/// Rigify (thigh.L), Unreal's (thigh_l), and VRM's (leftUpperLeg). Prefixes ("mixamorig:", "DEF-")
/// and case are ignored.
using JointNames = std::vector<std::pair<BodyJoint, std::string>>;

/// Reads a table: a line for each joint with VRM's name for it and the file's, as in
///   leftUpperLeg   L_Thigh   # a comment
/// The file's name may contain spaces. Throws Error naming `where` and the line.
JointNames read_joint_names(const std::string& text, const std::string& where);

/// The index of each of our joints in a list of names; −1 if it has none. Throws Error naming
/// `where` and the joints that are missing and needed: hips, head, arms, and legs to the feet.
PerJoint<int> find_joints(const std::vector<std::string>& names, const JointNames& own,
                          const std::string& where);

}  // namespace psgan
