// From a field to triangles, and cutting triangles along a line.
#pragma once

#include <functional>
#include <glm/glm.hpp>

#include "characters/field.h"
#include "characters/mesh.h"

namespace psgan::characters {

struct Box {
  glm::vec3 low, high;
};

/// The field's zero surface inside the box by surface nets: one vertex for each cell that the
/// surface crosses, moved onto the surface; normals are the field's own gradient, so that coarse
/// meshes still shade smoothly.
Mesh surface_of(const Field& field, const Box& box, float cell);

/// What covers a place: positive inside, in metres from the edge.
using Region = std::function<float(const glm::vec3&)>;

/// Keeps what lies in the region, cut exactly along its edge. With a rim, the cut edge gets a
/// border of that width turned inward, like a hem, so that cloth looks thick.
Mesh cut(const Mesh& mesh, const Region& region, float rim = 0);

}  // namespace psgan::characters
