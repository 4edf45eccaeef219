#include "data/avatars/level_of_detail.h"

#include <meshoptimizer.h>

#include "motion/camera.h"

namespace psgan::data {
namespace {

constexpr float pixels_off = 0.2f;

void simplify(Surface& surface, const std::vector<glm::vec3>& positions, float metres) {
  if (surface.indices.empty()) return;
  const float* first = &positions[0].x;
  const std::size_t vertices = positions.size(), stride = sizeof(glm::vec3);
  const float scale = meshopt_simplifyScale(first, vertices, stride);
  if (!(scale > 0)) return;
  std::vector<std::uint32_t> indices(surface.indices.size());
  indices.resize(meshopt_simplify(indices.data(), surface.indices.data(), surface.indices.size(),
                                  first, vertices, stride, /*target_index_count=*/0, metres / scale,
                                  /*options=*/0, nullptr));
  if (indices.empty()) return;  // all of it is smaller than that, but it has a colour
  surface.indices.resize(indices.size());
  meshopt_optimizeVertexCache(surface.indices.data(), indices.data(), indices.size(), vertices);
  std::vector<SurfaceVertex> used(vertices);
  used.resize(meshopt_optimizeVertexFetch(used.data(), surface.indices.data(),
                                          surface.indices.size(), surface.vertices.data(), vertices,
                                          sizeof(SurfaceVertex)));
  surface.vertices = std::move(used);
}

}  // namespace

Avatar for_resolution(Avatar avatar, int resolution) {
  const float pixel = Camera::picture * framed_height(avatar.humanoid) / float(resolution);
  const std::vector<glm::mat4> world = rest_matrices(avatar);
  for (Surface& surface : avatar.surfaces)
    simplify(surface, skinned_positions(avatar, surface, world), pixels_off * pixel);
  return avatar;
}

}  // namespace psgan::data
