#include "characters/mesh.h"

#include <map>
#include <tuple>

namespace psgan::characters {

void Mesh::append(const Mesh& other) {
  const auto first = static_cast<std::uint32_t>(vertices.size());
  vertices.insert(vertices.end(), other.vertices.begin(), other.vertices.end());
  indices.reserve(indices.size() + other.indices.size());
  for (const auto i : other.indices) indices.push_back(first + i);
}

Mesh mirrored(const Mesh& mesh) {
  Mesh result = mesh;
  for (auto& v : result.vertices) {
    v.position.x = -v.position.x;
    v.normal.x = -v.normal.x;
  }
  for (std::size_t i = 0; i + 2 < result.indices.size(); i += 3)
    std::swap(result.indices[i + 1], result.indices[i + 2]);
  return result;
}

void smooth_normals(Mesh& mesh) {
  using Place = std::tuple<int, int, int>;
  const auto place = [](const glm::vec3& p) {
    const auto q = glm::round(p * 20000.0f);
    return Place(static_cast<int>(q.x), static_cast<int>(q.y), static_cast<int>(q.z));
  };
  std::map<Place, glm::vec3> sums;
  for (std::size_t i = 0; i + 2 < mesh.indices.size(); i += 3) {
    const auto& a = mesh.vertices[mesh.indices[i]].position;
    const auto& b = mesh.vertices[mesh.indices[i + 1]].position;
    const auto& c = mesh.vertices[mesh.indices[i + 2]].position;
    const auto n = glm::cross(b - a, c - a);
    for (const auto& p : {a, b, c}) sums[place(p)] += n;
  }
  for (auto& v : mesh.vertices) {
    const auto found = sums.find(place(v.position));
    if (found == sums.end()) continue;
    const float length = glm::length(found->second);
    if (length > 1e-12f) v.normal = found->second / length;
  }
}

void transform(Mesh& mesh, const glm::mat4& matrix) {
  const glm::mat3 turn(matrix);
  for (auto& v : mesh.vertices) {
    v.position = glm::vec3(matrix * glm::vec4(v.position, 1));
    v.normal = glm::normalize(turn * v.normal);
  }
}

}  // namespace psgan::characters
