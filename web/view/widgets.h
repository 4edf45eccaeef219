// The controls of the editor, drawn in its own style over Dear ImGui's invisible buttons.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "imgui.h"
#include "view/controls.h"
#include "view/rect.h"
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
  portrait,
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

/// `chosen` and `unchosen` are those of a switch, on and off.
enum class Look { plain, accent, chosen, unchosen, quiet };

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
  /// All of them in their order, as the page shows them to the keyboard; refilled every frame.
  std::vector<Control> controls;
  std::string group;      ///< Of the controls to come; see Control.
  bool in_sheet = false;  ///< The controls to come scroll with the panel.
  float scrolled = 0;     ///< How far it is.
  /// What the keyboard did to a control: it is pressed, or moved to a value, as by a mouse.
  void press(const std::string& id) { pressed_ = id; }
  void move_slider(const std::string& id, float value) { moved_ = {id, value}; }
  /// The control that the keyboard has come to, which strips bring into sight; empty after a frame.
  std::string reached;
  /// A finger pulls a strip, so that what it lets go of is not clicked.
  bool pulling = false;
  /// Before and after the controls of a frame.
  void begin_frame();
  void end_frame();

  /// A button of a text, an icon, or both; true when clicked. A width of 0 fits the contents.
  /// `spoken` is what one without words is called.
  bool button(const char* id, ImVec2 at, float width, const char* text, Icon icon = Icon::none,
              Look look = Look::plain, bool enabled = true, const char* spoken = "");
  /// A square button of an icon alone, which tells its meaning to a mouse that rests on it.
  bool icon_button(const char* id, ImVec2 at, Icon icon, const char* text, bool enabled = true);
  float button_width(const char* text, Icon icon) const;

  /// A row of choices of which one holds, over the whole width; the one that was clicked, or −1.
  /// Its controls are called `id` and the English title in lower case ("tab pose").
  int choices(const char* id, ImVec2 at, float width, std::initializer_list<const char*> titles,
              int chosen);
  /// A lower button with small letters, for lists; a width of 0 fits the text. One that is neither
  /// `chosen` nor not is no switch.
  bool chip(const std::string& id, ImVec2 at, float width, const char* text,
            std::optional<bool> chosen, bool enabled = true);
  float chip_width(const char* text) const;
  static constexpr float chip_height = 32;

  /// A box for a small picture, which tells its title to a mouse that rests on it; true when
  /// clicked.
  bool tile(const char* id, const Rect& rect, bool chosen, const char* title);

  /// A track with a handle; true while it changes `value`. `centre` draws the bar from the middle.
  /// `name` and `value_text` are for those who hear it.
  bool slider(const char* id, ImVec2 at, float width, float& value, float least, float most,
              const char* name, const std::string& value_text, bool centre = false);

  /// For a control that draws itself: tells the page of it; true if the keyboard pressed it.
  bool note(Control control);
  /// A value that the keyboard moved a slider to.
  std::optional<float> moved_to(const std::string& id);
  /// What of an area can be seen: the sheet goes on behind the stage.
  static Rect seen(const Rect& area);

  /// Beside the item just made, while a mouse rests on it.
  void tip(const Rect& item, const char* text) const;

  void text(ImVec2 at, const char* text, ImFont* font, ImU32 colour) const;
  /// Wrapped at a width; returns the height it takes.
  float paragraph(ImVec2 at, float width, const std::string& text, ImFont* font,
                  ImU32 colour) const;
  float text_width(const char* text, ImFont* font) const;
  float line_height(ImFont* font) const;

 private:
  struct Moved {
    std::string id;
    float value = 0;
  };
  std::string pressed_;
  Moved moved_;
};

}  // namespace psgan::web
