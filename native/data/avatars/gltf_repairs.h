// What is done to a glTF file's JSON before it is parsed. Internal to the readers of VRM and of
// animations.
#pragma once

#include <string>

#include "psgan/json.h"

namespace psgan::data {

/// Bytes that are no UTF-8 (names in Shift-JIS, say) become question marks; the length stays.
void make_utf8(std::string& text);

/// Throws Error naming `where` and the first extension that the file cannot be drawn without and
/// that is unknown here: one that it requires, Draco's where there is nothing beside it, a texture
/// format without a PNG or JPEG.
void check_extensions(const Json& gltf, const std::string& where);

/// Leaves animations and cameras out and puts one byte in the place of images that name nothing, so
/// that only a material which uses such an image finds it broken.
void keep_what_is_drawn(Json& gltf);

/// Leaves out all that is drawn: motion needs nodes and accessors.
void keep_what_moves(Json& gltf);

/// Gives the buffers that exist only for readers without meshoptimizer one byte of their own.
void empty_fallback_buffers(Json& gltf);

}  // namespace psgan::data
