// Panel: how she moves.
#include <cmath>
#include <cstdio>
#include <numbers>

#include "editor/texts.h"
#include "editor/wardrobe_rows.h"
#include "view/panel.h"

namespace psgan::web {
namespace {

constexpr float pi = std::numbers::pi_v<float>;
constexpr float longest_by_slider = 16;  // seconds

std::string with_number(const char* sentence, const char* format, float value) {
  char text[16];
  std::snprintf(text, sizeof text, format, static_cast<double>(value));
  return tr(sentence, {text});
}

}  // namespace

using panel::gap;
using panel::section_gap;

void Panel::key_frames(Editor& editor, Widgets& widgets) {
  heading("Key frames", widgets);
  float x = x_;
  if (tool(x, "key copy", Icon::copy, "Copy the pose", true, widgets)) editor.copy_key();
  if (tool(x, "key paste", Icon::paste, "Paste it here", editor.can_paste(), widgets)) {
    editor.paste_key();
  }
  if (tool(x, "key remove", Icon::bin, "Remove the key",
           editor.key() && editor.motion().keys.size() > 1, widgets)) {
    editor.remove_key();
  }
  if (tool(x, "loop", Icon::loop, editor.motion().loop ? "Play once" : "Play in a loop", true,
           widgets)) {
    editor.set_loop(!editor.motion().loop);
  }
  if (editor.motion().loop) {
    // The loop's button is lit while it holds.
    const Rect& box = widgets.places["loop"];
    ImGui::GetWindowDrawList()->AddRect(box.min, box.max, colour::accent, radius, 0, 1.6f);
  }
  const float width = std::min(widgets.button_width("New motion", Icon::plus), x_ + width_ - x);
  if (widgets.button("new motion", ImVec2(x_ + width_ - width, y_), width, "New motion",
                     width < 130 ? Icon::none : Icon::plus)) {
    editor.new_motion();
  }
  y_ += widgets.control_height + gap;

  const std::vector<std::string> eases = {"Flowing", "Even", "Gentle", "Jump"};
  if (editor.key()) {
    const auto ease = editor.motion().keys[*editor.key()].ease;
    const InGroup group(widgets, "Easing");
    chips("ease", eases, static_cast<int>(ease), widgets,
          [&](int i) { editor.set_ease(static_cast<Ease>(i)); });
    if (editor.wardrobe()) key_clothes(editor, widgets);
  } else {
    widgets.text(ImVec2(x_, y_ + 5), "Choose a key on the time line to shape it.",
                 widgets.fonts.small, colour::soft_ink);
    y_ += Widgets::chip_height + gap;
  }
}

void Panel::key_clothes(Editor& editor, Widgets& widgets) {
  const bool on = editor.dress_keys;
  const auto& parts = editor.motion().keys[*editor.key()].parts;
  const float half = (width_ - gap) / 2;
  if (widgets.button("dress key", ImVec2(x_, y_), half, "Clothes change here", Icon::none,
                     on ? Look::chosen : Look::unchosen)) {
    editor.dress_keys = !on;
  }
  if (widgets.button("undress key", ImVec2(x_ + half + gap, y_), half, "As before", Icon::bin,
                     Look::plain, !parts.empty())) {
    editor.undress_key();
    return;
  }
  y_ += widgets.control_height + gap;
  std::string text;
  if (on) text = tr("What you choose under “Character” she wears from this key on.");
  std::string names;
  for (const auto& [name, value] : parts) {
    names += (names.empty() ? "" : ", ") + std::string(tr(title_of(name).c_str()));
  }
  if (!names.empty()) text += (text.empty() ? "" : " ") + tr("From here on: {}.", {names});
  if (text.empty()) return;
  y_ += widgets.paragraph(ImVec2(x_, y_), width_, text, widgets.fonts.small, colour::soft_ink);
  y_ += gap;
}

void Panel::draw_motion(Editor& editor, Widgets& widgets) {
  std::vector<std::string> titles;
  for (const Clip& clip : Editor::clips()) titles.push_back(clip.title());
  const float side = widgets.control_height;
  const int count = static_cast<int>(titles.size());
  if (widgets.button("previous clip", ImVec2(x_, y_), side, "", Icon::previous, Look::plain, true,
                     "Previous motion")) {
    editor.choose_clip((editor.clip() + count - 1) % count);
  }
  if (widgets.button("next clip", ImVec2(x_ + width_ - side, y_), side, "", Icon::next, Look::plain,
                     true, "Next motion")) {
    editor.choose_clip((editor.clip() + 1) % count);
  }
  const std::string title = editor.motion_title();
  const float words = widgets.text_width(title.c_str(), widgets.fonts.bold);
  widgets.text(
      ImVec2(x_ + (width_ - words) / 2, y_ + (side - widgets.line_height(widgets.fonts.bold)) / 2),
      title.c_str(), widgets.fonts.bold, colour::ink);
  y_ += side + gap;

  const int first = first_dance(), chosen = editor.own_motion() ? -1 : editor.clip();
  const auto choose = [&](int i) { editor.choose_clip(i); };
  const std::span all(titles);
  heading("Dances", widgets);
  {
    const InGroup group(widgets, "Dances");
    chips("clip", all.subspan(first), chosen, widgets, choose, first);
  }
  y_ += section_gap - gap;
  heading("Motions", widgets);
  {
    const InGroup group(widgets, "Motions");
    chips("clip", all.first(first), chosen, widgets, choose);
  }
  y_ += section_gap - gap;
  sliders(editor, widgets);
  y_ += section_gap - gap;
  key_frames(editor, widgets);
  y_ += section_gap - gap;
  if (widgets.button("open bvh", ImVec2(x_, y_), 0, "Open a BVH file", Icon::folder)) {
    wishes_.open_file = true;
  }
  y_ += side + gap;
}

void Panel::sliders(Editor& editor, Widgets& widgets) {
  float yaw = editor.yaw();
  const std::string turn = with_number("Turn {}\xc2\xb0", "%.0f", yaw * 180 / pi);
  const float most = editor.most_turn().value_or(pi);
  if (labelled_slider("turn", "Turn", turn, yaw, -most, most, widgets, true)) {
    // The front is easy to find again.
    editor.turn(std::abs(yaw) < 0.09f ? 0 : yaw);
  }
  const std::string speed = with_number("Speed {} %", "%.0f", editor.speed * 100);
  float fast = std::log2(editor.speed);
  if (labelled_slider("speed", "Speed", speed, fast, -2, 2, widgets, true)) {
    editor.speed = std::abs(fast) < 0.12f ? 1 : std::round(std::exp2(fast) * 20) / 20;
  }
  float length = editor.motion().duration;
  const std::string seconds = with_number("Length {} s", "%.1f", length);
  if (labelled_slider("length", "Length", seconds, length, 0.4f, longest_by_slider, widgets)) {
    editor.set_duration(std::round(length * 10) / 10);
  }
}

}  // namespace psgan::web
