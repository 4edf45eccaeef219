// Mesh simplification.
#pragma once

#include "characters/mesh.h"

namespace psgan::characters {

/// A skinned mesh with as few triangles as keep its surface within `tolerance` metres. Judged with
/// the joints bent, so that straight limbs keep what they need at elbow and knee; open edges stay
/// as they are.
Mesh simplified(const Mesh& mesh, float tolerance);

}  // namespace psgan::characters
