// Surfaces swept along curves and around axes: locks of hair, braids, ribbons, rings, hats.
#pragma once

#include <functional>
#include <glm/glm.hpp>
#include <vector>

#include "characters/mesh.h"

namespace psgan::characters {

/// A smooth curve through control points; t from 0 to 1.
glm::vec3 on_curve(const std::vector<glm::vec3>& points, float t);

/// A tapered strand with a lens-shaped section.
struct Strand {
  std::vector<glm::vec3> path;  ///< At least two control points, root first.
  float width = 0.04f;          ///< At its widest, metres.
  float thickness = 0.012f;
  float root = 0.6f;    ///< Width at the root, as a share.
  float belly = 0.4f;   ///< Where along the path it is widest.
  float tip = 0.0f;     ///< Width at the tip, as a share; 0 is pointed.
  glm::vec3 centre{0};  ///< The flat side faces away from here...
  bool upright = true;  ///< ...or from the vertical line through it, below its height.
  int segments = 10, sides = 7;
};

Mesh sweep(const Strand& strand);

/// A round tube along a path; radius as a function of t. Closed at both ends.
Mesh tube(const std::vector<glm::vec3>& path, const std::function<float(float)>& radius,
          int segments, int sides, bool closed_loop = false);

/// A surface of revolution about y: a smooth profile through points (radius, height) from top to
/// bottom on the outside. Profile ends on the axis close the surface.
Mesh lathe(const std::vector<glm::vec2>& corners, int sides);

}  // namespace psgan::characters
