#include "view/input.h"

#include <cfloat>
#include <cmath>

#include "imgui.h"

namespace psgan::web {
namespace {

constexpr double double_press_seconds = 0.5;

}  // namespace

void Input::feed() {
  ImGuiIO& io = ImGui::GetIO();
  const ImVec2 nowhere(-FLT_MAX, -FLT_MAX);
  double_press_ = false;
  if (leave_next_) {
    leave_next_ = false;
    io.MousePos = nowhere;
  }
  while (!events_.empty()) {
    const PointerEvent event = events_.front();
    events_.pop_front();
    touch_ = event.touch;
    shift_ = event.shift;
    switch (event.kind) {
      case PointerKind::move:
        io.MousePos = ImVec2(event.x, event.y);
        continue;
      case PointerKind::down:
        io.MousePos = ImVec2(event.x, event.y);
        io.MouseDown[0] = true;
        double_press_ =
            event.seconds - last_press_.seconds < double_press_seconds &&
            std::hypot(event.x - last_press_.x, event.y - last_press_.y) < (event.touch ? 24 : 8);
        last_press_ = event;
        if (double_press_) last_press_.seconds = -1e9;  // A third press begins anew.
        return;
      case PointerKind::up:
        io.MousePos = ImVec2(event.x, event.y);
        io.MouseDown[0] = false;
        leave_next_ = event.touch;
        return;
      case PointerKind::cancel:
        // Away from every button first, so that nothing is clicked.
        io.MousePos = nowhere;
        io.MouseDown[0] = false;
        return;
      case PointerKind::leave:
        if (!io.MouseDown[0]) io.MousePos = nowhere;
        continue;
    }
  }
}

}  // namespace psgan::web
