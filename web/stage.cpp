#include "stage.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstdio>

namespace psgan::web {
namespace {

constexpr float mouse_reach = 14;  // CSS pixels around a point
constexpr float touch_reach = 28;

// The face's points lie close together.
bool is_small(Keypoint k) {
  return k == Keypoint::nose || k == Keypoint::left_eye || k == Keypoint::right_eye;
}

float distance(ImVec2 a, ImVec2 b) { return std::hypot(a.x - b.x, a.y - b.y); }

std::string title(Keypoint keypoint) {
  std::string text(name(keypoint));
  std::replace(text.begin(), text.end(), '_', ' ');
  text[0] = static_cast<char>(std::toupper(text[0]));
  return text;
}

}  // namespace

ImVec2 Stage::screen(const PosePoint& point) const {
  return ImVec2(rect_.min.x + point.x * rect_.width(), rect_.min.y + point.y * rect_.height());
}

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
  return editor.show_skeleton && rect_.contains(at) && nearest(at, editor.pose(), true);
}

void Stage::handle_pointer(Editor& editor, const Input& input) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  ImGui::SetCursorScreenPos(rect_.min);
  ImGui::SetItemAllowOverlap();
  ImGui::InvisibleButton("stage", ImVec2(rect_.width(), rect_.height()));
  ImGui::SetItemAllowOverlap();  // The eye and the messages lie over it.
  hovered_.reset();
  if (!editor.show_skeleton) {
    held_.reset();
    return;
  }
  if (ImGui::IsItemHovered()) hovered_ = nearest(mouse, editor.pose(), input.touch());
  if (ImGui::IsItemActivated()) {
    held_ = hovered_;
    moved_ = false;
    editor.selected = held_;
    if (held_) {
      const ImVec2 p = screen(editor.pose()[*held_]);
      grip_ = ImVec2(p.x - mouse.x, p.y - mouse.y);
    }
  }
  if (!ImGui::IsItemActive()) held_.reset();
  if (held_ && ImGui::IsMousePosValid()) {
    const ImVec2 target(mouse.x + grip_.x, mouse.y + grip_.y);
    if (!moved_ && distance(target, screen(editor.pose()[*held_])) > 2) {
      moved_ = true;
      editor.begin_edit();
    }
    if (moved_) {
      editor.drag(*held_, (target.x - rect_.min.x) / rect_.width(),
                  (target.y - rect_.min.y) / rect_.height());
    }
    hovered_ = held_;
  }
  if (hovered_) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (input.double_press()) editor.toggle_visible(*hovered_);
  }
}

void Stage::draw_bones(ImDrawList* list, const Pose& pose) const {
  // White below first, so that lines stand out from dark clothes and from each other.
  for (const bool casing : {true, false}) {
    for (const Bone& bone : bones) {
      const PosePoint &a = pose[bone.from], &b = pose[bone.to];
      if (!a.visible || !b.visible) continue;
      const bool face = is_small(bone.to);
      const float width = face ? 2.f : 3.5f;
      list->AddLine(screen(a), screen(b),
                    casing ? faded(colour::surface, 0.75f * strength_)
                           : faded(side_colour(bone.to), 0.85f * strength_),
                    casing ? width + 2.5f : width);
    }
  }
}

void Stage::draw_handles(ImDrawList* list, const Editor& editor, const Pose& pose,
                         bool touch) const {
  for (int i = 0; i < keypoint_count; ++i) {
    const auto keypoint = static_cast<Keypoint>(i);
    const PosePoint& p = pose.points[i];
    const ImVec2 at = screen(p);
    const bool chosen = editor.selected == keypoint, hot = hovered_ == keypoint;
    float size = is_small(keypoint) ? 3.6f : 6.f;
    if (touch) size *= 1.15f;
    if (hot || chosen) size *= 1.25f;
    const float alpha = hot || chosen ? 1 : strength_;
    const ImU32 tint = side_colour(keypoint);
    if (hot || chosen) list->AddCircleFilled(at, size + 6, faded(tint, 0.22f));
    if (!p.visible) {
      // A hidden point is a hollow grey ring where it was.
      list->AddCircleFilled(at, size, faded(colour::surface, 0.65f * alpha));
      list->AddCircle(at, size, faded(rgb(0x8D86A3), 0.9f * alpha), 0, 1.6f);
      continue;
    }
    list->AddCircleFilled(at, size + 2, faded(colour::surface, 0.95f * alpha));
    list->AddCircleFilled(at, size, faded(tint, alpha));
    if (chosen) list->AddCircleFilled(at, size * 0.4f, colour::surface);
  }
}

void Stage::draw_name(const Editor& editor, const Pose& pose, const Widgets& widgets) const {
  if (!hovered_) return;
  std::string text = title(*hovered_);
  if (!editor.pose()[*hovered_].visible) text += " (hidden)";
  const float width = widgets.text_width(text.c_str(), widgets.fonts.small) + 18;
  const ImVec2 p = screen(pose[*hovered_]);
  const float x = std::clamp(p.x - width / 2, rect_.min.x + 6, rect_.max.x - width - 6);
  const float y = p.y - 46 < rect_.min.y + 4 ? p.y + 20 : p.y - 46;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(ImVec2(x, y), ImVec2(x + width, y + 26), faded(colour::ink, 0.9f), 13);
  widgets.text(ImVec2(x + 9, y + 5), text.c_str(), widgets.fonts.small, colour::surface);
}

void Stage::draw_loading(const Editor& editor, const Widgets& widgets) {
  if (editor.model_state() != ModelState::loading) return;
  const float width = std::min(300.f, rect_.width() - 48), height = 62;
  const ImVec2 at(rect_.min.x + (rect_.width() - width) / 2, rect_.max.y - height - 52);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Rect card{at, ImVec2(at.x + width, at.y + height)};
  draw_shadow(list, card, 16);
  list->AddRectFilled(card.min, card.max, colour::surface, 16);
  widgets.text(ImVec2(at.x + 18, at.y + 13), editor.load_text().c_str(), widgets.fonts.small,
               colour::soft_ink);
  const float left = at.x + 18, right = at.x + width - 18, y = at.y + 42;
  list->AddRectFilled(ImVec2(left, y - 3), ImVec2(right, y + 3), colour::control, 3);
  float from = left, to = left + (right - left) * editor.load_progress();
  if (editor.load_progress() < 0) {
    const auto phase = static_cast<float>(std::fmod(ImGui::GetTime() * 0.7, 1.3)) - 0.3f;
    from = left + (right - left) * std::max(phase, 0.f);
    to = left + (right - left) * std::min(phase + 0.3f, 1.f);
    animating_ = true;
  }
  if (to > from + 1) list->AddRectFilled(ImVec2(from, y - 3), ImVec2(to, y + 3), colour::accent, 3);
}

void Stage::draw_status(const Editor& editor, const Widgets& widgets) const {
  char text[96];
  if (editor.model_state() == ModelState::ready && editor.pictures() > 0) {
    std::snprintf(text, sizeof text, "%s \xc2\xb7 %.*f ms", editor.provider().c_str(),
                  editor.last_milliseconds() < 10 ? 1 : 0, editor.last_milliseconds());
  } else if (editor.model_state() == ModelState::ready) {
    std::snprintf(text, sizeof text, "%s", editor.provider().c_str());
  } else if (editor.model_state() == ModelState::loading) {
    return;
  } else {
    std::snprintf(text, sizeof text, "Skeleton only");
  }
  const float width = widgets.text_width(text, widgets.fonts.small) + 22;
  const ImVec2 at(rect_.min.x + 14, rect_.min.y + 19);
  ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + width, at.y + 26),
                                            faded(colour::control, 0.92f), 13);
  widgets.text(ImVec2(at.x + 11, at.y + 5), text, widgets.fonts.small, colour::soft_ink);
}

void Stage::draw_messages(Editor& editor, Widgets& widgets) const {
  float y = rect_.min.y + 14;
  std::string closed;
  int number = 0;
  for (const Message& message : editor.messages()) {
    const float x = rect_.min.x + 14, width = rect_.width() - 28 - 52;
    const float words = width - 18 - 44;
    const float text_height = widgets.fonts.body
                                  ->CalcTextSizeA(widgets.line_height(widgets.fonts.body), 1e9f,
                                                  words, message.text.c_str())
                                  .y;
    const Rect card{ImVec2(x, y), ImVec2(x + width, y + std::max(text_height + 24, 44.f))};
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_shadow(list, card, 14);
    list->AddRectFilled(card.min, card.max,
                        message.problem ? colour::problem_soft : colour::good_soft, 14);
    widgets.paragraph(ImVec2(x + 18, y + 12), words, message.text, widgets.fonts.body,
                      message.problem ? colour::problem : colour::good);
    const ImVec2 corner(card.max.x - 40, y + 4);
    ImGui::PushID(number++);
    ImGui::SetCursorScreenPos(corner);
    if (ImGui::InvisibleButton("close", ImVec2(36, 36))) closed = message.topic;
    if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    ImGui::PopID();
    draw_icon(list, Icon::cross, ImVec2(corner.x + 18, corner.y + 18), 16,
              faded(colour::ink, ImGui::IsItemHovered() ? 0.9f : 0.5f));
    y = card.max.y + 10;
  }
  if (!closed.empty()) editor.unsay(closed);
}

void Stage::draw(const Rect& rect, Editor& editor, Picture& picture, Widgets& widgets,
                 const Input& input) {
  rect_ = rect;
  animating_ = false;
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_shadow(list, rect, card_radius);
  list->AddRectFilled(rect.min, rect.max, colour::surface, card_radius);
  const bool pictured = !picture.empty();
  if (pictured) {
    const float ratio = ImGui::GetIO().DisplayFramebufferScale.x;
    const auto texture = picture.texture(static_cast<int>(std::lround(rect.width() * ratio)));
    // The target's rows run upwards, the picture's downwards, and both flips cancel.
    list->AddImageRounded(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture)),
                          rect.min, rect.max, ImVec2(0, 0), ImVec2(1, 1), IM_COL32_WHITE,
                          card_radius);
  }
  list->AddRect(rect.min, rect.max, colour::line, card_radius, 0, 1);

  handle_pointer(editor, input);

  // The character is the hero: the skeleton steps back while nobody reaches for it.
  const bool near = held_ || rect.contains(ImGui::GetIO().MousePos) || !pictured;
  const float wanted = near ? 1.f : editor.playing() ? 0.3f : 0.5f;
  const float step = std::min(1.f, ImGui::GetIO().DeltaTime * 9);
  strength_ += (wanted - strength_) * step;
  if (std::abs(wanted - strength_) > 0.01f) animating_ = true;

  if (editor.show_skeleton) {
    // In motion the picture comes a little after the pose; its own pose fits it.
    const Pose& pose = editor.playing() && pictured && editor.model_state() == ModelState::ready
                           ? editor.pictured_pose()
                           : editor.pose();
    list->PushClipRect(rect.min, rect.max, true);
    draw_bones(list, pose);
    draw_handles(list, editor, pose, input.touch());
    list->PopClipRect();
    draw_name(editor, pose, widgets);
  }
  draw_status(editor, widgets);
  draw_loading(editor, widgets);
  draw_messages(editor, widgets);

  const ImVec2 eye(rect.max.x - 14 - widgets.control_height, rect.min.y + 14);
  if (widgets.icon_button("eye", eye, editor.show_skeleton ? Icon::eye : Icon::no_eye,
                          editor.show_skeleton ? "Hide the skeleton" : "Show the skeleton")) {
    editor.show_skeleton = !editor.show_skeleton;
  }
}

}  // namespace psgan::web
