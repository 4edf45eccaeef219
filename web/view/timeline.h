// The strip under the stage: play, and the time line with its keys.
#pragma once

#include <optional>

#include "editor/editor.h"
#include "view/widgets.h"

namespace psgan::web {

class Timeline {
 public:
  static constexpr float height = 58;

  void draw(const Rect& rect, Editor& editor, Widgets& widgets);

 private:
  void track(const Rect& rect, Editor& editor, Widgets& widgets);

  std::optional<int> held_;  ///< The key that is dragged.
  bool moved_ = false;
  float pressed_at_ = 0;  ///< Where the hand took hold, CSS pixels.
};

}  // namespace psgan::web
