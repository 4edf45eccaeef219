// The head without hair: an anime skull, narrow chin, small nose, ears.
#pragma once

#include <glm/glm.hpp>

#include "characters/field.h"
#include "characters/mesh.h"

namespace psgan::characters {

enum class Ears { human, pointed, hidden };

Field head_field(Ears ears);

/// Skinned to the head, with face texture coordinates. Normals lean towards a sphere's, so that
/// light falls on the face without ugly spots.
Mesh head_mesh(Ears ears);

/// Brings what is modelled on the head to its final size (see head_scale); what hangs below the
/// neck keeps its own.
void enlarge_head(Mesh& mesh);
glm::vec3 head_enlarged(const glm::vec3& place);

}  // namespace psgan::characters
