// Pointer input on its way from the browser to Dear ImGui. The browser may report a press and its
// release within one frame; Dear ImGui must see them in two.
#pragma once

#include <deque>

namespace psgan::web {

enum class PointerKind { move, down, up, cancel, leave };

struct PointerEvent {
  PointerKind kind;
  float x, y;  ///< CSS pixels from the canvas's corner.
  bool touch;
  double seconds;  ///< When it happened, on the browser's clock.
  bool shift = false;
};

class Input {
 public:
  void push(const PointerEvent& event) { events_.push_back(event); }

  /// Hands on as many events as one frame may see. Call before ImGui::NewFrame().
  void feed();

  /// Events wait for the next frame.
  bool pending() const { return !events_.empty() || leave_next_; }
  bool touch() const { return touch_; }  ///< The last event came from a finger.
  bool shift() const { return shift_; }  ///< The Shift key was held at the last event.
  /// Before the first event: what this device has to point with.
  void expect_touch(bool touch) { touch_ = touch; }
  /// This frame's press is the second of two in quick succession at one place. Told by the
  /// browser's clock: Dear ImGui's own counts frames, which may be slow.
  bool double_press() const { return double_press_; }

 private:
  std::deque<PointerEvent> events_;
  bool leave_next_ = false;  ///< A lifted finger hovers nowhere.
  bool touch_ = false;
  bool shift_ = false;
  bool double_press_ = false;
  PointerEvent last_press_{PointerKind::up, 0, 0, false, -1e9};
};

}  // namespace psgan::web
