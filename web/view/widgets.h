// The controls of the editor, drawn in its own style over Dear ImGui's invisible buttons.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "imgui.h"
#include "view/theme.h"

namespace psgan::web {

enum class Icon {
  none,
  previous,
  next,
  dice,
  play,
  pause,
  mirror,
  reset,
  undo,
  eye,
  no_eye,
  link,
  cross,
  redo,
  plus,
  key,
  bin,
  copy,
  paste,
  heart,
  lock,
  loop,
  sun,
  moon,
  folder,
  row,
  spine,
  note,
  camera,
  fold,
  unfold,
  zoom_in,
  zoom_out
};

enum class Look { plain, accent, chosen, quiet };

struct Rect {
  ImVec2 min, max;
  bool contains(ImVec2 p) const {
    return p.x >= min.x && p.x < max.x && p.y >= min.y && p.y < max.y;
  }
  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
};

/// Draws an icon in a square of that size around the centre.
void draw_icon(ImDrawList* list, Icon icon, ImVec2 centre, float size, ImU32 colour);

/// A soft shadow under a rounded rectangle.
void draw_shadow(ImDrawList* list, const Rect& rect, float rounding);

class Widgets {
 public:
  Fonts fonts;
  float control_height = 40;
  bool touch = false;  ///< Fingers hover nowhere, so they get no tooltips.
  /// Where a finger drags a control rather than the page, refilled every frame.
  std::vector<Rect> touch_areas;
  /// Where each control is, by its id, for tests; refilled every frame.
  std::map<std::string, Rect> places;

  /// A button of a text, an icon, or both; true when clicked. A width of 0 fits the contents.
  bool button(const char* id, ImVec2 at, float width, const char* text, Icon icon = Icon::none,
              Look look = Look::plain, bool enabled = true);
  /// A square button of an icon alone, which tells its meaning to a mouse that rests on it.
  bool icon_button(const char* id, ImVec2 at, Icon icon, const char* text, bool enabled = true);
  float button_width(const char* text, Icon icon) const;

  /// A row of choices of which one holds, over the whole width; the one that was clicked, or −1.
  /// Its controls are called `id` and the English title in lower case ("tab pose").
  int choices(const char* id, ImVec2 at, float width, std::initializer_list<const char*> titles,
              int chosen);
  /// A lower button with small letters, for lists; a width of 0 fits the text.
  bool chip(const std::string& id, ImVec2 at, float width, const char* text, bool chosen,
            bool enabled = true);
  float chip_width(const char* text) const;
  static constexpr float chip_height = 32;

  /// A box for a small picture, which tells its title to a mouse that rests on it; true when
  /// clicked.
  bool tile(const char* id, const Rect& rect, bool chosen, const char* title);

  /// A track with a handle; true while it changes `value`. `centre` draws the bar from the middle.
  bool slider(const char* id, ImVec2 at, float width, float& value, float least, float most,
              bool centre = false);

  /// Beside the item just made, while a mouse rests on it.
  void tip(const Rect& item, const char* text) const;

  void text(ImVec2 at, const char* text, ImFont* font, ImU32 colour) const;
  /// Wrapped at a width; returns the height it takes.
  float paragraph(ImVec2 at, float width, const std::string& text, ImFont* font,
                  ImU32 colour) const;
  float text_width(const char* text, ImFont* font) const;
  float line_height(ImFont* font) const;
};

}  // namespace psgan::web
