#include "view/stage.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <cmath>

namespace psgan::web {
namespace {

constexpr double rest_seconds = 1.5;  // until a pointer over a moving figure only watches
constexpr float closest = 6;
}  // namespace

ImVec2 Stage::screen(const PosePoint& point) const {
  return ImVec2(figure_rect_.min.x + point.x * figure_rect_.width(),
                figure_rect_.min.y + point.y * figure_rect_.height());
}

float Stage::fineness() const { return std::clamp(figure_rect_.width() / 420, 0.6f, 1.f); }

Rect Stage::place_of(int number, const Editor& editor) const {
  const auto [share, size] = editor.place_of(number);
  const float x = middle().x + (share - view_.x) * rect_.width() * zoom_;
  const float y = middle().y + (0.5f - view_.y) * rect_.height() * zoom_;
  const float half = size * rect_.width() * zoom_ / 2;
  return {ImVec2(x - half, y - half), ImVec2(x + half, y + half)};
}

std::array<ImVec2, 4> Stage::corners(const Rect& box) {
  return {box.min, ImVec2(box.max.x, box.min.y), ImVec2(box.min.x, box.max.y), box.max};
}

void Stage::move_view(ImVec2 by) {
  const float edge = 0.5f / zoom_;  // The stage shows nothing but itself.
  view_.x = std::clamp(view_.x - by.x / rect_.width() / zoom_, edge, 1 - edge);
  view_.y = std::clamp(view_.y - by.y / rect_.height() / zoom_, edge, 1 - edge);
}

void Stage::zoom(float by, ImVec2 at) {
  if (rect_.width() <= 0) return;
  const float before = zoom_;
  zoom_ = std::clamp(zoom_ * by, 1.f, closest);
  const float factor = zoom_ / before;
  const ImVec2 off(at.x - middle().x, at.y - middle().y);
  move_view(ImVec2(off.x * (1 - factor), off.y * (1 - factor)));
}

void Stage::draw_zoom(Widgets& widgets) {
  float y = rect_.min.y + 14 + 2 * (widgets.control_height + 8);
  const float x = rect_.max.x - 14 - widgets.control_height;
  if (widgets.icon_button("zoom in", ImVec2(x, y), Icon::zoom_in, "Closer", zoom_ < closest)) {
    zoom(1.5f);
  }
  y += widgets.control_height + 8;
  if (zoom_ > 1 && widgets.icon_button("zoom out", ImVec2(x, y), Icon::zoom_out, "Farther")) {
    zoom(1 / 1.5f);
  }
}

float Stage::wanted_strength(const Editor& editor, bool pictured, bool touch) const {
  // The character is the hero: the skeleton steps back while nobody reaches for it.
  const bool over = rect_.contains(ImGui::GetIO().MousePos);
  if (held_ || !fingers_.empty() || !pictured) return 1;
  if (editor.playing()) return over && ImGui::GetTime() - pointed_at_ < rest_seconds ? 1.f : 0.f;
  if (over) return 1;
  if (editor.newcomer) return 0.5f;
  return touch ? 0.3f : 0.f;  // Fingers hover nowhere, so they see where to press.
}

ImTextureID Stage::texture_of(Picture& picture, const Rect& place, const Editor& editor) const {
  const float ratio = ImGui::GetIO().DisplayFramebufferScale.x;
  const bool moving = editor.playing() || held_ || holds_picked_ || held_corner_ ||
                      !fingers_.empty() || turned_from_;
  const int pixels = static_cast<int>(std::lround(place.width() * ratio));
  return reinterpret_cast<ImTextureID>(
      static_cast<std::uintptr_t>(sparing && moving ? picture.small() : picture.texture(pixels)));
}

void Stage::draw_pictures(const Editor& editor, Pictures& pictures) const {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const int count = 1 + static_cast<int>(editor.row().size());
  const auto texture = [&](int number, const Rect& place) {
    return texture_of(pictures[number], place, editor);
  };
  // The target's rows run upwards, the picture's downwards, and both flips cancel.
  if (count == 1) {
    if (pictures[0].empty()) return;
    const auto part = [&](ImVec2 at) {
      return ImVec2((at.x - figure_rect_.min.x) / figure_rect_.width(),
                    (at.y - figure_rect_.min.y) / figure_rect_.height());
    };
    list->AddImageRounded(texture(0, figure_rect_), rect_.min, rect_.max, part(rect_.min),
                          part(rect_.max), colour::paper, card_radius);
    return;
  }
  list->PushClipRect(rect_.min, rect_.max, true);
  // White leaves what is below, so that nobody's ground covers her neighbour.
  list->AddCallback([](const ImDrawList*, const ImDrawCmd*) { glBlendFunc(GL_DST_COLOR, GL_ZERO); },
                    nullptr);
  for (int number = count - 1; number >= 0; --number) {
    if (pictures[number].empty()) continue;
    const Rect place = place_of(number, editor);
    list->AddImage(texture(number, place), place.min, place.max);
  }
  list->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  list->PopClipRect();
}

void Stage::draw(const Rect& rect, Editor& editor, Pictures& pictures, Widgets& widgets,
                 const Input& input) {
  rect_ = rect;
  figure_rect_ = place_of(0, editor);
  animating_ = false;
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_shadow(list, rect, card_radius);
  const bool pictured = !pictures[0].empty();
  // One picture is as large as the paper, and covers it.
  if (!pictured || !editor.row().empty()) {
    list->AddRectFilled(rect.min, rect.max, colour::paper, card_radius);
  }
  draw_pictures(editor, pictures);
  list->AddRect(rect.min, rect.max, colour::line, card_radius, 0, 1);

  if (bare) {
    draw_loading(editor, widgets);
    draw_messages(editor, widgets);
    return;
  }
  if (pictured) draw_close_up(editor, texture_of(pictures[0], figure_rect_, editor));
  handle_pointer(editor, input);
  reference.draw(rect_, figure_rect_, editor.can_copy_look(), widgets);

  const float wanted = wanted_strength(editor, pictured, input.touch());
  const float step = std::min(1.f, ImGui::GetIO().DeltaTime * 9);
  strength_ += (wanted - strength_) * step;
  if (std::abs(wanted - strength_) > 0.01f) {
    animating_ = true;
  } else {
    strength_ = wanted;
  }

  if (editor.show_skeleton) {
    // In motion the picture comes a little after the pose; its own pose fits it.
    const Pose& pose = editor.playing() && pictured && editor.models().state() == ModelState::ready
                           ? editor.queue().pictured_pose()
                           : editor.pose();
    list->PushClipRect(rect.min, rect.max, true);
    if (strength_ > 0.02f) draw_bones(list, pose);
    draw_handles(list, editor, pose, input.touch());
    draw_picked(list, editor);
    list->PopClipRect();
    draw_name(editor, pose, widgets);
    draw_welcome(editor, widgets, input.touch());
  }
  if (!reference.there()) draw_turning(editor, widgets);
  note_points(editor, widgets);
  draw_status(editor, widgets);
  draw_loading(editor, widgets);
  draw_messages(editor, widgets);

  const ImVec2 eye(rect.max.x - 14 - widgets.control_height, rect.min.y + 14);
  if (widgets.icon_button("eye", eye, editor.show_skeleton ? Icon::eye : Icon::no_eye,
                          editor.show_skeleton ? "Hide the skeleton" : "Show the skeleton")) {
    editor.show_skeleton = !editor.show_skeleton;
  }
  if (widgets.icon_button("close-up", ImVec2(eye.x, eye.y + widgets.control_height + 8),
                          Icon::portrait, close_up ? "Hide the portrait" : "Show the portrait",
                          pictured)) {
    close_up = !close_up;
  }
  draw_zoom(widgets);
}

}  // namespace psgan::web
