#include "panel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace psgan::web {
namespace {

constexpr float gap = 8;
constexpr float section_gap = 16;
constexpr float heading_height = 32;
constexpr float pi = 3.14159265f;
// The part of a picture that a portrait shows, in units of the image.
constexpr float portrait_top = 0.12f, portrait_height = 0.86f;

// A small skeleton in a box, for the presets.
void draw_thumbnail(ImDrawList* list, const Rect& box, const Pose& pose) {
  // In the middle of the box, wherever in the picture the figure stands; all of one size.
  float left = 1, right = 0, top = 1, bottom = 0;
  for (const PosePoint& p : pose.points) {
    if (!p.visible) continue;
    left = std::min(left, p.x), right = std::max(right, p.x);
    top = std::min(top, p.y), bottom = std::max(bottom, p.y);
  }
  const float tallest = 0.82f;
  const float scale = std::min(box.width() / std::max(right - left, 0.05f), box.height() / tallest);
  const ImVec2 centre((box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2);
  const auto at = [&](const PosePoint& p) {
    return ImVec2(centre.x + (p.x - (left + right) / 2) * scale,
                  centre.y + (p.y - (top + bottom) / 2 + 0.03f) * scale);
  };
  for (const Bone& bone : bones) {
    const PosePoint &a = pose[bone.from], &b = pose[bone.to];
    if (!a.visible || !b.visible) continue;
    list->AddLine(at(a), at(b), side_colour(bone.to), 2.2f);
    list->AddCircleFilled(at(b), 1.1f, side_colour(bone.to));
  }
  const PosePoint& nose = pose[Keypoint::nose];
  const PosePoint& neck = pose[Keypoint::neck];
  const PosePoint& head = nose.visible ? nose : neck;
  if (head.visible) {
    const float lift = nose.visible ? 0.01f : 0.06f;
    list->AddCircleFilled(at({head.x, head.y - lift, true}), 0.055f * scale, colour::middle);
  }
}

}  // namespace

bool Panel::take_copy_request() { return std::exchange(copy_requested_, false); }

void Panel::heading(const char* text, Widgets& widgets) {
  widgets.text(ImVec2(x_, y_), text, widgets.fonts.title, colour::ink);
  y_ += heading_height;
}

template <typename Choose>
void Panel::chips(const char* id, const std::vector<std::string>& titles, int chosen,
                  Widgets& widgets, Choose choose) {
  float x = x_;
  for (int i = 0; i < static_cast<int>(titles.size()); ++i) {
    const float width = widgets.button_width(titles[i].c_str(), Icon::none);
    if (x > x_ && x + width > x_ + width_) {
      x = x_;
      y_ += widgets.control_height + gap;
    }
    const std::string name = std::string(id) + " " + std::to_string(i);
    if (widgets.button(name.c_str(), ImVec2(x, y_), width, titles[i].c_str(), Icon::none,
                       i == chosen ? Look::chosen : Look::plain)) {
      choose(i);
    }
    x += width + gap;
  }
  y_ += widgets.control_height + gap;
}

void Panel::named_characters(Editor& editor, const Portraits& portraits, Widgets& widgets) {
  const auto& characters = editor.model()->characters;
  const int count = static_cast<int>(characters.size());
  const int columns = width_ >= 420 && (count == 7 || count == 8) ? 8 : 6;
  const float width =
      (width_ - static_cast<float>(columns - 1) * gap) / static_cast<float>(columns);
  const float height = std::min(width * 1.5f, 78.f);
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (int i = 0; i < count; ++i) {
    const ImVec2 at(x_ + static_cast<float>(i % columns) * (width + gap),
                    y_ + static_cast<float>(i / columns) * (height + gap));
    const ImVec2 end(at.x + width, at.y + height);
    const std::string name = "characters " + std::to_string(i);
    if (widgets.tile(name.c_str(), {at, end}, characters[i].seed == editor.seed(),
                     characters[i].title.c_str())) {
      editor.set_seed(characters[i].seed);
    }
    if (!portraits.has(i)) continue;
    // The figure stands in the middle of the picture; its sides are ground.
    const ImVec2 inner(at.x + 3, at.y + 3), outer(end.x - 3, end.y - 3);
    const float across = (outer.x - inner.x) / (outer.y - inner.y) * portrait_height;
    const float left = portraits.left(i), share = 1 / static_cast<float>(portraits.count());
    list->AddImageRounded(
        reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(portraits.texture())), inner,
        outer, ImVec2(left + share * (0.5f - across / 2), portrait_top),
        ImVec2(left + share * (0.5f + across / 2), portrait_top + portrait_height), IM_COL32_WHITE,
        radius - 3);
  }
  y_ += static_cast<float>((count + columns - 1) / columns) * (height + gap);
}

void Panel::character(Editor& editor, const Portraits& portraits, Widgets& widgets) {
  heading("Character", widgets);
  const float side = widgets.control_height;
  // Said on the button too, for the message may be out of sight.
  const bool copied = std::any_of(editor.messages().begin(), editor.messages().end(),
                                  [](const Message& m) { return m.topic == "copied"; });
  const char* link = copied ? "Copied" : "Copy link";
  const float link_width = widgets.button_width(link, Icon::link);
  if (widgets.button("link", ImVec2(x_ + width_ - link_width, y_ - heading_height - 6), link_width,
                     link, Icon::link, copied ? Look::chosen : Look::plain)) {
    copy_requested_ = true;
  }
  y_ += std::max(0.f, side - heading_height) + 4;
  const float random = widgets.button_width("Random", Icon::dice);
  const float field = width_ - 2 * side - random - 3 * gap;
  float x = x_;
  if (widgets.button("previous", ImVec2(x, y_), side, "", Icon::previous, Look::plain,
                     editor.seed() > 0)) {
    editor.previous_seed();
  }
  x += side + gap;
  seed_field_ = {ImVec2(x, y_), ImVec2(x + field, y_ + side)};
  x += field + gap;
  if (widgets.button("next", ImVec2(x, y_), side, "", Icon::next)) editor.next_seed();
  x += side + gap;
  if (widgets.button("random", ImVec2(x, y_), random, "Random", Icon::dice, Look::accent)) {
    editor.random_seed();
  }
  y_ += side + gap;

  const ModelCard* model = editor.model();
  if (model && !model->characters.empty()) named_characters(editor, portraits, widgets);
  if (editor.models().size() > 1) {
    std::vector<std::string> titles;
    int chosen = -1;
    for (const ModelCard& card : editor.models()) {
      if (&card == model) chosen = static_cast<int>(titles.size());
      titles.push_back(card.title);
    }
    widgets.text(ImVec2(x_, y_ + 4), "Model", widgets.fonts.small, colour::soft_ink);
    y_ += 28;
    chips("models", titles, chosen, widgets,
          [&](int i) { editor.choose_model(editor.models()[i].name); });
  }
}

void Panel::poses(Editor& editor, Widgets& widgets) {
  heading("Pose", widgets);
  // What one does to any pose sits on the heading's line.
  const float side = widgets.control_height;
  const ImVec2 tools(x_ + width_ - 3 * side - 2 * gap, y_ - heading_height - 6);
  if (widgets.icon_button("mirror", tools, Icon::mirror, "Mirror")) editor.mirror();
  if (widgets.icon_button("undo", ImVec2(tools.x + side + gap, tools.y), Icon::undo, "Undo",
                          editor.can_undo())) {
    editor.undo();
  }
  if (widgets.icon_button("reset", ImVec2(tools.x + 2 * (side + gap), tools.y), Icon::reset,
                          "Stand upright")) {
    editor.reset();
  }
  y_ += std::max(0.f, side - heading_height) + 4;

  const int columns = 6;
  const float width = (width_ - (columns - 1) * gap) / columns,
              height = std::min(width * 1.35f, 70.f);
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (int i = 0; i < static_cast<int>(editor.presets().size()); ++i) {
    const ImVec2 at(x_ + static_cast<float>(i % columns) * (width + gap),
                    y_ + static_cast<float>(i / columns) * (height + gap));
    const ImVec2 end(at.x + width, at.y + height);
    const std::string name = "preset " + std::to_string(i);
    if (widgets.tile(name.c_str(), {at, end}, editor.preset() == i,
                     editor.presets()[i].title.c_str())) {
      editor.choose_preset(i);
    }
    draw_thumbnail(list, {ImVec2(at.x + 7, at.y + 7), ImVec2(end.x - 7, end.y - 7)},
                   editor.presets()[i].pose);
  }
  const int rows = (static_cast<int>(editor.presets().size()) + columns - 1) / columns;
  y_ += static_cast<float>(rows) * (height + gap);
}

void Panel::motion(Editor& editor, Widgets& widgets) {
  heading("Motion", widgets);
  const float side = widgets.control_height;
  const float play = 104;
  const bool playing = editor.playing();
  if (widgets.button("play", ImVec2(x_, y_), play, playing ? "Pause" : "Play",
                     playing ? Icon::pause : Icon::play, Look::accent)) {
    editor.play(!playing);
  }
  // One clip at a time: there are too many for a button each.
  const int count = static_cast<int>(Editor::clips().size());
  const Clip& clip = Editor::clips()[editor.clip()];
  const float left = x_ + play + gap, right = x_ + width_ - side;
  if (widgets.button("previous clip", ImVec2(left, y_), side, "", Icon::previous)) {
    editor.choose_clip((editor.clip() + count - 1) % count);
  }
  if (widgets.button("next clip", ImVec2(right, y_), side, "", Icon::next)) {
    editor.choose_clip((editor.clip() + 1) % count);
  }
  const float words = widgets.text_width(clip.title().c_str(), widgets.fonts.bold);
  widgets.text(ImVec2((left + side + right - words) / 2,
                      y_ + (side - widgets.line_height(widgets.fonts.bold)) / 2),
               clip.title().c_str(), widgets.fonts.bold, colour::ink);
  y_ += side + gap;

  const auto label = [&](const char* text) {
    widgets.text(ImVec2(x_, y_ + (side - widgets.line_height(widgets.fonts.body)) / 2), text,
                 widgets.fonts.body, colour::soft_ink);
  };
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", editor.clip_time());
  label(text);
  auto time = static_cast<float>(editor.clip_time());
  if (widgets.slider("time", ImVec2(left, y_), width_ - play - gap, time, 0, clip.duration())) {
    editor.seek(time);
  }
  y_ += side;

  std::snprintf(text, sizeof text, "Turn %.0f\xc2\xb0", editor.yaw() * 180 / pi);
  label(text);
  float yaw = editor.yaw();
  if (widgets.slider("turn", ImVec2(left, y_), width_ - play - gap, yaw, -pi, pi, true)) {
    // The front is easy to find again.
    editor.turn(std::abs(yaw) < 0.09f ? 0 : yaw);
  }
  y_ += side + gap;
}

void Panel::points(Editor& editor, Widgets& widgets) {
  heading("Points", widgets);
  const float half = (width_ - gap) / 2;
  if (widgets.button("proportions", ImVec2(x_, y_), half, "Keep proportions", Icon::none,
                     editor.proportions ? Look::chosen : Look::plain)) {
    editor.proportions = true;
  }
  if (widgets.button("free", ImVec2(x_ + half + gap, y_), half, "Free points", Icon::none,
                     editor.proportions ? Look::plain : Look::chosen)) {
    editor.proportions = false;
  }
  y_ += widgets.control_height + gap;

  const float line = (widgets.control_height - widgets.line_height(widgets.fonts.body)) / 2;
  if (!editor.selected) {
    widgets.text(ImVec2(x_, y_ + line), "Choose a point to hide or show it.", widgets.fonts.body,
                 colour::soft_ink);
  } else {
    const Keypoint keypoint = *editor.selected;
    std::string text(name(keypoint));
    std::replace(text.begin(), text.end(), '_', ' ');
    text[0] = static_cast<char>(std::toupper(text[0]));
    widgets.text(ImVec2(x_, y_ + line), text.c_str(), widgets.fonts.bold, side_colour(keypoint));
    const bool visible = editor.pose()[keypoint].visible;
    if (widgets.button("hide", ImVec2(x_ + half + gap, y_), half, visible ? "Hide" : "Show",
                       visible ? Icon::no_eye : Icon::eye)) {
      editor.toggle_visible(keypoint);
    }
  }
  y_ += widgets.control_height + gap;
}

float Panel::draw(ImVec2 at, float width, Editor& editor, const Portraits& portraits,
                  Widgets& widgets) {
  x_ = at.x;
  y_ = at.y;
  width_ = width;
  character(editor, portraits, widgets);
  y_ += section_gap - gap;
  poses(editor, widgets);
  y_ += section_gap - gap;
  motion(editor, widgets);
  y_ += section_gap - gap;
  points(editor, widgets);
  y_ -= gap;
  return y_ - at.y;
}

}  // namespace psgan::web
