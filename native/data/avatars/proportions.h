// An avatar's proportions: where she stands, how tall she is, where her face is. Internal to the
// reader of VRM.
#pragma once

#include <string>

#include "data/avatars/avatar.h"

namespace psgan::data {

/// Puts the soles on the ground and the hips over the origin, and measures the figure into
/// `avatar.humanoid`. Where the mesh does not reach (half bodies, heads alone), the skeleton tells
/// where ground and crown are; a figure that is no person's size is made 1.5 m tall; eyes and nose
/// lie within the head's mesh. Throws Error naming `where` if the skeleton does not stand upright.
void measure(Avatar& avatar, const std::string& where);

}  // namespace psgan::data
