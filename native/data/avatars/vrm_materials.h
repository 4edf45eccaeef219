// Materials of a VRM as cel materials. Internal to the VRM reader.
#pragma once

#include "data/avatars/avatar.h"
#include "data/avatars/gltf_reader.h"

namespace psgan::data {

/// - MToon 1.0 (VRMC_materials_mtoon) as it stands: colours, textures, terminator, outline.
/// - MToon 0.x (the VRM extension's materialProperties): its colours are sRGB and its terminator
///   is given by two other numbers, which are converted.
/// - Unlit: lit everywhere.
/// - Anything else (glTF's metal and roughness): the base colour, and for the shade the same, a
///   little darker and more violet.
/// Outlines follow the materials if any of them has one; an avatar without any gets outlines around
/// everything opaque, because the figures of a data set should look alike. Textures'
/// samplers, matcaps, rims and animated coordinates are not read.
void read_materials(const tinygltf::Model& model, GltfValue vrm0, Avatar& avatar);

}  // namespace psgan::data
