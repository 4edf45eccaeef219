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
};

class Input {
 public:
  void push(const PointerEvent& event) { events_.push_back(event); }

  /// Hands on as many events as one frame may see. Call before ImGui::NewFrame().
  void feed();

  /// Events wait for the next frame.
  bool pending() const { return !events_.empty() || leave_next_; }
  bool touch() const { return touch_; }  ///< The last event came from a finger.

 private:
  std::deque<PointerEvent> events_;
  bool leave_next_ = false;  ///< A lifted finger hovers nowhere.
  bool touch_ = false;
};

}  // namespace psgan::web
