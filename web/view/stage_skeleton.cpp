// Stage: the skeleton over the picture, for eyes, mouse and keyboard.
#include <algorithm>
#include <cmath>

#include "editor/texts.h"
#include "view/announcements.h"
#include "view/stage.h"

namespace psgan::web {
namespace {

// The face's points lie close together.
bool is_small(Keypoint k) {
  return k == Keypoint::nose || k == Keypoint::left_eye || k == Keypoint::right_eye;
}

constexpr float box_margin = 14;  // CSS pixels around picked points

}  // namespace

void Stage::draw_bones(ImDrawList* list, const Pose& pose) const {
  // White below first, so that lines stand out from dark clothes and from each other.
  for (const bool casing : {true, false}) {
    for (const Bone& bone : bones) {
      const PosePoint &a = pose[bone.from], &b = pose[bone.to];
      if (!a.visible || !b.visible) continue;
      const bool face = is_small(bone.to);
      const float width = (face ? 1.4f : 3.2f) * fineness();
      list->AddLine(screen(a), screen(b),
                    casing ? faded(colour::white, 0.75f * strength_)
                           : faded(tint_of(bone.to), 0.85f * strength_),
                    casing ? width + (face ? 1.2f : 2.4f) : width);
    }
  }
}

void Stage::draw_handles(ImDrawList* list, const Editor& editor, const Pose& pose,
                         bool touch) const {
  for (int i = 0; i < keypoint_count; ++i) {
    const auto keypoint = static_cast<Keypoint>(i);
    const PosePoint& p = pose.points[i];
    const ImVec2 at = screen(p);
    const bool picked = editor.picked()[i];
    const bool chosen = picked || editor.selected == keypoint, hot = hovered_ == keypoint;
    const bool small = is_small(keypoint);
    float size = small ? 2.f : 5.f;  // The face's leave her eyes to be seen.
    if (touch && !small) size *= 1.15f;
    size *= fineness();
    if (hot || chosen) size *= small ? 1.8f : 1.3f;
    const float alpha = hot ? 1 : chosen ? std::max(strength_, 0.5f) : strength_;
    if (alpha < 0.02f) continue;
    const ImU32 tint = tint_of(keypoint);
    if (hot || (chosen && strength_ > 0.5f)) {
      list->AddCircleFilled(at, size + 6, faded(tint, 0.22f));
    }
    if (!p.visible) {
      // A hidden point is a hollow grey ring where it was.
      list->AddCircleFilled(at, size, faded(colour::white, 0.65f * alpha));
      list->AddCircle(at, size, faded(rgb(0x8D86A3), 0.9f * alpha), 0, 1.6f);
      continue;
    }
    list->AddCircleFilled(at, size + (small ? 1.f : 2.f), faded(colour::white, 0.95f * alpha));
    list->AddCircleFilled(at, size, faded(tint, alpha));
    if (chosen) list->AddCircleFilled(at, size * 0.4f, colour::white);
  }
}

void Stage::draw_name(const Editor& editor, const Pose& pose, const Widgets& widgets) const {
  if (!hovered_) return;
  std::string text = point_title(*hovered_);
  if (!editor.pose()[*hovered_].visible) text += " (hidden)";
  const float width = widgets.text_width(text.c_str(), widgets.fonts.small) + 18;
  const ImVec2 p = screen(pose[*hovered_]);
  const float x = std::clamp(p.x - width / 2, rect_.min.x + 6, rect_.max.x - width - 6);
  const float y = p.y - 46 < rect_.min.y + 4 ? p.y + 20 : p.y - 46;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(ImVec2(x, y), ImVec2(x + width, y + 26), colour::tip, 13);
  widgets.text(ImVec2(x + 9, y + 5), text.c_str(), widgets.fonts.small, colour::white);
}

void Stage::note_points(Editor& editor, Widgets& widgets) const {
  constexpr float half = 12;
  widgets.group = tr("Points");
  for (int i = 0; i < keypoint_count; ++i) {
    const auto keypoint = static_cast<Keypoint>(i);
    const ImVec2 at = screen(editor.pose().points[i]);
    const bool chosen = editor.selected == keypoint || editor.picked()[i];
    if (widgets.note(
            {.id = "point " + std::string(name(keypoint)),
             .name = point_in_words(editor, keypoint),
             .group = {},
             .role = ControlRole::toggle,
             .chosen = chosen,
             .value_text = {},
             .place = {ImVec2(at.x - half, at.y - half), ImVec2(at.x + half, at.y + half)}})) {
      if (editor.picking) {
        editor.pick(keypoint, !chosen);
      } else {
        editor.pick({});
        editor.selected = chosen ? std::nullopt : std::optional(keypoint);
      }
    }
  }
  widgets.group.clear();
  if (editor.selected) note_chosen(editor, widgets);
}

void Stage::note_chosen(Editor& editor, Widgets& widgets) const {
  const Keypoint keypoint = *editor.selected;
  const PosePoint p = editor.pose()[keypoint];
  const ImVec2 at = screen(p);
  for (const bool across : {true, false}) {
    const std::string id = across ? "point across" : "point down";
    const float value = across ? p.x : p.y;
    widgets.note({.id = id,
                  .name = tr(across ? "Across" : "Down"),
                  .group = {},
                  .role = ControlRole::slider,
                  .value = value,
                  .most = 1,
                  .value_text = std::to_string(std::lround(value * 100)) + " %",
                  .place = {ImVec2(at.x - 18, at.y - 18), ImVec2(at.x + 18, at.y + 18)}});
    if (const auto to = widgets.moved_to(id)) {
      editor.begin_edit("point");
      editor.drag(keypoint, across ? *to : p.x, across ? p.y : *to);
    }
  }
}

void Stage::draw_picked(ImDrawList* list, const Editor& editor) {
  const auto box = editor.picked_box();
  picked_rect_ = {};
  if (box) {
    const ImVec2 min = screen({box->left, box->top, true}),
                 max = screen({box->right, box->bottom, true});
    picked_rect_ = {ImVec2(min.x - box_margin, min.y - box_margin),
                    ImVec2(max.x + box_margin, max.y + box_margin)};
    list->AddRect(picked_rect_.min, picked_rect_.max, faded(colour::accent, 0.8f), 6, 0, 1.5f);
    for (const ImVec2 corner : corners(picked_rect_)) {
      list->AddCircleFilled(corner, 7, colour::white);
      list->AddCircleFilled(corner, 5, colour::accent);
    }
  }
  if (band_from_) {
    const ImVec2 to = ImGui::GetIO().MousePos;
    list->AddRectFilled(*band_from_, to, faded(colour::accent, 0.12f));
    list->AddRect(*band_from_, to, faded(colour::accent, 0.8f));
  }
}

}  // namespace psgan::web
