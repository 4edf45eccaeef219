// Which joints move a vertex.
#pragma once

#include <array>
#include <cstddef>
#include <glm/glm.hpp>

#include "characters/mesh.h"
#include "characters/rig.h"

namespace psgan::characters {

/// Weights of every joint at one position: add() them, then store the largest four.
class Pull {
 public:
  void add(Joint joint, float weight) { weights_[static_cast<std::size_t>(joint)] += weight; }
  /// By the skin's number, which goes on after the rig's joints with those of spring chains.
  void add_joint(int number, float weight) { weights_[static_cast<std::size_t>(number)] += weight; }
  void store(Vertex& vertex) const;
  /// Adds another pull, scaled.
  void add(const Pull& other, float scale);

 private:
  std::array<float, max_joints> weights_{};
};

/// The body's and tight or loose clothes' own: smooth steps along spine, arms and legs, by the
/// place in T-pose.
Pull body_pull(const glm::vec3& place);

/// A skirt's: hips at the waist, then both upper legs, each its own side, so that the cloth follows
/// walking, kicking and sitting. `waist` is where it begins.
Pull skirt_pull(const glm::vec3& place, float waist);

void skin(Mesh& mesh, Joint joint);
template <typename Function>
void skin(Mesh& mesh, const Function& pull_at) {
  for (auto& v : mesh.vertices) pull_at(v.position).store(v);
}

}  // namespace psgan::characters
