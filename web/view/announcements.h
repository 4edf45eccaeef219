// What the keyboard has changed, in words for those who do not see the canvas.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "editor/editor.h"

namespace psgan::web {

/// What words can tell of the editor.
struct Spoken {
  explicit Spoken(const Editor& editor);

  std::string character, motion;
  std::size_t in_row;
  bool playing, skeleton, proportions;
  std::optional<Keypoint> selected;
  Pose pose;
  std::optional<int> preset;
  float yaw;
  double time;
  std::optional<int> key;
  std::size_t keys;
};

/// A point's name, its place in hundredths of the picture and whether it is hidden.
std::string point_in_words(const Editor& editor, Keypoint keypoint);
/// A keypoint's English name as texts have it: "Left wrist".
std::string point_title(Keypoint keypoint);

/// What differs, in the visitor's language; empty if nothing does that words can tell.
std::string changes_in_words(const Spoken& before, const Editor& editor);

}  // namespace psgan::web
