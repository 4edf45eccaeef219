// The controls beside the stage: who she is, how she stands, how she moves, and the link to it all.
#pragma once

#include <array>
#include <vector>

#include "editor.h"
#include "portraits.h"
#include "widgets.h"

namespace psgan::web {

class Panel {
 public:
  /// Draws the controls into a column; returns the height they take.
  float draw(ImVec2 at, float width, Editor& editor, const Portraits& portraits, Widgets& widgets);

  /// Where the page lays its text field for the seed.
  const Rect& seed_field() const { return seed_field_; }

  /// True once after the visitor asked for the link.
  bool take_copy_request();

 private:
  float y_ = 0, x_ = 0, width_ = 0;

  void heading(const char* text, Widgets& widgets);
  void character(Editor& editor, const Portraits& portraits, Widgets& widgets);
  void named_characters(Editor& editor, const Portraits& portraits, Widgets& widgets);
  void poses(Editor& editor, Widgets& widgets);
  void motion(Editor& editor, Widgets& widgets);
  void points(Editor& editor, Widgets& widgets);
  template <typename Choose>
  void chips(const char* id, const std::vector<std::string>& titles, int chosen, Widgets& widgets,
             Choose choose);

  Rect seed_field_{};
  bool copy_requested_ = false;
};

}  // namespace psgan::web
