#include "view/panel.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace psgan::web {

using panel::gap;
using panel::section_gap;

PageWishes Panel::take_wishes() { return std::exchange(wishes_, {}); }

void Panel::heading(const char* text, Widgets& widgets) {
  widgets.text(ImVec2(x_, y_), text, widgets.fonts.bold, colour::soft_ink);
  y_ += 28;
}

bool Panel::labelled_slider(const char* id, const char* name, const std::string& label,
                            float& value, float least, float most, Widgets& widgets, bool centre) {
  const float side = widgets.control_height, words = 112;
  widgets.text(ImVec2(x_, y_ + (side - widgets.line_height(widgets.fonts.body)) / 2), label.c_str(),
               widgets.fonts.body, colour::soft_ink);
  const bool moved = widgets.slider(id, ImVec2(x_ + words, y_), width_ - words, value, least, most,
                                    name, label, centre);
  y_ += side;
  return moved;
}

bool Panel::tool(float& x, const char* id, Icon icon, const char* tip, bool enabled,
                 Widgets& widgets) const {
  const bool clicked = widgets.icon_button(id, ImVec2(x, y_), icon, tip, enabled);
  x += widgets.control_height + gap;
  return clicked;
}

float Panel::draw_toolbar(ImVec2 at, float width, bool dark, Editor& editor, Widgets& widgets) {
  x_ = at.x;
  y_ = at.y;
  width_ = width;
  float x = x_;
  if (tool(x, "undo", Icon::undo, "Undo", editor.can_undo(), widgets)) editor.undo();
  if (tool(x, "redo", Icon::redo, "Redo", editor.can_redo(), widgets)) editor.redo();
  if (tool(x, "theme", dark ? Icon::sun : Icon::moon, dark ? "Light" : "Dark", true, widgets)) {
    wishes_.change_theme = true;
  }
  // Said on the button too, for the message may be out of sight.
  const bool copied = std::any_of(editor.messages().begin(), editor.messages().end(),
                                  [](const Message& m) { return m.topic == "copied"; });
  const char* share = copied ? "Copied" : "Share";
  const float end = x_ + width_, room = end - x - gap;
  // Hints and the help name the buttons, so it is rather the icons that go where room is scarce.
  const bool icons =
      widgets.button_width(share, Icon::link) + widgets.button_width("Dance", Icon::note) <= room;
  const float link_width =
      std::min(widgets.button_width(share, icons ? Icon::link : Icon::none), room / 2);
  const float dance_width =
      std::min(widgets.button_width("Dance", icons ? Icon::note : Icon::none), room - link_width);
  const bool dancing = editor.playing() && !editor.own_motion() && editor.clip() >= first_dance();
  if (widgets.button("dance", ImVec2(end - link_width - gap - dance_width, y_), dance_width,
                     "Dance", icons ? Icon::note : Icon::none,
                     dancing ? Look::chosen : Look::plain)) {
    editor.dance();
  }
  if (widgets.button("link", ImVec2(end - link_width, y_), link_width, share,
                     icons ? Icon::link : Icon::none, copied ? Look::chosen : Look::accent)) {
    wishes_.share = true;
  }
  y_ += widgets.control_height + gap;
  return y_ - at.y;
}

float Panel::pull_strip(const Rect& area, float longest, Widgets& widgets) {
  const ImGuiIO& io = ImGui::GetIO();
  constexpr float pull_from = 6;    // CSS pixels until a press becomes a pull
  constexpr float slowing = 4;      // of the speed that is left, a second
  constexpr float standstill = 12;  // CSS pixels a second
  const bool inside = Widgets::seen(area).contains(io.MousePos);
  if (ImGui::IsMouseClicked(0)) {
    strip_pressed_ = inside;
    strip_speed_ = 0;
  }
  if (strip_pressed_ && ImGui::IsMouseDown(0) && ImGui::IsMousePosValid()) {
    if (ImGui::IsMouseDragging(0, pull_from)) widgets.pulling = true;
    if (widgets.pulling) {
      strip_at_ -= io.MouseDelta.x;
      strip_speed_ = strip_speed_ * 0.6f - 0.4f * io.MouseDelta.x / std::max(io.DeltaTime, 1e-3f);
    }
  } else if (!ImGui::IsMouseReleased(0)) {
    // The release itself must not click.
    strip_pressed_ = widgets.pulling = false;
    strip_at_ += strip_speed_ * io.DeltaTime;
    strip_speed_ *= std::exp(-slowing * io.DeltaTime);
    if (std::abs(strip_speed_) < standstill) strip_speed_ = 0;
  }
  const float most = std::max(longest, 0.f);
  if (strip_at_ < 0 || strip_at_ > most) strip_speed_ = 0;
  strip_at_ = std::clamp(strip_at_, 0.f, most);
  return strip_at_;
}

float Panel::draw_tabs(ImVec2 at, float width, bool foldable, Widgets& widgets) {
  if (!foldable) folded_ = false;
  const float fold = foldable ? widgets.control_height + gap : 0;
  const InGroup tabs(widgets, "Panel");
  const int clicked = widgets.choices("tab", at, width - fold, {"Character", "Pose", "Motion"},
                                      folded_ ? -1 : leaf_);
  if (clicked >= 0) {
    // What was scrolled to is another leaf's.
    wishes_.leaf_opened = true;
    leaf_ = static_cast<Leaf>(clicked);
    folded_ = false;
  }
  widgets.group.clear();
  if (foldable &&
      widgets.icon_button("fold", ImVec2(at.x + width - widgets.control_height, at.y),
                          folded_ ? Icon::unfold : Icon::fold, folded_ ? "Unfold" : "Fold")) {
    folded_ = !folded_;
  }
  return widgets.control_height + gap;
}

float Panel::draw_leaf(ImVec2 at, float width, bool strips, Editor& editor,
                       const TilePictures& tiles, Widgets& widgets) {
  x_ = at.x;
  y_ = at.y;
  width_ = width;
  strips_ = strips;
  if (asked_for_person_ != editor.asked_for_person()) {
    asked_for_person_ = editor.asked_for_person();
    leaf_ = pose;
    folded_ = false;
  }
  if (!ImGui::IsMouseDown(0)) editor.end_edit();
  seed_field_ = {};
  editor.queue().want_tiles(Tiles::characters, true);
  editor.queue().want_tiles(Tiles::poses, !folded_ && leaf_ == pose);
  editor.queue().want_tiles(Tiles::neighbours, !folded_ && leaf_ == character && show_neighbours_);
  editor.queue().want_tiles(Tiles::options, !folded_ && leaf_ == character);
  if (folded_) return 0;
  if (leaf_ == character) draw_character(editor, tiles, widgets);
  if (leaf_ == pose) draw_pose(editor, tiles, widgets);
  if (leaf_ == motion) draw_motion(editor, widgets);
  return y_ - gap - at.y;
}

}  // namespace psgan::web
