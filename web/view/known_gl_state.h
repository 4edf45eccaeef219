// Included before Dear ImGui's renderer, which asks WebGL some fifteen questions a frame about the
// state that it is going to restore. Each is answered by the browser's graphics process after all
// that was drawn before, so that a frame would wait for the last one: tens of milliseconds where
// the processor plays the graphics card. Between frames the state is what is said here, because
// all else that draws (picture.h, app.h) sets what it needs before and relies on nothing.
//
// It also keeps to the part of the canvas that is painted in this frame (damage.h).
#pragma once

#include <GLES3/gl3.h>

#include "view/painted_part.h"

inline void known_gl_state(GLenum name, GLint* value) {
  switch (name) {
    case GL_CURRENT_PROGRAM:
    case GL_TEXTURE_BINDING_2D:
    case GL_ARRAY_BUFFER_BINDING:
    case GL_VERTEX_ARRAY_BINDING:
      *value = 0;
      break;
    case GL_ACTIVE_TEXTURE:
      *value = GL_TEXTURE0;
      break;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA:
      *value = GL_ONE;
      break;
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA:
      *value = GL_ZERO;
      break;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
      *value = GL_FUNC_ADD;
      break;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
      value[0] = value[1] = value[2] = value[3] = 0;
      break;
    default:
      glGetIntegerv(name, value);
  }
}

#define glGetIntegerv known_gl_state
#define glScissor scissor_within_painted_part
