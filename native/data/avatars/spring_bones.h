// Secondary motion as VRM files describe it: hair, skirts and ribbons that hang from chains of
// bones and keep clear of colliders.
#pragma once

#include <glm/glm.hpp>
#include <vector>

namespace psgan::data {

/// A sphere, or a capsule when `tail` differs from `offset`; both in the node's own frame, metres.
struct SpringCollider {
  int node = 0;
  glm::vec3 offset{0}, tail{0};
  float radius = 0;
};

/// A bone that swings about its own head. The tail is what it points at: another node's position,
/// or a point of its own at the end of the chain.
struct SpringBone {
  int node = 0;
  glm::vec3 tail{0};        ///< In the node's own frame.
  float stiffness = 1;      ///< How strongly it keeps the direction it was modelled in...
  float gravity_power = 0;  ///< ...and how strongly it falls.
  glm::vec3 gravity{0, -1, 0};
  float radius = 0;            ///< Of its tail, metres.
  std::vector<int> colliders;  ///< Indices into Springs::colliders.
};

/// All of an avatar's. Bones are in the order of their nodes, so that parents come first.
struct Springs {
  std::vector<SpringCollider> colliders;
  std::vector<SpringBone> bones;
};

struct Avatar;

/// Brings the chains to rest: the state that VRM's springs reach when a pose is held, computed bone
/// by bone from the root instead of by simulation, so that an image depends on its pose alone.
/// `world` [nodes] has the posed matrices and gets the settled ones.
void settle_springs(const Avatar& avatar, std::vector<glm::mat4>& world);

}  // namespace psgan::data
