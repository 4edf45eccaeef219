// What of a figure a pixel shows: parts, and places in them (psgan/dataset.h says how they are
// numbered).
#pragma once

#include <vector>

#include "data/avatars/avatar.h"
#include "psgan/dataset.h"

namespace psgan::data {

/// A part for each material, in their order. Those that have a texture and a mesh with texture
/// coordinates for it are known by these, others by the rest pose.
std::vector<DatasetPart> parts_of(const Avatar& avatar);

/// Parts with a texture whose mesh has no texture coordinates: every place would be the same.
std::vector<std::string> parts_without_texture_coordinates(const Avatar& avatar);

/// Where a surface's vertices are in the flattened rest pose [vertices]: x and y in 0 to 1 of the
/// map, y down, and the normal's z, which says front or back.
std::vector<glm::vec3> rest_places(const Avatar& avatar, const Surface& surface,
                                   const std::vector<glm::mat4>& rest);

}  // namespace psgan::data
