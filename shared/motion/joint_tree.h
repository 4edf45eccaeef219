// What a skeleton's hierarchy says about joints whose names say nothing. Internal to find_joints().
#pragma once

#include <vector>

#include "motion/humanoid.h"
#include "motion/joint_names.h"
#include "motion/joint_vocabulary.h"

namespace psgan {

class JointTree {
 public:
  explicit JointTree(const Skeleton& skeleton);

  int parent(int joint) const { return skeleton_.parents[joint]; }
  /// True if the one hangs from the other, at any distance; a joint is not below itself.
  bool below(int joint, int above) const;
  /// The deepest joint that both hang from or are; −1 if there is none.
  int common(int a, int b) const;
  /// From below `above` (or the root, for −1) down to `joint`, both excluded.
  std::vector<int> between(int above, int joint) const;

  /// Finds what is missing of `found`; `sides` are those that names tell, [joints].
  void complete(PerJoint<int>& found, const std::vector<Side>& sides) const;

 private:
  /// How many joints the longest chain down from a joint has, itself included.
  int chain(int joint) const { return chain_[joint]; }
  int next_of_chain(int joint) const;  ///< The child with the longest chain; −1 at the end.
  float length(int joint) const;
  bool taken(const PerJoint<int>& found, int joint) const;
  void complete_limb(PerJoint<int>& found, BodyJoint upper, BodyJoint lower, BodyJoint end) const;
  void find_legs(PerJoint<int>& found, const std::vector<Side>& sides) const;
  void find_arms(PerJoint<int>& found, const std::vector<Side>& sides) const;
  void find_head(PerJoint<int>& found) const;
  void find_torso(PerJoint<int>& found) const;
  int guess_hips() const;
  int chest_of(const PerJoint<int>& found) const;
  /// Where her left is, as far as feet and head tell; of length 1.
  glm::vec3 left_of(const PerJoint<int>& found, int leg_a, int leg_b) const;
  Side side_of(int joint, const std::vector<Side>& sides) const;
  /// The two of these chains that are most alike in length; less than two if there are not.
  std::vector<int> alike(std::vector<int> chains) const;

  const Skeleton& skeleton_;
  std::vector<std::vector<int>> children_;
  std::vector<int> chain_, depth_;
};

}  // namespace psgan
