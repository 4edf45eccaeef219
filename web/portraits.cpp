#include "portraits.h"

#include <GLES3/gl3.h>

#include <string>

#include "psgan/error.h"

namespace psgan::web {

void Portraits::set(int number, int count, std::span<const std::uint8_t> rgba, int side) {
  if (number < 0 || number >= count || rgba.size() != static_cast<std::size_t>(side) * side * 4) {
    throw Error("Portrait " + std::to_string(number) + " of " + std::to_string(count) + " has " +
                std::to_string(rgba.size()) + " bytes.");
  }
  if (count != this->count()) {
    clear();
    there_.assign(count, false);
    glGenTextures(1, &texture_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, side * count, side, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 nullptr);
    // A portrait is smaller on the screen than the picture it comes from.
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  }
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexSubImage2D(GL_TEXTURE_2D, 0, number * side, 0, side, side, GL_RGBA, GL_UNSIGNED_BYTE,
                  rgba.data());
  glGenerateMipmap(GL_TEXTURE_2D);
  there_[number] = true;
}

void Portraits::clear() {
  if (texture_) glDeleteTextures(1, &texture_);
  texture_ = 0;
  there_.clear();
}

}  // namespace psgan::web
