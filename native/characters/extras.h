// Building blocks of accessories.
#pragma once

#include <glm/glm.hpp>
#include <string>
#include <vector>

#include "characters/mesh.h"
#include "characters/outfit.h"
#include "characters/rig.h"

namespace psgan::characters {

/// A part of one colour that moves with one joint.
void add_fixed(std::vector<Part>& parts, const std::string& name, const Colour& colour, Mesh mesh,
               Joint joint);

/// A frame at a place whose z axis points outward and whose y axis is as upright as can be.
glm::mat4 frame(const glm::vec3& place, const glm::vec3& outward, float roll_degrees = 0);

/// A single strand: loops, ends, ears, feathers.
Mesh petal(std::vector<glm::vec3> path, float width, float thickness, float root, float belly,
           float tip, const glm::vec3& centre);

/// A bow in the xy plane, facing +z: two loops, two ends, a knot. `size` is half its width.
Mesh bow(float size, float ends);

void bag(std::vector<Part>& parts, const Extra& extra);
void wings(std::vector<Part>& parts, const Extra& extra);
void crown(std::vector<Part>& parts, const Extra& extra);
void halo(std::vector<Part>& parts, const Extra& extra);
void rabbit_ears(std::vector<Part>& parts, const Extra& extra);
void animal_ears(std::vector<Part>& parts, const Extra& extra, bool fox);
void hat(std::vector<Part>& parts, const Extra& extra);
void glasses(std::vector<Part>& parts, const Extra& extra);
void headphones(std::vector<Part>& parts, const Extra& extra);
void maid_band(std::vector<Part>& parts, const Extra& extra);

}  // namespace psgan::characters
