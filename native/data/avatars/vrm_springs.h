// Reads the spring bones of a VRM: VRMC_springBone (1.0) or secondaryAnimation (0.x).
#pragma once

#include <string>

#include "data/avatars/avatar.h"
#include "data/avatars/gltf_reader.h"

namespace psgan::data {

/// Fills avatar.springs. Throws Error naming `where` if an entry names a node, a joint or a
/// collider that is not there.
void read_springs(GltfValue spring_bone, const NodeOrder& order, const std::string& where,
                  Avatar& avatar);

/// The same for VRM 0.x, whose bones are whole trees below the named ones.
void read_springs0(GltfValue secondary_animation, const NodeOrder& order, const std::string& where,
                   Avatar& avatar);

}  // namespace psgan::data
