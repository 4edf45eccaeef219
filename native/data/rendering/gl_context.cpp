#include "data/rendering/gl_context.h"

// epoxy comes first: it declares what the system's headers would.
#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <cstring>
#include <vector>

#include "psgan/error.h"

namespace psgan::data {
namespace {

bool has_word(const char* list, const char* word) {
  const std::size_t length = std::strlen(word);
  for (const char* at = list; at && (at = std::strstr(at, word)); at += length)
    if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == 0)) return true;
  return false;
}

/// Displays worth trying: GPUs, then software devices, then Mesa's surfaceless platform.
std::vector<EGLDisplay> candidates() {
  std::vector<EGLDisplay> gpus, software;
  const char* client = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  if (has_word(client, "EGL_EXT_platform_base")) {
    EGLDeviceEXT devices[32];
    EGLint count = 0;
    const bool listed =
        has_word(client, "EGL_EXT_device_enumeration") || has_word(client, "EGL_EXT_device_base");
    if (listed && has_word(client, "EGL_EXT_platform_device") &&
        eglQueryDevicesEXT(32, devices, &count)) {
      for (EGLint i = 0; i < count; ++i) {
        const char* extensions = eglQueryDeviceStringEXT(devices[i], EGL_EXTENSIONS);
        const bool soft = has_word(extensions, "EGL_MESA_device_software");
        (soft ? software : gpus)
            .push_back(eglGetPlatformDisplayEXT(EGL_PLATFORM_DEVICE_EXT, devices[i], nullptr));
      }
    }
    if (has_word(client, "EGL_MESA_platform_surfaceless"))
      software.push_back(
          eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr));
  }
  gpus.insert(gpus.end(), software.begin(), software.end());
  return gpus;
}

EGLContext make_context(EGLDisplay display) {
  if (display == EGL_NO_DISPLAY || !eglInitialize(display, nullptr, nullptr)) return EGL_NO_CONTEXT;
  const EGLint attributes[] = {EGL_CONTEXT_MAJOR_VERSION,
                               4,
                               EGL_CONTEXT_MINOR_VERSION,
                               3,
                               EGL_CONTEXT_OPENGL_PROFILE_MASK,
                               EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                               EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  if (!has_word(eglQueryString(display, EGL_EXTENSIONS), "EGL_KHR_no_config_context")) {
    const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                             EGL_NONE};
    if (!eglChooseConfig(display, wanted, &config, 1, &count) || count == 0) return EGL_NO_CONTEXT;
  }
  if (!eglBindAPI(EGL_OPENGL_API)) return EGL_NO_CONTEXT;
  const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, attributes);
  if (context == EGL_NO_CONTEXT) return EGL_NO_CONTEXT;
  if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context)) return context;
  eglDestroyContext(display, context);
  return EGL_NO_CONTEXT;
}

}  // namespace

GlContext::GlContext() {
  for (const EGLDisplay display : candidates()) {
    const EGLContext context = make_context(display);
    if (context == EGL_NO_CONTEXT) continue;
    display_ = display;
    context_ = context;
    return;
  }
  throw Error(
      "no OpenGL 4.3 driver works without a display here; Mesa's software driver does everywhere "
      "(on Debian and Ubuntu: apt install libegl1 libgl1-mesa-dri)");
}

GlContext::~GlContext() {
  eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  eglDestroyContext(display_, context_);
  // The display stays: contexts of other threads live on it, too.
}

std::string GlContext::driver() const {
  return reinterpret_cast<const char*>(glGetString(GL_RENDERER));
}

}  // namespace psgan::data
