#include "view/panel.h"

#include <algorithm>
#include <utility>

namespace psgan::web {

using panel::gap;
using panel::section_gap;

PageWishes Panel::take_wishes() { return std::exchange(wishes_, {}); }

void Panel::heading(const char* text, Widgets& widgets) {
  widgets.text(ImVec2(x_, y_), text, widgets.fonts.bold, colour::soft_ink);
  y_ += 28;
}

bool Panel::labelled_slider(const char* id, const char* label, float& value, float least,
                            float most, Widgets& widgets, bool centre) {
  const float side = widgets.control_height, words = 112;
  widgets.text(ImVec2(x_, y_ + (side - widgets.line_height(widgets.fonts.body)) / 2), label,
               widgets.fonts.body, colour::soft_ink);
  const bool moved =
      widgets.slider(id, ImVec2(x_ + words, y_), width_ - words, value, least, most, centre);
  y_ += side;
  return moved;
}

bool Panel::tool(float& x, const char* id, Icon icon, const char* tip, bool enabled,
                 Widgets& widgets) const {
  const bool clicked = widgets.icon_button(id, ImVec2(x, y_), icon, tip, enabled);
  x += widgets.control_height + gap;
  return clicked;
}

void Panel::toolbar(bool dark, Editor& editor, Widgets& widgets) {
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
  const float end = x_ + width_;
  const float width = std::min(widgets.button_width(share, Icon::link), end - x);
  if (widgets.button("link", ImVec2(end - width, y_), width, share, Icon::link,
                     copied ? Look::chosen : Look::accent)) {
    wishes_.share = true;
  }
  // What most come for stands beside it, in words where there is room for them.
  const float room = end - width - gap - x, words = widgets.button_width("Dance", Icon::note);
  const bool wordless = words > room;
  const float dance = wordless ? widgets.control_height : words;
  const bool dancing = editor.playing() && !editor.own_motion() && editor.clip() >= first_dance();
  if (widgets.button("dance", ImVec2(end - width - gap - dance, y_), dance, wordless ? "" : "Dance",
                     Icon::note, dancing ? Look::chosen : Look::plain)) {
    editor.dance();
  }
  y_ += widgets.control_height + gap;
}

float Panel::draw(ImVec2 at, float width, bool foldable, bool dark, Editor& editor,
                  const TilePictures& tiles, Widgets& widgets) {
  x_ = at.x;
  y_ = at.y;
  width_ = width;
  if (!ImGui::IsMouseDown(0)) editor.end_edit();
  toolbar(dark, editor, widgets);
  if (!foldable) folded_ = false;
  const float fold = foldable ? widgets.control_height + gap : 0;
  const int clicked = widgets.choices("tab", ImVec2(x_, y_), width_ - fold,
                                      {"Character", "Pose", "Motion"}, folded_ ? -1 : leaf_);
  if (clicked >= 0) {
    leaf_ = static_cast<Leaf>(clicked);
    folded_ = false;
  }
  if (foldable &&
      widgets.icon_button("fold", ImVec2(x_ + width_ - widgets.control_height, y_),
                          folded_ ? Icon::unfold : Icon::fold, folded_ ? "Unfold" : "Fold")) {
    folded_ = !folded_;
  }
  y_ += widgets.control_height + section_gap - 4;

  seed_field_ = {};
  editor.queue().want_tiles(Tiles::characters, true);
  editor.queue().want_tiles(Tiles::poses, !folded_ && leaf_ == pose);
  editor.queue().want_tiles(Tiles::neighbours, !folded_ && leaf_ == character && show_neighbours_);
  editor.queue().want_tiles(Tiles::options, !folded_ && leaf_ == character);
  if (!folded_) {
    if (leaf_ == character) draw_character(editor, tiles, widgets);
    if (leaf_ == pose) draw_pose(editor, tiles, widgets);
    if (leaf_ == motion) draw_motion(editor, widgets);
  }
  return y_ - gap - at.y;
}

}  // namespace psgan::web
