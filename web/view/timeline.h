// The strip under the stage: play, and the time line with its keys.
#pragma once

#include <optional>
#include <vector>

#include "editor/editor.h"
#include "view/widgets.h"

namespace psgan::web {

class Timeline {
 public:
  static constexpr float height = 58;

  void draw(const Rect& rect, Editor& editor, Widgets& widgets);

  /// A wheel over the time line; true if it is there. Positive: closer.
  bool wheel(ImVec2 at, float by);

 private:
  void track(const Rect& rect, Editor& editor, Widgets& widgets);
  /// Of a time, as a share of the motion; CSS pixels.
  float place(double share) const;
  double share_at(float x) const;
  void zoom_to(float zoom, double share, float x);
  void follow(double share);
  /// The keys that lie far enough apart to be taken hold of; the chosen one always does.
  std::vector<int> within_reach(const Editor& editor) const;
  void draw_keys(const Editor& editor, float y, Widgets& widgets) const;

  Rect track_{};
  float zoom_ = 1;           ///< The window shows one part in so many of the motion.
  double from_ = 0;          ///< Where the window begins, as a share of the motion.
  std::optional<int> held_;  ///< The key that is dragged.
  bool moved_ = false;
  float pressed_at_ = 0;  ///< Where the hand took hold, CSS pixels.
};

}  // namespace psgan::web
