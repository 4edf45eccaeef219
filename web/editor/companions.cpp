// Editor: those who stand beside her.
#include <algorithm>
#include <utility>

#include "editor/editor.h"

namespace psgan::web {
namespace {

// Of a picture in a row of so many, in parts of the stage's width: pictures have paper at their
// sides, so they may overlap.
constexpr float sizes[] = {1, 0.84f, 0.68f, 0.54f, 0.45f};

}  // namespace

void Editor::add_to_row() {
  if (static_cast<int>(scene_.row.size()) >= most_in_row) return;
  begin_edit();
  scene_.row.push_back({as_walk(scene_.character), {}, std::exchange(scene_.across, {})});
  Character next;
  while (next.seed == seed()) next.seed = random_number();
  scene_.character = next;
  remember_visit();
  changed(false, true);
}

void Editor::leave_row(int number) {
  begin_edit();
  scene_.row.erase(scene_.row.begin() + number - 1);
  if (scene_.row.empty()) scene_.across.reset();
  changed(true, false);
}

void Editor::take_turns(int number) {
  begin_edit();
  Companion& other = scene_.row.at(number - 1);
  const float here = place_of(0).middle, there = place_of(number).middle;
  // A row that nobody was moved in goes on as one only if she stays in its middle.
  scene_.across = there;
  other.across = here;
  std::swap(scene_.character, other.character);
  character_chosen_ = true;
  remember_visit();
  if (other.figure) {
    const Figure theirs = *other.figure;
    other.figure = scene_.figure;
    show_figure(theirs);
  }
  selected.reset();
  pick({});
  turn_taken_ = number;
  changed(true, true);
}

void Editor::keep_own_pose(int number, bool on) {
  begin_edit();
  Companion& companion = scene_.row.at(number - 1);
  companion.figure.reset();
  if (on) companion.figure = scene_.figure;
  changed(true, false);
}

bool Editor::has_own_pose(int number) const {
  return number > 0 && scene_.row.at(number - 1).figure.has_value();
}

Pose Editor::pose_of(int number) const {
  return has_own_pose(number) ? project(*scene_.row[number - 1].figure) : pose_;
}

Editor::Place Editor::place_of(int number) const {
  const int in_row = static_cast<int>(scene_.row.size());
  const std::vector<int> order = numbers_left_to_right(in_row);
  const auto seat = std::find(order.begin(), order.end(), number) - order.begin();
  const auto& put = number == 0 ? scene_.across : scene_.row.at(number - 1).across;
  const float evenly = (static_cast<float>(seat) + 0.5f) / static_cast<float>(1 + in_row);
  return {put.value_or(evenly), sizes[in_row]};
}

void Editor::put(int number, float middle) {
  remember("place");
  auto& across = number == 0 ? scene_.across : scene_.row.at(number - 1).across;
  across = std::clamp(middle, 0.f, 1.f);
}

bool Editor::moved_apart() const {
  return !scene_.row.empty() &&
         (scene_.across || std::any_of(scene_.row.begin(), scene_.row.end(),
                                       [](const Companion& c) { return c.across.has_value(); }));
}

void Editor::line_up() {
  begin_edit();
  scene_.across.reset();
  for (Companion& companion : scene_.row) companion.across.reset();
}

std::vector<Pose> Editor::poses_left_to_right() const {
  std::vector<Pose> poses;
  for (const int number : numbers_left_to_right(static_cast<int>(scene_.row.size()))) {
    poses.push_back(pose_of(number));
  }
  return poses;
}

Editor::FileLayout Editor::file_layout() const {
  const int count = 1 + static_cast<int>(scene_.row.size());
  FileLayout layout{static_cast<float>(count), 1, {}, 0};
  const float size = sizes[count - 1];
  if (moved_apart()) layout = {1 / size, 1 / size, {}, (1 / size - 1) / 2};
  for (const int number : numbers_left_to_right(count - 1)) {
    layout.lefts.push_back(moved_apart() ? place_of(number).middle / size - 0.5f
                                         : static_cast<float>(layout.lefts.size()));
  }
  return layout;
}

}  // namespace psgan::web
