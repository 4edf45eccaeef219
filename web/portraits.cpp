#include "portraits.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <string>

#include "psgan/error.h"
#include "theme.h"

namespace psgan::web {
namespace {

constexpr int columns = 8;
constexpr int most_side = 256;
// The part of a picture that a portrait shows, in units of the picture.
constexpr float top = 0.12f, height = 0.86f;

/// Every 2 × 2 pixels become one, their mean.
std::vector<std::uint8_t> halved(std::span<const std::uint8_t> rgba, int side) {
  const int half = side / 2;
  std::vector<std::uint8_t> small(static_cast<std::size_t>(half) * half * 4);
  for (int y = 0; y < half; ++y) {
    for (int x = 0; x < half; ++x) {
      for (int c = 0; c < 4; ++c) {
        const auto at = [&](int dx, int dy) {
          return int{rgba[(static_cast<std::size_t>(2 * y + dy) * side + 2 * x + dx) * 4 + c]};
        };
        small[(static_cast<std::size_t>(y) * half + x) * 4 + c] =
            static_cast<std::uint8_t>((at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1) + 2) / 4);
      }
    }
  }
  return small;
}

}  // namespace

void Portraits::set(int number, int count, std::span<const std::uint8_t> rgba, int side) {
  if (number < 0 || number >= count || rgba.size() != static_cast<std::size_t>(side) * side * 4) {
    throw Error("Portrait " + std::to_string(number) + " of " + std::to_string(count) + " has " +
                std::to_string(rgba.size()) + " bytes.");
  }
  std::vector<std::uint8_t> smaller;
  while (side > most_side) {
    smaller = halved(rgba, side);
    rgba = smaller;
    side /= 2;
  }
  if (count != this->count() || side != side_) {
    clear();
    there_.assign(count, false);
    side_ = side;
    const int rows = (count + columns - 1) / columns;
    glGenTextures(1, &texture_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, side * columns, side * rows, 0, GL_RGBA,
                 GL_UNSIGNED_BYTE, nullptr);
    // A portrait is smaller on the screen than the picture it comes from.
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  }
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexSubImage2D(GL_TEXTURE_2D, 0, number % columns * side, number / columns * side, side, side,
                  GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  glGenerateMipmap(GL_TEXTURE_2D);
  there_[number] = true;
}

void Portraits::clear() {
  if (texture_) glDeleteTextures(1, &texture_);
  texture_ = 0;
  side_ = 0;
  there_.clear();
}

void Portraits::draw(ImDrawList* list, int number, ImVec2 min, ImVec2 max, float rounding) const {
  if (!has(number)) return;
  const float rows = static_cast<float>((count() + columns - 1) / columns);
  // The figure stands in the middle of the picture; its sides are ground.
  const float across = std::min((max.x - min.x) / (max.y - min.y) * height, 1.f);
  const auto column = static_cast<float>(number % columns);
  const auto row = static_cast<float>(number / columns);
  list->AddImageRounded(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture_)), min,
                        max, ImVec2((column + 0.5f - across / 2) / columns, (row + top) / rows),
                        ImVec2((column + 0.5f + across / 2) / columns, (row + top + height) / rows),
                        colour::paper, rounding);
}

}  // namespace psgan::web
