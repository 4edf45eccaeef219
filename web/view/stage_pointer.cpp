// Stage: mouse and fingers. A press takes hold of a point, of several picked ones, of one who
// stands beside her, or of the ground; two fingers look closer.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "view/stage.h"

namespace psgan::web {
namespace {

constexpr float mouse_reach = 14;  // CSS pixels around a point
constexpr float touch_reach = 28;
constexpr float turn_from = 12;  // CSS pixels until a drag of the ground turns her
constexpr float pi = std::numbers::pi_v<float>;

float distance(ImVec2 a, ImVec2 b) { return std::hypot(a.x - b.x, a.y - b.y); }

}  // namespace

std::optional<Keypoint> Stage::nearest(ImVec2 at, const Pose& pose, bool touch) const {
  std::optional<Keypoint> best;
  float best_distance = touch ? touch_reach : mouse_reach;
  for (int i = 0; i < keypoint_count; ++i) {
    const float d = distance(at, screen(pose.points[i]));
    if (d < best_distance) {
      best_distance = d;
      best = static_cast<Keypoint>(i);
    }
  }
  return best;
}

bool Stage::grabs(ImVec2 at, const Editor& editor) const {
  if (!rect_.contains(at)) return false;
  return zoom_ > 1 || (editor.show_skeleton && nearest(at, editor.pose(), true));
}

bool Stage::grabs_chosen(ImVec2 at, const Editor& editor) const {
  if (picked_rect_.width() > 0 && (corner_at(at, true) || picked_rect_.contains(at))) return true;
  return grabs(at, editor) && nearest(at, editor.pose(), true) == editor.selected;
}

void Stage::drag_to(Keypoint keypoint, ImVec2 target, Editor& editor) const {
  editor.drag(keypoint, (target.x - figure_rect_.min.x) / figure_rect_.width(),
              (target.y - figure_rect_.min.y) / figure_rect_.height());
}

void Stage::finger(PointerKind kind, int id, ImVec2 at, Editor& editor) {
  if (kind == PointerKind::down) {
    const bool holds = held_ || !fingers_.empty();
    const auto keypoint = (holds || zoom_ == 1) && grabs(at, editor)
                              ? nearest(at, editor.pose(), true)
                              : std::nullopt;
    if (!holds && (!keypoint || pressed_)) {
      if (contains(at)) pinch_ = {id, at, {}, {}};
      return;
    }
    if (!keypoint) return;
    const ImVec2 p = screen(editor.pose()[*keypoint]);
    // Two fingers at once are one edit.
    if (!moved_ && fingers_.empty()) editor.begin_edit();
    fingers_[id] = {*keypoint, ImVec2(p.x - at.x, p.y - at.y)};
  } else if (kind == PointerKind::move) {
    if (pinch_ && pinch_->finger == id) pinch_->at = at;
    const auto held = fingers_.find(id);
    if (held == fingers_.end()) return;
    const Grip& grip = held->second;
    drag_to(grip.keypoint, ImVec2(at.x + grip.offset.x, at.y + grip.offset.y), editor);
  } else {
    fingers_.erase(id);
    if (pinch_ && pinch_->finger == id) pinch_.reset();
  }
}

// The first finger is Dear ImGui's mouse.
void Stage::follow_pinch() {
  const ImVec2 first = ImGui::GetIO().MousePos, second = pinch_->at;
  const float apart = distance(first, second);
  const ImVec2 between((first.x + second.x) / 2, (first.y + second.y) / 2);
  if (pinch_->apart && apart > 1) {
    zoom(apart / *pinch_->apart, between);
    move_view(ImVec2(between.x - pinch_->between.x, between.y - pinch_->between.y));
  }
  pinch_->apart = apart;
  pinch_->between = between;
}

std::optional<int> Stage::corner_at(ImVec2 at, bool touch) const {
  if (picked_rect_.width() <= 0) return std::nullopt;
  const auto all = corners(picked_rect_);
  for (int i = 0; i < 4; ++i) {
    if (distance(at, all[i]) < (touch ? touch_reach : mouse_reach)) return i;
  }
  return std::nullopt;
}

int Stage::companion_at(ImVec2 at, const Editor& editor) const {
  const auto around = [&](int number) {
    const Rect square = place_of(number, editor);
    const Pose pose = editor.pose_of(number);
    Rect box{ImVec2(1e9f, 1e9f), ImVec2(-1e9f, -1e9f)};
    for (const PosePoint& p : pose.points) {
      if (!p.visible) continue;
      const ImVec2 point(square.min.x + p.x * square.width(), square.min.y + p.y * square.height());
      box.min = ImVec2(std::min(box.min.x, point.x), std::min(box.min.y, point.y));
      box.max = ImVec2(std::max(box.max.x, point.x), std::max(box.max.y, point.y));
    }
    const float margin = 0.03f * square.width();  // Flesh and cloth.
    return Rect{ImVec2(box.min.x - margin, box.min.y - margin),
                ImVec2(box.max.x + margin, box.max.y + margin)};
  };
  if (around(0).contains(at)) return 0;
  for (int number = 1; number <= static_cast<int>(editor.row().size()); ++number) {
    if (around(number).contains(at)) return number;
  }
  return 0;
}

void Stage::press(ImVec2 mouse, Editor& editor, const Input& input) {
  moved_ = false;
  turned_from_.reset();
  pressed_at_ = mouse;
  pressed_ = true;
  held_ = hovered_;
  const bool several = input.shift() || editor.picking;
  if (const auto corner = corner_at(mouse, input.touch())) {
    held_.reset();
    held_corner_ = corner;
  } else if (held_ && editor.picked()[index(*held_)]) {
    holds_picked_ = true;
    if (several) unpicked_ = held_;  // Unless it is dragged.
  } else if (held_ && several) {
    editor.pick(*held_, true);
    holds_picked_ = true;
  } else if (held_) {
    editor.pick({});
    editor.selected = held_;
  } else if (several && over_companion_ == 0) {
    band_from_ = mouse;
  } else if (picked_rect_.contains(mouse)) {
    holds_picked_ = true;
  } else {
    editor.pick({});
    editor.selected.reset();
    held_companion_ = over_companion_;
    if (held_companion_ > 0) {
      companion_from_ = editor.place_of(held_companion_).middle;
    } else if (zoom_ > 1) {
      moving_view_ = true;
    } else {  // The page takes a finger's way up or down away, to scroll.
      turned_from_ = editor.yaw();
    }
  }
  if (held_) {
    const ImVec2 p = screen(editor.pose()[*held_]);
    grip_ = ImVec2(p.x - mouse.x, p.y - mouse.y);
  }
}

void Stage::let_go(Editor& editor) {
  if (band_from_ && ImGui::IsMousePosValid()) {
    pick_in_band(*band_from_, last_mouse_, editor);
  }
  if (unpicked_ && !moved_) editor.pick(*unpicked_, false);
  // A press on one beside, and no drag.
  if (held_companion_ > 0 && !moved_) editor.take_turns(held_companion_);
}

void Stage::forget_press() {
  held_.reset();
  turned_from_.reset();
  held_corner_.reset();
  unpicked_.reset();
  band_from_.reset();
  pinch_.reset();
  holds_picked_ = moved_ = moving_view_ = pressed_ = false;
  held_companion_ = 0;
}

void Stage::pick_in_band(ImVec2 a, ImVec2 b, Editor& editor) const {
  const Rect band{ImVec2(std::min(a.x, b.x), std::min(a.y, b.y)),
                  ImVec2(std::max(a.x, b.x), std::max(a.y, b.y))};
  PickedPoints inside = editor.picked();
  for (int i = 0; i < keypoint_count; ++i) {
    if (band.contains(screen(editor.pose().points[i]))) inside.set(i);
  }
  editor.pick(inside);
}

void Stage::handle_pointer(Editor& editor, const Input& input) {
  const ImVec2 mouse = ImGui::GetIO().MousePos, went = ImGui::GetIO().MouseDelta;
  if (went.x != 0 || went.y != 0) pointed_at_ = ImGui::GetTime();
  ImGui::SetCursorScreenPos(rect_.min);
  ImGui::SetItemAllowOverlap();
  ImGui::InvisibleButton("stage", ImVec2(rect_.width(), rect_.height()));
  ImGui::SetItemAllowOverlap();  // The eye and the messages lie over it.
  hovered_.reset();
  const bool over = ImGui::IsItemHovered();
  if (over && editor.show_skeleton) hovered_ = nearest(mouse, editor.pose(), input.touch());
  over_companion_ = over && !hovered_ && !pressed_ ? companion_at(mouse, editor) : held_companion_;
  if (ImGui::IsItemActivated()) press(mouse, editor, input);
  if (ImGui::IsItemActive()) {
    last_mouse_ = mouse;
  } else if (pressed_) {
    // A press that the browser took away has its pointer nowhere.
    if (ImGui::IsMousePosValid() || input.touch()) let_go(editor);
    forget_press();
  }
  if (pinch_ && pressed_ && ImGui::IsMousePosValid()) {
    turned_from_.reset();
    moving_view_ = false;
    held_companion_ = 0;
    follow_pinch();
    return;
  }
  if (moving_view_ && ImGui::IsMousePosValid() && !ImGui::IsItemActivated()) move_view(went);
  turn_by_ground(editor, over && !input.touch());
  if (ImGui::IsMousePosValid()) drag_held(mouse, went, editor);
  if (hovered_) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (input.double_press()) editor.toggle_visible(*hovered_);
  }
}

void Stage::drag_held(ImVec2 mouse, ImVec2 went, Editor& editor) {
  const auto begin = [&](float after) {
    if (moved_ || distance(mouse, pressed_at_) <= after) return moved_;
    moved_ = true;
    if (fingers_.empty() && held_companion_ == 0) editor.begin_edit();
    return true;
  };
  if (held_companion_ > 0) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (begin(turn_from)) {
      editor.put(held_companion_,
                 companion_from_ + (mouse.x - pressed_at_.x) / (rect_.width() * zoom_));
    }
  } else if (over_companion_ > 0) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  } else if (held_corner_) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    if (begin(2)) scale_by_corner(mouse, went, editor);
  } else if (holds_picked_) {
    if (begin(2)) {
      editor.shift_picked(went.x / figure_rect_.width(), went.y / figure_rect_.height());
    }
  } else if (held_) {
    const ImVec2 target(mouse.x + grip_.x, mouse.y + grip_.y);
    if (!moved_ && distance(target, screen(editor.pose()[*held_])) > 2) {
      moved_ = true;
      if (fingers_.empty()) editor.begin_edit();
    }
    if (moved_) drag_to(*held_, target, editor);
    hovered_ = held_;
  }
}

// About the corner that lies opposite.
void Stage::scale_by_corner(ImVec2 mouse, ImVec2 went, Editor& editor) const {
  const auto box = editor.picked_box();
  if (!box) return;
  const ImVec2 centre = corners(picked_rect_)[3 - *held_corner_];
  const ImVec2 before(mouse.x - went.x, mouse.y - went.y);
  const float from = distance(before, centre), to = distance(mouse, centre);
  if (from < 8 || to < 8) return;
  // Corners are numbered row by row.
  const float x = *held_corner_ % 2 ? box->left : box->right;
  const float y = *held_corner_ / 2 ? box->top : box->bottom;
  editor.scale_picked(to / from, x, y);
}

void Stage::turn_by_ground(Editor& editor, bool hovered) {
  if (zoom_ > 1) {
    over_ground_ = false;
    if (moving_view_ || (hovered && !hovered_ && over_companion_ == 0))
      ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    return;
  }
  const bool free =
      hovered && !hovered_ && over_companion_ == 0 && !picked_rect_.contains(last_mouse_);
  over_ground_ = turned_from_ || (free && !ImGui::IsMouseDown(0));
  if (over_ground_) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (!turned_from_ || !ImGui::IsMousePosValid()) return;
  const float moved = ImGui::GetIO().MousePos.x - pressed_at_.x;
  if (!moved_ && std::abs(moved) > turn_from) {
    moved_ = true;
    pressed_at_.x += std::copysign(turn_from, moved);  // Nothing jumps.
  }
  // The whole stage is half a turn, or as far as she can be turned.
  const float whole = editor.most_turn() ? 2 * *editor.most_turn() : pi;
  if (moved_) {
    editor.turn(*turned_from_ +
                (ImGui::GetIO().MousePos.x - pressed_at_.x) / rect_.width() * whole);
  }
}

}  // namespace psgan::web
