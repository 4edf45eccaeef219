// Which joints move a vertex.
#pragma once

#include "characters/mesh.h"
#include "characters/rig.h"

namespace psgan {

/// Weights of every joint at one place; add what pulls there, then store the strongest four.
class Pull {
 public:
  void add(Joint joint, float weight) { weights_[static_cast<std::size_t>(joint)] += weight; }
  void store(Vertex& vertex) const;
  /// Adds another pull, scaled.
  void add(const Pull& other, float scale);

 private:
  std::array<float, joint_count> weights_{};
};

/// The body's and tight or loose clothes' own: smooth steps along spine, arms and legs, by the
/// place in T-pose.
Pull body_pull(const glm::vec3& place);

/// A skirt's: hips at the waist, then both upper legs, each its own side, so that the cloth follows
/// walking, kicking and sitting. `waist` is where it begins.
Pull skirt_pull(const glm::vec3& place, float waist);

/// Hair and capes: head above, then the chest and the spine's joints; `loose` from 0 (rigid with
/// the head) to 1 (lies on the back below the neck).
Pull hair_pull(const glm::vec3& place, float loose);

void skin(Mesh& mesh, Joint joint);
template <typename Function>
void skin(Mesh& mesh, const Function& pull_at) {
  for (auto& v : mesh.vertices) pull_at(v.position).store(v);
}

}  // namespace psgan
