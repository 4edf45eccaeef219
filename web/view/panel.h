// The controls beside the stage, in three leaves: who she is, how she stands, how she moves.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "editor/editor.h"
#include "editor/texts.h"
#include "imgui.h"
#include "view/portraits.h"
#include "view/widgets.h"

namespace psgan::web {

/// The pictures of the tiles, by kind.
using TilePictures = std::array<Portraits, tile_kinds>;

/// What the visitor wants of the page around the editor; each is true once.
struct PageWishes {
  bool share = false;          ///< The link: handed on or copied.
  bool open_file = false;      ///< BVH, OpenPose's JSON or a reference picture.
  bool open_photo = false;     ///< Of a person, whose pose she takes.
  bool watch = false;          ///< The camera, on or off.
  bool save_openpose = false;  ///< The pose as a file.
  bool take_pose = false;      ///< Of the person in the reference picture.
  bool copy_look = false;      ///< Of the character in it.
  bool reload = false;         ///< What failed can only be tried again from the beginning.
  bool change_theme = false;   ///< From light to dark or back.
  bool favourites_changed = false;
  bool leaf_opened = false;  ///< Its beginning is to be seen.
};

class Panel {
 public:
  // Each draws its part of a column at a place and returns the height that it takes.
  float draw_toolbar(ImVec2 at, float width, bool dark, Editor& editor, Widgets& widgets);
  /// The leaves' titles. `foldable`: a button folds the open one away, as on a phone.
  float draw_tabs(ImVec2 at, float width, bool foldable, Widgets& widgets);
  /// The open leaf. `strips`: the poses in one line that a finger pulls.
  float draw_leaf(ImVec2 at, float width, bool strips, Editor& editor, const TilePictures& tiles,
                  Widgets& widgets);
  /// A strip still runs after the finger.
  bool animating() const { return strip_speed_ != 0; }

  /// Where the page lays its text field for the seed; empty while it is folded away.
  const Rect& seed_field() const { return seed_field_; }

  PageWishes take_wishes();

 private:
  enum Leaf { character, pose, motion };

  void heading(const char* text, Widgets& widgets);
  /// An icon alone in a line of such; moves `x` on to the next.
  bool tool(float& x, const char* id, Icon icon, const char* tip, bool enabled,
            Widgets& widgets) const;

  // panel_character.cpp
  void draw_character(Editor& editor, const TilePictures& tiles, Widgets& widgets);
  void seeds(Editor& editor, Widgets& widgets);
  void mixing(Editor& editor, Widgets& widgets);
  void parts(Editor& editor, Widgets& widgets);
  void row(Editor& editor, Widgets& widgets);
  /// One of the row; true if the row is another afterwards.
  bool companion(int number, Editor& editor, Widgets& widgets);
  void models(Editor& editor, Widgets& widgets);

  // panel_wardrobe.cpp
  void wardrobe(Editor& editor, const TilePictures& tiles, Widgets& widgets);
  void options(int trait, Editor& editor, const TilePictures& tiles, Widgets& widgets);
  void colours(int trait, Editor& editor, Widgets& widgets);

  // panel_pose.cpp
  void draw_pose(Editor& editor, const TilePictures& tiles, Widgets& widgets);
  void presets(Editor& editor, const TilePictures& tiles, Widgets& widgets);
  void favourites(Editor& editor, Widgets& widgets);
  void points(Editor& editor, Widgets& widgets);

  // panel_motion.cpp
  void draw_motion(Editor& editor, Widgets& widgets);
  void sliders(Editor& editor, Widgets& widgets);
  void key_frames(Editor& editor, Widgets& widgets);
  /// What the chosen key changes of what she wears.
  void key_clothes(Editor& editor, Widgets& widgets);

  /// A label, and a slider to its right; true while it changes `value`.
  bool labelled_slider(const char* id, const char* name, const std::string& label, float& value,
                       float least, float most, Widgets& widgets, bool centre = false);
  /// Buttons from left to right, as many in a line as fit; `choose(i)` when one is clicked. The
  /// numbers of their ids, of `chosen` and of `i` begin at `first`.
  template <typename Choose>
  void chips(const std::string& id, std::span<const std::string> titles, int chosen,
             Widgets& widgets, Choose choose, int first = 0);
  /// The boxes of tiles in rows; `draw(i, box)` fills one.
  template <typename Draw>
  void grid(int count, int columns, float aspect, float most_height, Draw draw);
  /// The same in one line, which is pulled sideways where it is longer than the column.
  template <typename Draw>
  void strip(int count, float aspect, float height, Widgets& widgets, Draw draw);
  /// Where a strip over such an area stands now; follows the finger.
  float pull_strip(const Rect& area, float longest, Widgets& widgets);

  float y_ = 0, x_ = 0, width_ = 0;
  Leaf leaf_ = character;
  bool folded_ = false;
  bool show_neighbours_ = false;
  std::string open_row_;      ///< Of the wardrobe; empty: none.
  int asked_for_person_ = 0;  ///< As often as the pose's leaf was opened for that.
  bool strips_ = false;
  float strip_at_ = 0;     ///< How far it is pulled, CSS pixels.
  float strip_speed_ = 0;  ///< CSS pixels a second, after the finger has left.
  bool strip_pressed_ = false;
  Rect seed_field_{};
  PageWishes wishes_;
};

// ---- Only templates below ---------------------------------------------------------------------

namespace panel {
inline constexpr float gap = 8;
inline constexpr float section_gap = 18;
inline constexpr float strip_margin = 16;  // A strip goes on to the edge of the screen.
}  // namespace panel

/// The controls that are drawn while it lives are one group.
class InGroup {
 public:
  InGroup(Widgets& widgets, const char* name) : widgets_(widgets) { widgets.group = tr(name); }
  ~InGroup() { widgets_.group.clear(); }
  InGroup(const InGroup&) = delete;
  InGroup& operator=(const InGroup&) = delete;

 private:
  Widgets& widgets_;
};

template <typename Choose>
void Panel::chips(const std::string& id, std::span<const std::string> titles, int chosen,
                  Widgets& widgets, Choose choose, int first) {
  float x = x_;
  for (int i = first; i < first + static_cast<int>(titles.size()); ++i) {
    const char* title = titles[i - first].c_str();
    const float width = std::min(widgets.chip_width(title), width_);
    if (x > x_ && x + width > x_ + width_) {
      x = x_;
      y_ += Widgets::chip_height + panel::gap;
    }
    if (widgets.chip(id + " " + std::to_string(i), ImVec2(x, y_), width, title, i == chosen)) {
      choose(i);
    }
    x += width + panel::gap;
  }
  y_ += Widgets::chip_height + panel::gap;
}

template <typename Draw>
void Panel::grid(int count, int columns, float aspect, float most_height, Draw draw) {
  const float width =
      (width_ - static_cast<float>(columns - 1) * panel::gap) / static_cast<float>(columns);
  const float height = std::min(width * aspect, most_height);
  for (int i = 0; i < count; ++i) {
    const ImVec2 at(x_ + static_cast<float>(i % columns) * (width + panel::gap),
                    y_ + static_cast<float>(i / columns) * (height + panel::gap));
    draw(i, Rect{at, ImVec2(at.x + width, at.y + height)});
  }
  y_ += static_cast<float>((count + columns - 1) / columns) * (height + panel::gap);
}

template <typename Draw>
void Panel::strip(int count, float aspect, float height, Widgets& widgets, Draw draw) {
  const float width = height / aspect;
  const Rect area{ImVec2(x_ - panel::strip_margin, y_),
                  ImVec2(x_ + width_ + panel::strip_margin, y_ + height)};
  const float longest = static_cast<float>(count) * (width + panel::gap) - panel::gap - width_;
  const float from = x_ - pull_strip(area, longest, widgets);
  ImGui::PushClipRect(ImVec2(area.min.x, area.min.y - 2), ImVec2(area.max.x, area.max.y + 2), true);
  for (int i = 0; i < count; ++i) {
    const ImVec2 at(from + static_cast<float>(i) * (width + panel::gap), y_);
    draw(i, Rect{at, ImVec2(at.x + width, at.y + height)});
    if (!widgets.reached.empty() && widgets.controls.back().id == widgets.reached) {
      strip_at_ = at.x - from - (width_ - width) / 2;  // Within bounds from the next frame on.
    }
  }
  ImGui::PopClipRect();
  y_ += height + panel::gap;
}

}  // namespace psgan::web
