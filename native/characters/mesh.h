// Triangle meshes with the vertex attributes of a skinned, textured figure.
#pragma once

#include <array>
#include <cstdint>
#include <glm/glm.hpp>
#include <vector>

namespace psgan::characters {

struct Vertex {
  glm::vec3 position{0};  ///< Metres, T-pose.
  glm::vec3 normal{0, 1, 0};
  glm::vec2 uv{0};                           ///< v down, as glTF has it.
  std::array<std::uint8_t, 4> joints{};      ///< Joint numbers of the rig.
  std::array<float, 4> weights{1, 0, 0, 0};  ///< Sum 1.
};

struct Mesh {
  std::vector<Vertex> vertices;
  std::vector<std::uint32_t> indices;  ///< Three a triangle, counter-clockwise seen from outside.

  void append(const Mesh& other);
};

/// The mirror image at x = 0, turned so that it still faces outside. Positions, normals and texture
/// coordinates only: skin it afterwards.
Mesh mirrored(const Mesh& mesh);

/// Normals from the triangles, averaged over vertices at the same place.
void smooth_normals(Mesh& mesh);

/// Applies to positions, and its rotation to normals (rotation and uniform scale only).
void transform(Mesh& mesh, const glm::mat4& matrix);

}  // namespace psgan::characters
