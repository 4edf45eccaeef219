#include "view/stage.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "editor/texts.h"
#include "psgan/error.h"
#include "view/announcements.h"
#include "view/damage.h"

namespace psgan::web {
namespace {

constexpr float mouse_reach = 14;  // CSS pixels around a point
constexpr float touch_reach = 28;
constexpr double rest_seconds = 1.5;  // until a pointer over a moving figure only watches
constexpr float turn_from = 12;       // CSS pixels until a drag of the ground turns her
constexpr float closest = 6;
constexpr float pi = std::numbers::pi_v<float>;

// The face's points lie close together.
bool is_small(Keypoint k) {
  return k == Keypoint::nose || k == Keypoint::left_eye || k == Keypoint::right_eye;
}

float distance(ImVec2 a, ImVec2 b) { return std::hypot(a.x - b.x, a.y - b.y); }

}  // namespace

ImVec2 Stage::screen(const PosePoint& point) const {
  return ImVec2(figure_rect_.min.x + point.x * figure_rect_.width(),
                figure_rect_.min.y + point.y * figure_rect_.height());
}

float Stage::fineness() const { return std::clamp(figure_rect_.width() / 420, 0.6f, 1.f); }

Rect Stage::place_of(int number, int count) const {
  // She stands in the middle, the others in turn to her right and left.
  const int hers = count / 2;
  const int seat = number == 0 ? hers : number <= hers ? number - 1 : number;
  constexpr float shares[] = {1, 0.84f, 0.68f, 0.54f, 0.45f};
  const float size = rect_.width() * shares[count - 1];
  const float share = (static_cast<float>(seat) + 0.5f) / static_cast<float>(count);
  // Pictures have ground at their sides, so they may overlap.
  const float x = middle().x + (share - view_.x) * rect_.width() * zoom_;
  const float y = middle().y + (0.5f - view_.y) * rect_.height() * zoom_;
  const float half = size * zoom_ / 2;
  return {ImVec2(x - half, y - half), ImVec2(x + half, y + half)};
}

void Stage::move_view(ImVec2 by) {
  const float edge = 0.5f / zoom_;  // The stage shows nothing but itself.
  view_.x = std::clamp(view_.x - by.x / rect_.width() / zoom_, edge, 1 - edge);
  view_.y = std::clamp(view_.y - by.y / rect_.height() / zoom_, edge, 1 - edge);
}

void Stage::zoom(float by, ImVec2 at) {
  if (rect_.width() <= 0) return;
  const float before = zoom_;
  zoom_ = std::clamp(zoom_ * by, 1.f, closest);
  const float factor = zoom_ / before;
  const ImVec2 off(at.x - middle().x, at.y - middle().y);
  move_view(ImVec2(off.x * (1 - factor), off.y * (1 - factor)));
}

void Stage::draw_zoom(Widgets& widgets) {
  float y = rect_.min.y + 14 + widgets.control_height + 8;
  const float x = rect_.max.x - 14 - widgets.control_height;
  if (widgets.icon_button("zoom in", ImVec2(x, y), Icon::zoom_in, "Closer", zoom_ < closest)) {
    zoom(1.5f);
  }
  y += widgets.control_height + 8;
  if (zoom_ > 1 && widgets.icon_button("zoom out", ImVec2(x, y), Icon::zoom_out, "Farther")) {
    zoom(1 / 1.5f);
  }
}

float Stage::wanted_strength(const Editor& editor, bool pictured, bool touch) const {
  // The character is the hero: the skeleton steps back while nobody reaches for it.
  const bool over = rect_.contains(ImGui::GetIO().MousePos);
  if (held_ || !fingers_.empty() || !pictured) return 1;
  if (editor.playing()) return over && ImGui::GetTime() - pointed_at_ < rest_seconds ? 1.f : 0.f;
  if (over) return 1;
  if (editor.newcomer) return 0.5f;
  return touch ? 0.3f : 0.f;  // Fingers hover nowhere, so they see where to press.
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
  if (!rect_.contains(at)) return false;
  return zoom_ > 1 || (editor.show_skeleton && nearest(at, editor.pose(), true));
}

bool Stage::grabs_chosen(ImVec2 at, const Editor& editor) const {
  return grabs(at, editor) && nearest(at, editor.pose(), true) == editor.selected;
}

void Stage::drag_to(Keypoint keypoint, ImVec2 target, Editor& editor) const {
  editor.drag(keypoint, (target.x - figure_rect_.min.x) / figure_rect_.width(),
              (target.y - figure_rect_.min.y) / figure_rect_.height());
}

void Stage::finger(PointerKind kind, int id, ImVec2 at, Editor& editor) {
  if (kind == PointerKind::down) {
    const auto keypoint = grabs(at, editor) ? nearest(at, editor.pose(), true) : std::nullopt;
    if (!keypoint) return;
    const ImVec2 p = screen(editor.pose()[*keypoint]);
    // Two fingers at once are one edit.
    if (!moved_ && fingers_.empty()) editor.begin_edit();
    fingers_[id] = {*keypoint, ImVec2(p.x - at.x, p.y - at.y)};
  } else if (kind == PointerKind::move) {
    const auto held = fingers_.find(id);
    if (held == fingers_.end()) return;
    const Grip& grip = held->second;
    drag_to(grip.keypoint, ImVec2(at.x + grip.offset.x, at.y + grip.offset.y), editor);
  } else {
    fingers_.erase(id);
  }
}

void Stage::handle_pointer(Editor& editor, const Input& input) {
  const ImVec2 mouse = ImGui::GetIO().MousePos, went = ImGui::GetIO().MouseDelta;
  if (went.x != 0 || went.y != 0) pointed_at_ = ImGui::GetTime();
  ImGui::SetCursorScreenPos(rect_.min);
  ImGui::SetItemAllowOverlap();
  ImGui::InvisibleButton("stage", ImVec2(rect_.width(), rect_.height()));
  ImGui::SetItemAllowOverlap();  // The eye and the messages lie over it.
  hovered_.reset();
  if (ImGui::IsItemHovered() && editor.show_skeleton) {
    hovered_ = nearest(mouse, editor.pose(), input.touch());
  }
  if (ImGui::IsItemActivated()) {
    held_ = hovered_;
    moved_ = false;
    editor.selected = held_;
    turned_from_.reset();
    pressed_x_ = mouse.x;
    if (held_) {
      const ImVec2 p = screen(editor.pose()[*held_]);
      grip_ = ImVec2(p.x - mouse.x, p.y - mouse.y);
    } else if (zoom_ > 1) {
      moving_view_ = true;
    } else {  // The page takes a finger's way up or down away, to scroll.
      turned_from_ = editor.yaw();
    }
  }
  if (!ImGui::IsItemActive()) {
    held_.reset();
    turned_from_.reset();
    moved_ = false;
    moving_view_ = false;
  }
  if (moving_view_ && ImGui::IsMousePosValid() && !ImGui::IsItemActivated()) move_view(went);
  turn_by_ground(editor, ImGui::IsItemHovered() && !input.touch());
  if (held_ && ImGui::IsMousePosValid()) {
    const ImVec2 target(mouse.x + grip_.x, mouse.y + grip_.y);
    if (!moved_ && distance(target, screen(editor.pose()[*held_])) > 2) {
      moved_ = true;
      if (fingers_.empty()) editor.begin_edit();
    }
    if (moved_) drag_to(*held_, target, editor);
    hovered_ = held_;
  }
  if (hovered_) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (input.double_press()) editor.toggle_visible(*hovered_);
  }
}

void Stage::turn_by_ground(Editor& editor, bool hovered) {
  if (zoom_ > 1) {
    over_ground_ = false;
    if (moving_view_ || (hovered && !hovered_)) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    return;
  }
  over_ground_ = turned_from_ || (hovered && !hovered_ && !ImGui::IsMouseDown(0));
  if (over_ground_) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (!turned_from_ || !ImGui::IsMousePosValid()) return;
  const float moved = ImGui::GetIO().MousePos.x - pressed_x_;
  if (!moved_ && std::abs(moved) > turn_from) {
    moved_ = true;
    pressed_x_ += std::copysign(turn_from, moved);  // Nothing jumps.
  }
  // The whole stage is half a turn, or as far as she can be turned.
  const float whole = editor.most_turn() ? 2 * *editor.most_turn() : pi;
  if (moved_) {
    editor.turn(*turned_from_ + (ImGui::GetIO().MousePos.x - pressed_x_) / rect_.width() * whole);
  }
}

void Stage::draw_turning(const Editor& editor, const Widgets& widgets) const {
  if (!over_ground_ || editor.newcomer || editor.playing()) return;
  const bool turning = turned_from_ && moved_;
  const std::string text =
      turning ? tr("Turn {}\xc2\xb0", {std::to_string(std::lround(editor.yaw() * 180 / pi))})
              : tr("Drag the paper to turn her");
  const float width = widgets.text_width(text.c_str(), widgets.fonts.small) + 18;
  const ImVec2 at((rect_.min.x + rect_.max.x - width) / 2, rect_.max.y - 36);
  ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + width, at.y + 26),
                                            faded(colour::tip, turning ? 0.92f : 0.55f), 13);
  widgets.text(ImVec2(at.x + 9, at.y + 5), text.c_str(), widgets.fonts.small, colour::white);
}

void Stage::set_reference(std::span<const std::uint8_t> rgba, int width, int height) {
  if (width <= 0 || height <= 0 ||
      rgba.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4) {
    throw Error("The reference picture is damaged.");
  }
  remove_reference();
  glGenTextures(1, &reference_.texture);
  glBindTexture(GL_TEXTURE_2D, reference_.texture);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               rgba.data());
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  texture_changed(reference_.texture);
  reference_.width = static_cast<float>(width);
  reference_.height = static_cast<float>(height);
}

void Stage::remove_reference() {
  if (reference_.texture) glDeleteTextures(1, &reference_.texture);
  reference_ = {};
}

void Stage::draw_reference(Widgets& widgets) {
  if (!has_reference()) return;
  // All of it in the middle of her square, as OpenPose's points of such a picture are placed.
  const float scale = figure_rect_.width() / std::max(reference_.width, reference_.height);
  const ImVec2 half(reference_.width * scale / 2, reference_.height * scale / 2);
  const ImVec2 middle((figure_rect_.min.x + figure_rect_.max.x) / 2,
                      (figure_rect_.min.y + figure_rect_.max.y) / 2);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(rect_.min, rect_.max, true);
  list->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(reference_.texture)),
                 ImVec2(middle.x - half.x, middle.y - half.y),
                 ImVec2(middle.x + half.x, middle.y + half.y), ImVec2(0, 0), ImVec2(1, 1),
                 faded(colour::white, reference_.strength));
  list->PopClipRect();
  const float y = rect_.max.y - widgets.control_height - 10;
  const float words = widgets.button_width("Take this pose", Icon::camera);
  const float width = std::min(150.f, rect_.width() - 28 - words - widgets.control_height - 2 * 8);
  widgets.slider("reference strength", ImVec2(rect_.min.x + 14, y), width, reference_.strength, 0,
                 1, "Strength of the picture",
                 std::to_string(std::lround(reference_.strength * 100)) + " %");
  if (widgets.icon_button("reference away", ImVec2(rect_.min.x + 22 + width, y), Icon::cross,
                          "Take the picture away")) {
    remove_reference();
    return;
  }
  if (widgets.button("take pose", ImVec2(rect_.min.x + 30 + width + widgets.control_height, y),
                     words, "Take this pose", Icon::camera)) {
    take_pose_wish_ = true;
  }
}

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
    const bool chosen = editor.selected == keypoint, hot = hovered_ == keypoint;
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

void Stage::draw_welcome(const Editor& editor, const Widgets& widgets, bool touch) const {
  const bool loading = editor.models().state() == ModelState::loading;
  if (!editor.newcomer || editor.playing() || loading || !editor.messages().empty()) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const Keypoint hand : {Keypoint::left_wrist, Keypoint::right_wrist}) {
    const ImVec2 at = screen(editor.pose()[hand]);
    list->AddCircle(at, 15 * fineness(), faded(tint_of(hand), 0.9f), 0, 2.2f);
    list->AddCircle(at, 21 * fineness(), faded(tint_of(hand), 0.35f), 0, 2.2f);
  }
  const char* text =
      touch ? "Hold a hand and pull it, or press Dance" : "Drag a hand, or press Dance";
  // Beside the eye; on a small phone in two lines.
  const ImFont* font = widgets.fonts.bold;
  const float size = widgets.line_height(widgets.fonts.bold);
  const float most = rect_.width() - 28 - widgets.control_height - 8 - 32;
  const ImVec2 words = font->CalcTextSizeA(size, 1e9f, most, tr(text));
  const float right = rect_.max.x - 14 - widgets.control_height - 8;
  const float middle = (rect_.min.x + rect_.max.x) / 2;
  const float left = std::min(middle - words.x / 2 - 16, right - words.x - 32);
  const ImVec2 at(left, rect_.min.y + 14);
  list->AddRectFilled(at, ImVec2(at.x + words.x + 32, at.y + words.y + 16), colour::tip, 18);
  widgets.paragraph(ImVec2(at.x + 16, at.y + 8), most, text, widgets.fonts.bold, colour::white);
}

void Stage::draw_loading(const Editor& editor, const Widgets& widgets) {
  if (editor.models().state() != ModelState::loading) return;
  const float width = std::min(300.f, rect_.width() - 48), height = 62;
  const ImVec2 at(rect_.min.x + (rect_.width() - width) / 2, rect_.max.y - height - 52);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Rect card{at, ImVec2(at.x + width, at.y + height)};
  draw_shadow(list, card, 16);
  list->AddRectFilled(card.min, card.max, colour::surface, 16);
  widgets.text(ImVec2(at.x + 18, at.y + 13), editor.models().load_text().c_str(),
               widgets.fonts.small, colour::soft_ink);
  const float left = at.x + 18, right = at.x + width - 18, y = at.y + 42;
  list->AddRectFilled(ImVec2(left, y - 3), ImVec2(right, y + 3), colour::control, 3);
  float from = left, to = left + (right - left) * editor.models().load_progress();
  if (editor.models().load_progress() < 0) {
    const auto phase = static_cast<float>(std::fmod(ImGui::GetTime() * 0.7, 1.3)) - 0.3f;
    from = left + (right - left) * std::max(phase, 0.f);
    to = left + (right - left) * std::min(phase + 0.3f, 1.f);
    animating_ = true;
  }
  if (to > from + 1) list->AddRectFilled(ImVec2(from, y - 3), ImVec2(to, y + 3), colour::accent, 3);
}

void Stage::note_points(Editor& editor, Widgets& widgets) const {
  constexpr float half = 12;
  widgets.group = tr("Points");
  for (int i = 0; i < keypoint_count; ++i) {
    const auto keypoint = static_cast<Keypoint>(i);
    const ImVec2 at = screen(editor.pose().points[i]);
    const bool chosen = editor.selected == keypoint;
    if (widgets.note(
            {.id = "point " + std::string(name(keypoint)),
             .name = point_in_words(editor, keypoint),
             .group = {},
             .role = ControlRole::toggle,
             .chosen = chosen,
             .value_text = {},
             .place = {ImVec2(at.x - half, at.y - half), ImVec2(at.x + half, at.y + half)}})) {
      editor.selected = chosen ? std::nullopt : std::optional(keypoint);
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

void Stage::draw_status(const Editor& editor, const Widgets& widgets) const {
  if (has_reference()) return;  // Its controls are there.
  std::string text = editor.models().provider();
  if (editor.models().coming() && editor.models().detail() != Detail::automatic) {
    text = editor.models().load_text();
  } else if (editor.models().state() == ModelState::loading) {
    return;
  } else if (editor.models().state() != ModelState::ready) {
    text = tr("Skeleton only");
  } else if (editor.queue().pictures() > 0) {
    char cost[48];
    std::snprintf(cost, sizeof cost, "%d\xc2\xb2 \xc2\xb7 %.*f ms", editor.model()->spec.resolution,
                  editor.queue().last_milliseconds() < 10 ? 1 : 0,
                  editor.queue().last_milliseconds());
    // Beside her feet there is little room on a phone.
    text += (rect_.width() < 480 ? "\n" : " \xc2\xb7 ") + std::string(cost);
  }
  // For the curious, in a corner; the paper is light in the dark, too.
  const auto lines = static_cast<float>(1 + std::count(text.begin(), text.end(), '\n'));
  const float height = lines * widgets.line_height(widgets.fonts.small);
  widgets.text(ImVec2(rect_.min.x + 18, rect_.max.y - 14 - height), text.c_str(),
               widgets.fonts.small, faded(colour::quiet_on_paper, 0.75f));
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

void Stage::draw_pictures(const Editor& editor, Pictures& pictures) const {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float ratio = ImGui::GetIO().DisplayFramebufferScale.x;
  const int count = 1 + static_cast<int>(editor.row().size());
  const bool moving = editor.playing() || held_ || !fingers_.empty() || turned_from_;
  const auto texture = [&](int number, const Rect& place) {
    const int pixels = static_cast<int>(std::lround(place.width() * ratio));
    return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(
        sparing && moving ? pictures[number].small() : pictures[number].texture(pixels)));
  };
  // The target's rows run upwards, the picture's downwards, and both flips cancel.
  if (count == 1) {
    if (pictures[0].empty()) return;
    const auto part = [&](ImVec2 at) {
      return ImVec2((at.x - figure_rect_.min.x) / figure_rect_.width(),
                    (at.y - figure_rect_.min.y) / figure_rect_.height());
    };
    list->AddImageRounded(texture(0, figure_rect_), rect_.min, rect_.max, part(rect_.min),
                          part(rect_.max), colour::paper, card_radius);
    return;
  }
  list->PushClipRect(rect_.min, rect_.max, true);
  // White leaves what is below, so that nobody's ground covers her neighbour.
  list->AddCallback([](const ImDrawList*, const ImDrawCmd*) { glBlendFunc(GL_DST_COLOR, GL_ZERO); },
                    nullptr);
  for (int number = count - 1; number >= 0; --number) {
    if (pictures[number].empty()) continue;
    const Rect place = place_of(number, count);
    list->AddImage(texture(number, place), place.min, place.max);
  }
  list->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  list->PopClipRect();
}

void Stage::draw(const Rect& rect, Editor& editor, Pictures& pictures, Widgets& widgets,
                 const Input& input) {
  rect_ = rect;
  figure_rect_ = place_of(0, 1 + static_cast<int>(editor.row().size()));
  animating_ = false;
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_shadow(list, rect, card_radius);
  const bool pictured = !pictures[0].empty();
  // One picture is as large as the paper, and covers it.
  if (!pictured || !editor.row().empty()) {
    list->AddRectFilled(rect.min, rect.max, colour::paper, card_radius);
  }
  draw_pictures(editor, pictures);
  list->AddRect(rect.min, rect.max, colour::line, card_radius, 0, 1);

  handle_pointer(editor, input);
  draw_reference(widgets);

  const float wanted = wanted_strength(editor, pictured, input.touch());
  const float step = std::min(1.f, ImGui::GetIO().DeltaTime * 9);
  strength_ += (wanted - strength_) * step;
  if (std::abs(wanted - strength_) > 0.01f) {
    animating_ = true;
  } else {
    strength_ = wanted;
  }

  if (editor.show_skeleton) {
    // In motion the picture comes a little after the pose; its own pose fits it.
    const Pose& pose = editor.playing() && pictured && editor.models().state() == ModelState::ready
                           ? editor.queue().pictured_pose()
                           : editor.pose();
    list->PushClipRect(rect.min, rect.max, true);
    if (strength_ > 0.02f) draw_bones(list, pose);
    draw_handles(list, editor, pose, input.touch());
    list->PopClipRect();
    draw_name(editor, pose, widgets);
    draw_welcome(editor, widgets, input.touch());
  }
  if (!has_reference()) draw_turning(editor, widgets);
  note_points(editor, widgets);
  draw_status(editor, widgets);
  draw_loading(editor, widgets);
  draw_messages(editor, widgets);

  const ImVec2 eye(rect.max.x - 14 - widgets.control_height, rect.min.y + 14);
  if (widgets.icon_button("eye", eye, editor.show_skeleton ? Icon::eye : Icon::no_eye,
                          editor.show_skeleton ? "Hide the skeleton" : "Show the skeleton")) {
    editor.show_skeleton = !editor.show_skeleton;
  }
  draw_zoom(widgets);
}

}  // namespace psgan::web
