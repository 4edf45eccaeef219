// The canvas's controls as others see them: the page lays a real button, tab or slider over each,
// for the keyboard and for screen readers.
#pragma once

#include <string>

#include "view/rect.h"

namespace psgan::web {

enum class ControlRole { button, toggle, tab, slider };

struct Control {
  std::string id;
  std::string name;   ///< In the visitor's language.
  std::string group;  ///< Neighbours of one kind, such as the poses, have one; otherwise empty.
  ControlRole role = ControlRole::button;
  bool enabled = true;
  bool chosen = false;  ///< Of toggles and tabs.
  float value = 0, least = 0, most = 0;
  std::string value_text;  ///< Of sliders, in words.
  Rect place{};           ///< On the canvas, CSS pixels; of one in the sheet, were it not scrolled.
  bool in_sheet = false;  ///< It scrolls with the panel.

  bool operator==(const Control&) const = default;
};

}  // namespace psgan::web
