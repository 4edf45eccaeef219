// Spring chains for long hair, tails and capes, and their colliders.
#pragma once

#include <glm/glm.hpp>
#include <span>
#include <string>
#include <vector>

#include "characters/rig.h"
#include "characters/skin_weights.h"

namespace psgan::characters {

/// A chain that hangs from one of the rig's joints. Its bones are joints of the skin as well,
/// numbered after the rig's own.
struct SpringChain {
  std::string name;
  Joint parent = Joint::head;
  std::vector<glm::vec3> points{};  ///< The bones' heads, root first, and the last one's end.
  float stiffness = 1;              ///< As VRMC_springBone has them.
  float gravity = 0.6f;
  float radius = 0.018f;  ///< How far it stays from colliders, metres.
  int first = 0;          ///< The skin's number of the first bone; add_chain() sets it.
};

/// A collider in T-pose: a capsule that moves with a joint.
struct BodyCollider {
  Joint joint;
  glm::vec3 from, to;
  float radius;
};
std::span<const BodyCollider> body_colliders();

/// Appends a chain and numbers its bones. Throws Error if the skin has no room for them.
void add_chain(std::vector<SpringChain>& chains, SpringChain chain);

/// How the chains move a place: the nearest two share it, each by where along it the place lies;
/// before a chain's root it is the parent's. Beyond `reach` metres from every chain, fading from
/// half of it, it is the parent's too.
Pull chain_pull(std::span<const SpringChain> chains, const glm::vec3& place, float reach);

}  // namespace psgan::characters
