// Her head and shoulders in a corner of the stage.
#include <algorithm>
#include <array>

#include "editor/close_up.h"
#include "view/stage.h"

namespace psgan::web {
namespace {

constexpr float share_of_stage = 0.28f, largest = 220, smallest = 84;  // CSS pixels
constexpr float margin = 14;
constexpr float words = 34;  // a line of text at the bottom of the stage

}  // namespace

void Stage::draw_close_up(const Editor& editor, ImTextureID picture) {
  close_up_rect_ = {};
  const auto shown = head_and_shoulders(editor.queue().pictured_pose());
  const float side = std::min(largest, share_of_stage * rect_.width());
  if (!close_up || !shown || side < smallest) return;
  const float left = rect_.min.x + margin, bottom = rect_.max.y - margin - words - side;
  // At the top right are buttons.
  const std::array<Square, 3> corners = {Square{left, rect_.min.y + margin, side},
                                         Square{left, bottom, side},
                                         Square{rect_.max.x - margin - side, bottom, side}};
  const Square frame = corners[freest(
      corners, editor.pose(), {figure_rect_.min.x, figure_rect_.min.y, figure_rect_.width()})];
  const ImVec2 min(frame.left, frame.top), max(frame.left + side, frame.top + side);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(min, max, colour::paper, card_radius);
  list->AddImageRounded(picture, min, max, ImVec2(shown->left, shown->top),
                        ImVec2(shown->left + shown->side, shown->top + shown->side), colour::paper,
                        card_radius);
  list->AddRect(min, max, colour::line, card_radius, 0, 1);
  close_up_rect_ = {min, max};
}

}  // namespace psgan::web
