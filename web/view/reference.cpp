#include "view/reference.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "psgan/error.h"
#include "view/damage.h"

namespace psgan::web {

void Reference::set(std::span<const std::uint8_t> rgba, int width, int height) {
  if (width <= 0 || height <= 0 ||
      rgba.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4) {
    throw Error("The reference picture is damaged.");
  }
  remove();
  glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               rgba.data());
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  texture_changed(texture_);
  width_ = static_cast<float>(width);
  height_ = static_cast<float>(height);
}

void Reference::remove() {
  if (texture_) glDeleteTextures(1, &texture_);
  texture_ = 0;
  strength_ = 0.5f;
}

void Reference::draw(const Rect& stage, const Rect& figure, bool can_copy_look, Widgets& widgets) {
  if (!there()) return;
  // All of it in the middle of her square, as OpenPose's points of such a picture are placed.
  const float scale = figure.width() / std::max(width_, height_);
  const ImVec2 half(width_ * scale / 2, height_ * scale / 2);
  const ImVec2 middle((figure.min.x + figure.max.x) / 2, (figure.min.y + figure.max.y) / 2);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(stage.min, stage.max, true);
  list->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture_)),
                 ImVec2(middle.x - half.x, middle.y - half.y),
                 ImVec2(middle.x + half.x, middle.y + half.y), ImVec2(0, 0), ImVec2(1, 1),
                 faded(colour::white, strength_));
  list->PopClipRect();
  const float y = stage.max.y - widgets.control_height - 10;
  float words = widgets.button_width("Take this pose", Icon::camera);
  if (can_copy_look) words = std::max(words, widgets.button_width("Copy the look", Icon::copy));
  const float width = std::min(150.f, stage.width() - 28 - words - widgets.control_height - 2 * 8);
  widgets.slider("reference strength", ImVec2(stage.min.x + 14, y), width, strength_, 0, 1,
                 "Strength of the picture", std::to_string(std::lround(strength_ * 100)) + " %");
  if (widgets.icon_button("reference away", ImVec2(stage.min.x + 22 + width, y), Icon::cross,
                          "Take the picture away")) {
    remove();
    return;
  }
  // In the corner, where nobody's feet are.
  const ImVec2 at(stage.max.x - 14 - words, y);
  if (can_copy_look && widgets.button("copy look", ImVec2(at.x, y - widgets.control_height - 8),
                                      words, "Copy the look", Icon::copy)) {
    copy_look_wish_ = true;
  }
  if (widgets.button("take pose", at, words, "Take this pose", Icon::camera)) {
    take_pose_wish_ = true;
  }
}

}  // namespace psgan::web
