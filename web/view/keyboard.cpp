// The editor by the keyboard alone.
#include <cmath>
#include <utility>

#include "view/app.h"

namespace psgan::web {
namespace {

constexpr float nudge = 0.005f;           // of the picture, by an arrow key
constexpr float turn_step = 0.17453293f;  // 10°
constexpr float scale_step = 1.05f;
constexpr double time_step = 0.1;  // seconds

// The next point, or nothing beyond the last one.
std::optional<Keypoint> next_point(const std::optional<Keypoint>& from, int step) {
  const int last = keypoint_count - 1;
  const int number = from ? index(*from) + step : step > 0 ? 0 : last;
  if (number < 0 || number > last) return std::nullopt;
  return static_cast<Keypoint>(number);
}

}  // namespace

void App::attend() {
  if (!before_) before_.emplace(editor);
  frames_to_tell_ = 2;  // A control that is pressed acts in the next frame.
}

void App::tell_changes() {
  if (!before_ || --frames_to_tell_ > 0) return;
  std::string words = changes_in_words(*before_, editor);
  before_.reset();
  if (words.empty()) return;
  spoken_ = std::move(words);
  ++times_spoken_;
}

void App::press(const std::string& id) {
  attend();
  widgets_.press(id);
}

void App::move_slider(const std::string& id, float value) {
  widgets_.move_slider(id, value);  // Sliders tell their values themselves.
}

bool App::key(const std::string& key, bool shift, bool control) {
  attend();
  if (control) {
    const bool z = key == "z" || key == "Z", y = key == "y" || key == "Y";
    if (z && !shift) editor.undo();
    if ((z && shift) || y) editor.redo();
    return z || y;
  }
  if (key == "Escape") {
    editor.selected.reset();
    editor.pick({});
    return true;
  }
  if (key == "," || key == ".") {
    const int step = key == "." ? 1 : -1;
    editor.pick({});
    editor.selected = next_point(editor.selected, step);
    if (!editor.selected) editor.selected = next_point(std::nullopt, step);
    return true;
  }
  if (key == " ") {
    editor.play(!editor.playing());
  } else if (key == "d") {
    editor.dance();
  } else if (key == "m") {
    editor.mirror();
  } else if (key == "r") {
    editor.random_seed();
  } else if (key == "s") {
    editor.show_skeleton = !editor.show_skeleton;
  } else if (key == "l") {
    editor.proportions = !editor.proportions;
  } else if (key == "0") {
    editor.reset();
  } else if (key == "k") {
    editor.add_key();
  } else if (key == "Delete" || key == "Backspace") {
    editor.remove_key();
  } else if (key == "[" || key == "]") {
    editor.step_key(key == "]" ? 1 : -1);
  } else if (key == "q" || key == "e") {
    editor.turn(editor.yaw() + (key == "e" ? turn_step : -turn_step));
  } else if ((key == "+" || key == "=" || key == "-") && editor.picked_box()) {
    const Editor::Box box = *editor.picked_box();
    editor.begin_edit();
    editor.scale_picked(key == "-" ? 1 / scale_step : scale_step, (box.left + box.right) / 2,
                        (box.top + box.bottom) / 2);
  } else if (key == "a") {
    editor.pick(editor.picked().all() ? PickedPoints() : PickedPoints().set());
  } else if (key == "h" && editor.selected) {
    editor.toggle_visible(*editor.selected);
  } else {
    const float dx = key == "ArrowLeft" ? -1.f : key == "ArrowRight" ? 1.f : 0.f;
    const float dy = key == "ArrowUp" ? -1.f : key == "ArrowDown" ? 1.f : 0.f;
    if (dx == 0 && dy == 0) return false;
    const float step = shift ? 5 * nudge : nudge;
    if (editor.picked().any()) {
      editor.begin_edit();
      editor.shift_picked(dx * step, dy * step);
    } else if (editor.selected) {
      const PosePoint point = editor.pose()[*editor.selected];
      editor.begin_edit();
      editor.drag(*editor.selected, point.x + dx * step, point.y + dy * step);
    } else if (dx != 0) {
      editor.seek(editor.clip_time() + dx * time_step);
    } else {
      return false;  // The page scrolls.
    }
  }
  return true;
}

}  // namespace psgan::web
