// The renderer's shader programs, GLSL 4.30.
#pragma once

namespace psgan::shaders {

/// Skins a vertex; with `outline` above 0 it pushes it outwards on the screen.
extern const char* const figure_vertex;

/// Two tones with a soft line between them, or the outline's colour.
extern const char* const figure_fragment;

}  // namespace psgan::shaders
