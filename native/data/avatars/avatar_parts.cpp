#include "data/avatars/avatar_parts.h"

#include <algorithm>

namespace psgan::data {
namespace {

bool has_texture(const CelMaterial& m) {
  return m.lit_texture >= 0 || m.shade_texture >= 0 || m.emission_texture >= 0;
}

/// False where a mesh has no texture coordinates: they are all the same then.
bool has_texture_coordinates(const Avatar& avatar, int material) {
  return std::any_of(avatar.surfaces.begin(), avatar.surfaces.end(), [&](const Surface& surface) {
    const auto& all = surface.vertices;
    return surface.material == material &&
           std::any_of(all.begin(), all.end(),
                       [&](const SurfaceVertex& v) { return v.uv != all.front().uv; });
  });
}

bool is_used(const Avatar& avatar, int material) {
  return std::any_of(avatar.surfaces.begin(), avatar.surfaces.end(),
                     [&](const Surface& surface) { return surface.material == material; });
}

}  // namespace

std::vector<DatasetPart> parts_of(const Avatar& avatar) {
  std::vector<DatasetPart> parts;
  for (std::size_t i = 0; i < avatar.materials.size(); ++i) {
    const CelMaterial& m = avatar.materials[i];
    const bool own = has_texture(m) && has_texture_coordinates(avatar, static_cast<int>(i));
    parts.push_back({m.name, own ? Places::texture : Places::rest});
  }
  return parts;
}

std::vector<std::string> parts_without_texture_coordinates(const Avatar& avatar) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < avatar.materials.size(); ++i) {
    const int material = static_cast<int>(i);
    if (has_texture(avatar.materials[i]) && is_used(avatar, material) &&
        !has_texture_coordinates(avatar, material))
      names.push_back(avatar.materials[i].name);
  }
  return names;
}

std::vector<glm::vec3> rest_places(const Avatar& avatar, const Surface& surface,
                                   const std::vector<glm::mat4>& rest) {
  constexpr float width = 1.5f, top = 1.4f;  // in figures, as dataset.h says
  const float height = avatar.humanoid.height;
  std::vector<glm::vec3> places = skinned_positions(avatar, surface, rest);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const SurfaceVertex& v = surface.vertices[i];
    glm::vec3 normal(0);
    for (int c = 0; c < 4; ++c) {
      const SkinJoint& joint = avatar.skins[surface.skin][v.joints[c]];
      normal += v.weights[c] * (glm::mat3(rest[joint.node] * joint.inverse_bind) * v.normal);
    }
    const glm::vec3 p = places[i] / (width * height);
    const float length = glm::length(normal);
    places[i] = {p.x + 0.5f, top / width - p.y, length > 0 ? normal.z / length : 1.f};
  }
  return places;
}

}  // namespace psgan::data
