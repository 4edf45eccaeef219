#include "view/timeline.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "editor/texts.h"

namespace psgan::web {
namespace {

constexpr float gap = 8;
constexpr float key_reach = 9;  // CSS pixels around a key
constexpr float drag_from = 4;  // CSS pixels until a press on a key becomes a drag

}  // namespace

void Timeline::track(const Rect& rect, Editor& editor, Widgets& widgets) {
  const KeyedMotion& motion = editor.motion();
  const float left = rect.min.x + 10, right = rect.max.x - 10;
  const float y = (rect.min.y + rect.max.y) / 2;
  const auto place = [&](double time) {
    return left + static_cast<float>(time / motion.duration) * (right - left);
  };
  const float mouse = ImGui::GetIO().MousePos.x;
  const float time = std::clamp((mouse - left) / (right - left), 0.f, 1.f) * motion.duration;

  ImGui::SetCursorScreenPos(rect.min);
  ImGui::InvisibleButton("time", ImVec2(rect.width(), rect.height()));
  const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  const bool pressed = ImGui::IsItemActivated();
  if (hovered || active) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  widgets.touch_areas.push_back(rect);
  char text[48];
  std::snprintf(text, sizeof text, "%.1f / %.1f", editor.clip_time(),
                static_cast<double>(motion.duration));
  widgets.note({.id = "time",
                .name = tr("Time"),
                .group = {},
                .role = ControlRole::slider,
                .value = static_cast<float>(editor.clip_time()),
                .most = motion.duration,
                .value_text = tr("{} s", {text}),
                .place = rect});
  if (const auto keyed = widgets.moved_to("time")) {
    editor.seek(std::clamp(*keyed, 0.f, motion.duration));
  }

  if (pressed) {
    held_.reset();
    moved_ = false;
    pressed_at_ = mouse;
    float nearest = widgets.touch ? 2 * key_reach : key_reach;
    for (std::size_t k = 0; k < motion.keys.size(); ++k) {
      const float off = std::abs(place(motion.keys[k].time) - mouse);
      if (off < nearest) nearest = off, held_ = static_cast<int>(k);
    }
    if (held_) editor.seek(motion.keys[*held_].time);
  }
  if (active && held_) {
    moved_ = moved_ || std::abs(mouse - pressed_at_) > drag_from;
    if (moved_) {
      editor.move_key(*held_, time);
      held_ = editor.key();
    }
  } else if (active && (pressed || ImGui::GetIO().MouseDelta.x != 0)) {
    editor.seek(time);
  }

  // The motion may be another one now.
  const KeyedMotion& shown = editor.motion();
  const auto at = [&](double t) {
    return left + static_cast<float>(t / shown.duration) * (right - left);
  };
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float now = at(editor.clip_time());
  list->AddRectFilled(ImVec2(left - 3, y - 3), ImVec2(right + 3, y + 3), colour::press, 3);
  list->AddRectFilled(ImVec2(left - 3, y - 3), ImVec2(now, y + 3), faded(colour::accent, 0.75f), 3);
  for (std::size_t k = 0; k < shown.keys.size(); ++k) {
    const bool chosen = editor.key() == static_cast<int>(k);
    const float size = chosen ? 7.5f : 5.f, x = at(shown.keys[k].time);
    char id[24];
    std::snprintf(id, sizeof id, "key %d", static_cast<int>(k));
    widgets.places[id] = {ImVec2(x - key_reach, y - key_reach),
                          ImVec2(x + key_reach, y + key_reach)};
    list->AddQuadFilled(ImVec2(x, y - size - 1.5f), ImVec2(x + size + 1.5f, y),
                        ImVec2(x, y + size + 1.5f), ImVec2(x - size - 1.5f, y), colour::surface);
    list->AddQuadFilled(ImVec2(x, y - size), ImVec2(x + size, y), ImVec2(x, y + size),
                        ImVec2(x - size, y), chosen ? colour::accent : colour::soft_ink);
  }
  if (!editor.key()) {
    list->AddLine(ImVec2(now, y - 13), ImVec2(now, y + 13), colour::accent, 2.5f);
    list->AddCircleFilled(ImVec2(now, y - 13), 4, colour::accent);
  }
}

void Timeline::draw(const Rect& rect, Editor& editor, Widgets& widgets) {
  const float side = widgets.control_height;
  const float y = rect.min.y + (rect.height() - side) / 2;
  float x = rect.min.x;
  const bool playing = editor.playing();
  if (widgets.button("play", ImVec2(x, y), side, "", playing ? Icon::pause : Icon::play,
                     Look::accent, true, playing ? "Pause" : "Play")) {
    editor.play(!playing);
  }
  x += side + gap;
  char text[32];
  std::snprintf(text, sizeof text, "%.1f / %.1f", editor.clip_time(),
                static_cast<double>(editor.motion().duration));
  const float words = widgets.text_width("00.0 / 00.0", widgets.fonts.small);
  const bool wide = rect.width() > 430;
  if (wide) {
    widgets.text(ImVec2(x + 2, y + (side - widgets.line_height(widgets.fonts.small)) / 2), text,
                 widgets.fonts.small, colour::soft_ink);
    x += words + gap;
  }
  const float end = rect.max.x - side - (wide ? 2 * (side + gap) : 0) - gap;
  track({ImVec2(x, y), ImVec2(end, y + side)}, editor, widgets);
  x = end + gap;
  if (wide) {
    if (widgets.icon_button("key previous", ImVec2(x, y), Icon::previous, "Previous key")) {
      editor.step_key(-1);
    }
    x += side + gap;
  }
  if (widgets.icon_button("key add", ImVec2(x, y), Icon::key, "Make this pose a key")) {
    editor.add_key();
  }
  x += side + gap;
  if (wide && widgets.icon_button("key next", ImVec2(x, y), Icon::next, "Next key")) {
    editor.step_key(1);
  }
}

}  // namespace psgan::web
