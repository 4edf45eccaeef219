// Mapping of a motion file's joints to a body's.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "motion/humanoid.h"
#include "psgan/error.h"

namespace psgan {

/// A user's own names. They take precedence over the known ones.
using JointNames = std::vector<std::pair<BodyJoint, std::string>>;

/// Reads a table: a line for each joint with VRM's name for it and the file's, as in
///   leftUpperLeg   L_Thigh   # a comment
/// The file's name may contain spaces. Throws Error naming `where` and the line.
JointNames read_joint_names(const std::string& text, const std::string& where);

/// The joints of a file: what they are called, how they hang together and where they are.
struct Skeleton {
  std::vector<std::string> names;   ///< Empty for an end site.
  std::vector<int> parents;         ///< −1 for a root; parents come before children.
  std::vector<glm::vec3> position;  ///< In a frame of the motion, [names].
  /// What the file itself says; if all that is needed is there, names do not count.
  std::vector<std::pair<BodyJoint, int>> known;
};

/// A skeleton that is no body, as far as could be seen.
class UnknownJoints : public Error {
 public:
  using Error::Error;
};

/// The place of each of our joints in a skeleton; −1 where it has none.
///
/// Names come first: `own`, then what the file says, then words for a side and a part in any order
/// and spelling (LeftUpLeg, lThigh, thigh.L, J_Bip_L_UpperLeg); words that all names share do not
/// count. What names leave open, the hierarchy says: of the chains below the hips the two most
/// alike are legs, those from the chest arms, and the one that is left there leads to the head; a
/// head may be the neck's end site, hands and feet those of forearm and shin. Where no name tells a
/// side, the feet tell where the front is. Of several figures the first is taken, with a note.
///
/// Throws UnknownJoints naming `where`, the joints that are missing and needed (hips, head, arms,
/// and legs to the feet), and the tree with what was understood.
PerJoint<int> find_joints(const Skeleton& skeleton, const JointNames& own, const std::string& where,
                          std::vector<std::string>* notes = nullptr);

/// The same by names alone.
PerJoint<int> find_joints(const std::vector<std::string>& names, const JointNames& own,
                          const std::string& where);

}  // namespace psgan
