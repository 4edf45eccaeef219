#include "view/announcements.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

#include "editor/texts.h"

namespace psgan::web {
namespace {

std::string percent(float share) { return std::to_string(std::lround(share * 100)); }

std::string number(const char* format, double value) {
  char text[24];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// A named character by her name, any other by her number.
std::string character_in_words(const Editor& editor) {
  const ModelCard* model = editor.model();
  if (model) {
    for (const NamedSeed& named : model->characters) {
      if (named.seed == editor.changing_seed()) return tr(named.title.c_str());
    }
  }
  return tr("Character {}", {std::to_string(editor.changing_seed())});
}

void tell_point(const Spoken& before, const Editor& editor, std::vector<std::string>& told) {
  if (!editor.selected) {
    if (before.selected) told.emplace_back(tr("No point is chosen"));
    return;
  }
  const PosePoint &was = before.pose[*editor.selected], &is = editor.pose()[*editor.selected];
  const bool same = was.x == is.x && was.y == is.y && was.visible == is.visible;
  if (before.selected != editor.selected || !same) {
    told.push_back(point_in_words(editor, *editor.selected));
  }
}

void tell_motion(const Spoken& before, const Editor& editor, std::vector<std::string>& told) {
  if (editor.motion_title() != before.motion) told.push_back(editor.motion_title());
  if (editor.playing() != before.playing) {
    told.emplace_back(tr(editor.playing() ? "It plays" : "It is paused"));
  }
  if (editor.motion().keys.size() != before.keys) {
    told.push_back(tr("{} keys", {std::to_string(editor.motion().keys.size())}));
  }
  if (!editor.playing() && editor.clip_time() != before.time) {
    told.push_back(tr("{} s", {number("%.1f", editor.clip_time())}));
    if (editor.key() && editor.key() != before.key) {
      told.push_back(tr("Key {}", {std::to_string(*editor.key() + 1)}));
    }
  }
}

}  // namespace

Spoken::Spoken(const Editor& editor)
    : character(character_in_words(editor)),
      motion(editor.motion_title()),
      in_row(editor.row().size()),
      playing(editor.playing()),
      skeleton(editor.show_skeleton),
      proportions(editor.proportions),
      selected(editor.selected),
      pose(editor.pose()),
      preset(editor.preset()),
      yaw(editor.yaw()),
      time(editor.clip_time()),
      key(editor.key()),
      keys(editor.motion().keys.size()) {}

std::string point_title(Keypoint keypoint) {
  std::string text(name(keypoint));
  std::replace(text.begin(), text.end(), '_', ' ');
  text[0] = static_cast<char>(std::toupper(text[0]));
  return text;
}

std::string point_in_words(const Editor& editor, Keypoint keypoint) {
  const PosePoint& p = editor.pose()[keypoint];
  const std::string title = tr(point_title(keypoint).c_str());
  return p.visible ? tr("{}, {} % across, {} % down", {title, percent(p.x), percent(p.y)})
                   : tr("{}, hidden", {title});
}

std::string changes_in_words(const Spoken& before, const Editor& editor) {
  std::vector<std::string> told;
  const std::string character = character_in_words(editor);
  if (character != before.character) told.push_back(character);
  if (editor.row().size() != before.in_row) {
    told.push_back(tr("{} characters in a row", {std::to_string(editor.row().size() + 1)}));
  }
  tell_point(before, editor, told);
  tell_motion(before, editor, told);
  if (editor.yaw() != before.yaw) {
    told.push_back(tr("Turn {}\xc2\xb0", {number("%.0f", editor.yaw() * 180 / std::numbers::pi)}));
  }
  if (editor.show_skeleton != before.skeleton) {
    told.emplace_back(
        tr(editor.show_skeleton ? "The skeleton is shown" : "The skeleton is hidden"));
  }
  if (editor.proportions != before.proportions) {
    told.emplace_back(tr(editor.proportions ? "Keep lengths" : "Free points"));
  }
  if (editor.preset() && editor.preset() != before.preset) {
    told.emplace_back(tr(editor.presets()[*editor.preset()].title.c_str()));
  }
  if (told.empty() && !editor.playing() && !(editor.pose() == before.pose)) {
    told.emplace_back(tr("The pose has changed"));
  }
  std::string all;
  for (const std::string& one : told) all += (all.empty() ? "" : "; ") + one;
  return all;
}

}  // namespace psgan::web
