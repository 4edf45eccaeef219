#include "input.h"

#include <cfloat>

#include "imgui.h"

namespace psgan::web {

void Input::feed() {
  ImGuiIO& io = ImGui::GetIO();
  const ImVec2 nowhere(-FLT_MAX, -FLT_MAX);
  if (leave_next_) {
    leave_next_ = false;
    io.MousePos = nowhere;
  }
  while (!events_.empty()) {
    const PointerEvent event = events_.front();
    events_.pop_front();
    touch_ = event.touch;
    switch (event.kind) {
      case PointerKind::move:
        io.MousePos = ImVec2(event.x, event.y);
        continue;
      case PointerKind::down:
        io.MousePos = ImVec2(event.x, event.y);
        io.MouseDown[0] = true;
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
