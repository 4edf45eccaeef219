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
constexpr float apart = 13;     // CSS pixels between keys that can be told apart by hand
constexpr float closest = 32;
constexpr float inset = 10;  // of the motion's ends in the track

}  // namespace

float Timeline::place(double share) const {
  const float left = track_.min.x + inset, right = track_.max.x - inset;
  return left + static_cast<float>((share - from_) * zoom_) * (right - left);
}

double Timeline::share_at(float x) const {
  const float left = track_.min.x + inset, right = track_.max.x - inset;
  const double there = from_ + (x - left) / (right - left) / zoom_;
  return std::clamp(there, from_, from_ + 1 / zoom_);
}

void Timeline::zoom_to(float zoom, double share, float x) {
  zoom_ = std::clamp(zoom, 1.f, closest);
  const float left = track_.min.x + inset, right = track_.max.x - inset;
  from_ = std::clamp(share - (x - left) / (right - left) / zoom_, 0.0, 1 - 1.0 / zoom_);
}

bool Timeline::wheel(ImVec2 at, float by) {
  if (!track_.contains(at)) return false;
  zoom_to(zoom_ * std::exp2(by), share_at(at.x), at.x);
  return true;
}

void Timeline::follow(double share) {
  const double width = 1.0 / zoom_;
  // A little of what comes is seen, too.
  if (share < from_ || share > from_ + width) from_ = share - width / 4;
  from_ = std::clamp(from_, 0.0, 1 - width);
}

std::vector<int> Timeline::within_reach(const Editor& editor) const {
  const KeyedMotion& motion = editor.motion();
  const auto at = [&](int k) { return place(motion.keys[k].time / motion.duration); };
  std::vector<int> reached;
  if (track_.width() <= 0) return reached;  // Before the first frame.
  const auto chosen = editor.key();
  for (int k = 0; k < static_cast<int>(motion.keys.size()); ++k) {
    const bool near_chosen = chosen && *chosen > k && at(*chosen) - at(k) < apart;
    const bool near_last = !reached.empty() && at(k) - at(reached.back()) < apart;
    if (chosen == k || (!near_chosen && !near_last)) reached.push_back(k);
  }
  return reached;
}

void Timeline::draw_keys(const Editor& editor, float y, Widgets& widgets) const {
  const KeyedMotion& motion = editor.motion();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto at = [&](int k) { return place(motion.keys[k].time / motion.duration); };
  // Those that no hand could tell apart are only hinted at.
  for (int k = 0; k < static_cast<int>(motion.keys.size()); ++k) {
    list->AddCircleFilled(ImVec2(at(k), y + 8), 1.3f, faded(colour::soft_ink, 0.7f));
  }
  for (const int k : within_reach(editor)) {
    const bool chosen = editor.key() == k;
    const float size = chosen ? 7.5f : 5.f, x = at(k);
    if (x < track_.min.x || x > track_.max.x) continue;
    char id[24];
    std::snprintf(id, sizeof id, "key %d", k);
    widgets.places[id] = {ImVec2(x - key_reach, y - key_reach),
                          ImVec2(x + key_reach, y + key_reach)};
    list->AddQuadFilled(ImVec2(x, y - size - 1.5f), ImVec2(x + size + 1.5f, y),
                        ImVec2(x, y + size + 1.5f), ImVec2(x - size - 1.5f, y), colour::surface);
    list->AddQuadFilled(ImVec2(x, y - size), ImVec2(x + size, y), ImVec2(x, y + size),
                        ImVec2(x - size, y), chosen ? colour::accent : colour::soft_ink);
    // Where she changes clothes.
    if (!motion.keys[k].parts.empty()) {
      list->AddCircleFilled(ImVec2(x, y - 12), 2.6f, chosen ? colour::accent : colour::soft_ink);
    }
  }
}

void Timeline::track(const Rect& rect, Editor& editor, Widgets& widgets) {
  const KeyedMotion& motion = editor.motion();
  track_ = rect;
  const float left = rect.min.x + inset, right = rect.max.x - inset;
  const float y = (rect.min.y + rect.max.y) / 2;
  const float mouse = ImGui::GetIO().MousePos.x;
  const float time = static_cast<float>(share_at(mouse)) * motion.duration;

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
    for (const int k : within_reach(editor)) {
      const float off = std::abs(place(motion.keys[k].time / motion.duration) - mouse);
      if (off < nearest) nearest = off, held_ = k;
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
  const double share = editor.clip_time() / editor.motion().duration;
  if (!active) follow(share);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float now = place(share);
  list->PushClipRect(rect.min, rect.max, true);
  list->AddRectFilled(ImVec2(left - 3, y - 3), ImVec2(right + 3, y + 3), colour::press, 3);
  if (now > left - 3) {
    list->AddRectFilled(ImVec2(left - 3, y - 3), ImVec2(now, y + 3), faded(colour::accent, 0.75f),
                        3);
  }
  draw_keys(editor, y, widgets);
  if (zoom_ > 1) {
    // Which part of the motion this is.
    const float low = rect.max.y - 3, width = right - left;
    const auto part = [&](double at) { return left + static_cast<float>(at) * width; };
    list->AddRectFilled(ImVec2(left, low - 1), ImVec2(right, low + 1), colour::press, 1);
    list->AddRectFilled(ImVec2(part(from_), low - 2), ImVec2(part(from_ + 1 / zoom_), low + 2),
                        colour::accent, 2);
  }
  if (!editor.key()) {
    list->AddLine(ImVec2(now, y - 13), ImVec2(now, y + 13), colour::accent, 2.5f);
    list->AddCircleFilled(ImVec2(now, y - 13), 4, colour::accent);
  }
  list->PopClipRect();
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
  const bool crowded =
      track_.width() > 0 && within_reach(editor).size() < editor.motion().keys.size();
  const bool zoomable = crowded || zoom_ > 1;
  const float end =
      rect.max.x - side - (wide ? 2 * (side + gap) : 0) - (zoomable ? side + gap : 0) - gap;
  track({ImVec2(x, y), ImVec2(end, y + side)}, editor, widgets);
  x = end + gap;
  if (zoomable) {
    const bool closer = crowded && zoom_ < closest;
    if (widgets.icon_button("time zoom", ImVec2(x, y), closer ? Icon::zoom_in : Icon::zoom_out,
                            closer ? "Look closer" : "See all of it")) {
      const double share = editor.clip_time() / editor.motion().duration;
      zoom_to(closer ? 2 * zoom_ : 1, share, std::clamp(place(share), track_.min.x, track_.max.x));
    }
    x += side + gap;
  }
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
