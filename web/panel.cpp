#include "panel.h"

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

void Panel::toolbar(bool dark, Editor& editor, Widgets& widgets) {
  const float side = widgets.control_height;
  float x = x_;
  const auto tool = [&](const char* id, Icon icon, const char* tip, bool enabled) {
    const bool clicked = widgets.icon_button(id, ImVec2(x, y_), icon, tip, enabled);
    x += side + gap;
    return clicked;
  };
  if (tool("undo", Icon::undo, "Undo", editor.can_undo())) editor.undo();
  if (tool("redo", Icon::redo, "Redo", editor.can_redo())) editor.redo();
  if (tool("theme", dark ? Icon::sun : Icon::moon, dark ? "Light" : "Dark", true)) {
    wishes_.change_theme = true;
  }
  // Said on the button too, for the message may be out of sight.
  const bool copied = std::any_of(editor.messages().begin(), editor.messages().end(),
                                  [](const Message& m) { return m.topic == "copied"; });
  const char* link = copied ? "Copied" : "Copy link";
  const float width = std::min(widgets.button_width(link, Icon::link), x_ + width_ - x);
  if (widgets.button("link", ImVec2(x_ + width_ - width, y_), width, link, Icon::link,
                     copied ? Look::chosen : Look::accent)) {
    wishes_.copy_link = true;
  }
  y_ += side + gap;
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
  editor.want_tiles(Tiles::characters, true);
  editor.want_tiles(Tiles::poses, !folded_ && leaf_ == pose);
  editor.want_tiles(Tiles::neighbours, !folded_ && leaf_ == character && show_neighbours_);
  if (!folded_) {
    if (leaf_ == character) draw_character(editor, tiles, widgets);
    if (leaf_ == pose) draw_pose(editor, tiles, widgets);
    if (leaf_ == motion) draw_motion(editor, widgets);
  }
  return y_ - gap - at.y;
}

}  // namespace psgan::web
