// Level of detail: fewer triangles for small images.
#pragma once

#include "data/avatars/avatar.h"

namespace psgan::data {

/// The avatar with triangles merged as far as it is invisible at that image resolution: no
/// surface moves by more than a fifth of a pixel. Vertices that stay are as they were; edges of
/// surfaces and of texture charts stay closed.
Avatar for_resolution(Avatar avatar, int resolution);

}  // namespace psgan::data
