// OpenGL without a display.
#pragma once

#include <string>

namespace psgan::data {

/// An OpenGL 4.3 core context that draws into framebuffer objects only, current on this thread
/// while it lives. Takes the first GPU that EGL lists, else Mesa's software driver. Throws Error
/// with what to install if there is neither.
class GlContext {
 public:
  GlContext();
  ~GlContext();
  GlContext(const GlContext&) = delete;
  GlContext& operator=(const GlContext&) = delete;

  /// The driver's name for people: "llvmpipe (LLVM 15.0.6, 256 bits)".
  std::string driver() const;

 private:
  void* display_ = nullptr;
  void* context_ = nullptr;
};

}  // namespace psgan::data
