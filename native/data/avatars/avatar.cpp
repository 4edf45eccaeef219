#include "data/avatars/avatar.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <unordered_map>

namespace psgan::data {
namespace {

struct Place {
  std::uint32_t x, y, z;
  friend bool operator==(const Place&, const Place&) = default;
};

struct PlaceHash {
  std::size_t operator()(const Place& p) const {
    return (p.x * 73856093u) ^ (p.y * 19349663u) ^ (p.z * 83492791u);
  }
};

Place place_of(glm::vec3 p) {
  // Hundredths of a millimetre: exporters do not always repeat a seam's vertices bit by bit.
  const auto grid = [](float v) { return static_cast<std::uint32_t>(std::lround(v * 1e5f)); };
  return {grid(p.x), grid(p.y), grid(p.z)};
}

float angle_at(glm::vec3 corner, glm::vec3 a, glm::vec3 b) {
  const glm::vec3 u = a - corner, v = b - corner;
  const float lengths = glm::length(u) * glm::length(v);
  return lengths > 0 ? std::acos(glm::clamp(glm::dot(u, v) / lengths, -1.f, 1.f)) : 0;
}

}  // namespace

void make_hull_normals(Avatar& avatar) {
  for (Surface& mesh : avatar.surfaces) {
    std::unordered_map<Place, glm::vec3, PlaceHash> normals;
    for (std::size_t i = 0; i + 2 < mesh.indices.size(); i += 3) {
      const SurfaceVertex* v[3];
      for (int k = 0; k < 3; ++k) v[k] = &mesh.vertices[mesh.indices[i + k]];
      glm::vec3 face = glm::cross(v[1]->position - v[0]->position, v[2]->position - v[0]->position);
      const float length = glm::length(face);
      if (length <= 0) continue;
      face /= length;
      for (int k = 0; k < 3; ++k) {
        const float angle =
            angle_at(v[k]->position, v[(k + 1) % 3]->position, v[(k + 2) % 3]->position);
        normals[place_of(v[k]->position)] += angle * face;
      }
    }
    for (SurfaceVertex& v : mesh.vertices) {
      const glm::vec3 n = normals[place_of(v.position)];
      // Two faces back to back have no mean; the vertex's own normal decides.
      v.hull_normal = glm::length(n) > 1e-3f ? glm::normalize(n) : v.normal;
    }
  }
}

glm::mat4 local_matrix(const Node& node) {
  glm::mat4 local = glm::mat4_cast(node.rotation);
  for (int c = 0; c < 3; ++c) local[c] *= node.scale[c];
  local[3] = glm::vec4(node.translation, 1);
  return local;
}

void hang_from(Avatar& avatar, const Node& root) {
  for (Node& n : avatar.nodes) n.parent = n.parent < 0 ? 0 : n.parent + 1;
  avatar.nodes.insert(avatar.nodes.begin(), root);
  for (auto& skin : avatar.skins)
    for (SkinJoint& joint : skin) ++joint.node;
  for (int& node : avatar.joint_node)
    if (node >= 0) ++node;
  for (SpringCollider& collider : avatar.springs.colliders) ++collider.node;
  for (SpringBone& bone : avatar.springs.bones) ++bone.node;
}

std::vector<BodyJoint> joints_of_nodes(const Avatar& avatar) {
  std::vector<BodyJoint> result(avatar.nodes.size(), BodyJoint::hips);
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (avatar.nodes[i].parent >= 0) result[i] = result[avatar.nodes[i].parent];
    const auto found =
        std::find(avatar.joint_node.begin(), avatar.joint_node.end(), static_cast<int>(i));
    if (found != avatar.joint_node.end())
      result[i] = static_cast<BodyJoint>(found - avatar.joint_node.begin());
  }
  return result;
}

int heaviest_node(const Avatar& avatar, const Surface& surface, const SurfaceVertex& vertex) {
  int heaviest = 0;
  for (int c = 1; c < 4; ++c)
    if (vertex.weights[c] > vertex.weights[heaviest]) heaviest = c;
  return avatar.skins[surface.skin][vertex.joints[heaviest]].node;
}

std::vector<glm::mat4> rest_matrices(const Avatar& avatar) {
  std::vector<glm::mat4> world(avatar.nodes.size());
  for (std::size_t i = 0; i < world.size(); ++i) {
    const Node& n = avatar.nodes[i];
    world[i] = n.parent < 0 ? local_matrix(n) : world[n.parent] * local_matrix(n);
  }
  return world;
}

std::vector<glm::vec3> skinned_positions(const Avatar& avatar, const Surface& surface,
                                         const std::vector<glm::mat4>& world) {
  std::vector<glm::mat4> matrices;
  for (const SkinJoint& joint : avatar.skins[surface.skin])
    matrices.push_back(world[joint.node] * joint.inverse_bind);
  std::vector<glm::vec3> positions;
  positions.reserve(surface.vertices.size());
  for (const SurfaceVertex& v : surface.vertices) {
    glm::vec3 p(0);
    for (int c = 0; c < 4; ++c)
      if (v.weights[c] > 0)
        p += v.weights[c] * glm::vec3(matrices[v.joints[c]] * glm::vec4(v.position, 1));
    positions.push_back(p);
  }
  return positions;
}

}  // namespace psgan::data
