#include "view/portraits.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <string>

#include "psgan/error.h"
#include "view/damage.h"
#include "view/theme.h"

namespace psgan::web {
namespace {

constexpr int columns = 8;
// Pictures of every size become this one, so that another model's take the places of the last
// one's, one by one.
constexpr int portrait_side = 256;
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

/// Every pixel becomes 2 × 2 of its colour: on the screen they are one again.
std::vector<std::uint8_t> doubled(std::span<const std::uint8_t> rgba, int side) {
  const std::size_t twice = 2 * static_cast<std::size_t>(side);
  std::vector<std::uint8_t> large(twice * twice * 4);
  for (std::size_t y = 0; y < twice; ++y) {
    for (std::size_t x = 0; x < twice; ++x) {
      std::copy_n(&rgba[(y / 2 * side + x / 2) * 4], 4, &large[(y * twice + x) * 4]);
    }
  }
  return large;
}

}  // namespace

void Portraits::set(int number, int count, std::span<const std::uint8_t> rgba, int given) {
  if (number < 0 || number >= count || given < 1 ||
      rgba.size() != static_cast<std::size_t>(given) * given * 4) {
    throw Error("Portrait " + std::to_string(number) + " of " + std::to_string(count) + " has " +
                std::to_string(rgba.size()) + " bytes.");
  }
  std::vector<std::uint8_t> fitting;
  for (; given > portrait_side; given /= 2) rgba = fitting = halved(rgba, given);
  for (; given < portrait_side; given *= 2) rgba = fitting = doubled(rgba, given);
  if (count != this->count()) {
    clear();
    there_.assign(count, false);
    const int rows = (count + columns - 1) / columns;
    glGenTextures(1, &texture_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, portrait_side * columns, portrait_side * rows, 0,
                 GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    // A portrait is smaller on the screen than the picture it comes from.
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  }
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexSubImage2D(GL_TEXTURE_2D, 0, number % columns * portrait_side,
                  number / columns * portrait_side, portrait_side, portrait_side, GL_RGBA,
                  GL_UNSIGNED_BYTE, rgba.data());
  glGenerateMipmap(GL_TEXTURE_2D);
  texture_changed(texture_);
  there_[number] = true;
}

void Portraits::clear() {
  if (texture_) glDeleteTextures(1, &texture_);
  texture_ = 0;
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
