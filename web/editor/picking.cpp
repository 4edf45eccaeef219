// Editor: several points of the pose together.
#include <algorithm>

#include "editor/editor.h"

namespace psgan::web {

void Editor::pick(const PickedPoints& which) {
  picked_ = which;
  if (picked_.any()) selected.reset();
}

void Editor::pick(Keypoint keypoint, bool on) {
  PickedPoints next = picked_;
  // The chosen one is the first of several.
  if (selected && next.none()) next.set(index(*selected));
  next.set(index(keypoint), on);
  pick(next);
}

void Editor::shift_picked(float dx, float dy) {
  newcomer = false;
  show_figure(shifted(scene_.figure, picked_, dx, dy));
}

void Editor::scale_picked(float factor, float x, float y) {
  show_figure(scaled(scene_.figure, picked_, factor, x, y));
}

std::optional<Editor::Box> Editor::picked_box() const {
  if (picked_.count() < 2) return std::nullopt;
  Box box{1e9f, 1e9f, -1e9f, -1e9f};
  for (int i = 0; i < keypoint_count; ++i) {
    if (!picked_[i]) continue;
    const PosePoint& p = pose_.points[i];
    box = {std::min(box.left, p.x), std::min(box.top, p.y), std::max(box.right, p.x),
           std::max(box.bottom, p.y)};
  }
  return box;
}

}  // namespace psgan::web
