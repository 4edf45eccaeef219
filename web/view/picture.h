// The character's picture on the graphics card: the model's few pixels, enlarged sharply to those
// of the screen.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace psgan::web {

class Picture {
 public:
  Picture() = default;
  ~Picture();
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;

  /// RGBA, side × side pixels, the top row first. Throws Error on another number of bytes.
  void upload(std::span<const std::uint8_t> rgba, int side);
  /// Binds the texture of the picture as GL_TEXTURE_2D, for whoever fills it with side × side
  /// pixels right afterwards.
  void bind(int side);
  bool empty() const { return side_ == 0; }
  void clear() { side_ = 0; }
  void swap(Picture& other) noexcept;

  /// The picture enlarged to pixels × pixels as an OpenGL texture; computed only when something
  /// changed.
  unsigned texture(int pixels);
  /// The picture as it is, as an OpenGL texture that mixes neighbouring pixels: softer than
  /// texture(), and enlarged at no cost.
  unsigned small() const { return source_; }
  /// The same in memory, RGBA, the top row first; at most 1536².
  std::vector<std::uint8_t> enlarged(int pixels);

 private:
  void build_program();

  int side_ = 0;
  int enlarged_ = 0;  ///< Side of the enlarged texture.
  int rows_between_ = 0;
  bool stale_ = true;
  unsigned sharp_ = 0, source_ = 0, between_ = 0, target_ = 0, frame_buffer_ = 0, vertices_ = 0;
  int along_ = -1, written_ = -1;
};

}  // namespace psgan::web
