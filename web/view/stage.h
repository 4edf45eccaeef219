// The stage: the character's picture, and over it the skeleton whose points are dragged.
#pragma once

#include <array>
#include <map>
#include <optional>

#include "editor/editor.h"
#include "imgui.h"
#include "psgan/pose.h"
#include "psgan/skeleton.h"
#include "view/input.h"
#include "view/picture.h"
#include "view/reference.h"
#include "view/widgets.h"

namespace psgan::web {

/// Hers, and those of the row.
using Pictures = std::array<Picture, 1 + Editor::most_in_row>;

class Stage {
 public:
  /// Draws the square `rect` and lets the visitor drag: a point moves, the ground turns her.
  /// Call inside an ImGui window.
  void draw(const Rect& rect, Editor& editor, Pictures& pictures, Widgets& widgets,
            const Input& input);

  Reference reference;

  /// Fingers beyond the first, which Dear ImGui does not know: each may drag another point.
  void finger(PointerKind kind, int id, ImVec2 at, Editor& editor);

  /// A keypoint's place on the canvas in CSS pixels, as last drawn.
  ImVec2 screen(const PosePoint& point) const;

  /// Closer (above 1) or farther, the place `at` on the canvas staying where it is.
  void zoom(float by, ImVec2 at);
  /// The same about the middle.
  void zoom(float by) { zoom(by, middle()); }
  float zoomed() const { return zoom_; }
  bool contains(ImVec2 at) const { return rect_.contains(at); }
  /// The box around picked points on the canvas; of no size without.
  const Rect& picked_place() const { return picked_rect_; }

  /// A finger here would take hold of a point, or of a picture that is larger than the stage.
  bool grabs(ImVec2 at, const Editor& editor) const;
  /// A finger here would take hold of the chosen point.
  bool grabs_chosen(ImVec2 at, const Editor& editor) const;

  /// Something moves by itself, so another frame is wanted.
  bool animating() const { return animating_; }

  /// Paint is dear, so that pictures are enlarged sharply only while nothing moves.
  bool sparing = false;
  /// The picture and messages alone.
  bool bare = false;
  /// A frame with her head and shoulders is wanted.
  bool close_up = false;
  /// Where that frame is on the canvas; of no size without.
  const Rect& close_up_place() const { return close_up_rect_; }

 private:
  struct Grip {
    Keypoint keypoint;
    ImVec2 offset;  ///< From the finger to the point, so that nothing jumps.
  };

  std::optional<Keypoint> nearest(ImVec2 at, const Pose& pose, bool touch) const;
  /// Two fingers on the ground; what they have done already.
  struct Pinch {
    int finger;  ///< The second one's number.
    ImVec2 at;   ///< Where it is.
    std::optional<float> apart;
    ImVec2 between;
  };

  void handle_pointer(Editor& editor, const Input& input);
  void press(ImVec2 mouse, Editor& editor, const Input& input);
  void drag_held(ImVec2 mouse, ImVec2 went, Editor& editor);
  void let_go(Editor& editor);
  void forget_press();
  void follow_pinch();
  std::optional<int> corner_at(ImVec2 at, bool touch) const;
  void scale_by_corner(ImVec2 mouse, ImVec2 went, Editor& editor) const;
  void pick_in_band(ImVec2 a, ImVec2 b, Editor& editor) const;
  /// The number of one beside her whose figure is there, 0: none.
  int companion_at(ImVec2 at, const Editor& editor) const;
  void drag_to(Keypoint keypoint, ImVec2 target, Editor& editor) const;
  ImVec2 middle() const {
    return ImVec2((rect_.min.x + rect_.max.x) / 2, (rect_.min.y + rect_.max.y) / 2);
  }
  void move_view(ImVec2 by);
  void draw_zoom(Widgets& widgets);
  /// Whose picture is where, hers with number 0.
  Rect place_of(int number, const Editor& editor) const;
  /// Row by row.
  static std::array<ImVec2, 4> corners(const Rect& box);
  /// Of lines and points: thinner on a small figure.
  float fineness() const;
  /// How opaque the skeleton should be now.
  float wanted_strength(const Editor& editor, bool pictured, bool touch) const;
  void draw_pictures(const Editor& editor, Pictures& pictures) const;
  /// One of the pictures, as sharp as its place needs.
  ImTextureID texture_of(Picture& picture, const Rect& place, const Editor& editor) const;
  /// `picture` is the texture of hers.
  void draw_close_up(const Editor& editor, ImTextureID picture);
  void turn_by_ground(Editor& editor, bool hovered);
  void draw_turning(const Editor& editor, const Widgets& widgets) const;
  void draw_bones(ImDrawList* list, const Pose& pose) const;
  void draw_picked(ImDrawList* list, const Editor& editor);
  void draw_handles(ImDrawList* list, const Editor& editor, const Pose& pose, bool touch) const;
  void draw_welcome(const Editor& editor, const Widgets& widgets, bool touch) const;
  void draw_name(const Editor& editor, const Pose& pose, const Widgets& widgets) const;
  void draw_loading(const Editor& editor, const Widgets& widgets);
  /// The points for the keyboard.
  void note_points(Editor& editor, Widgets& widgets) const;
  void note_chosen(Editor& editor, Widgets& widgets) const;
  void draw_status(const Editor& editor, const Widgets& widgets) const;
  void draw_messages(Editor& editor, Widgets& widgets) const;

  Rect rect_{};
  Rect figure_rect_{};  ///< Of her own picture.
  float zoom_ = 1;
  ImVec2 view_{0.5f, 0.5f};  ///< What of the stage is in its middle, from 0 to 1.
  bool moving_view_ = false;
  std::map<int, Grip> fingers_;
  std::optional<float> turned_from_;  ///< Her turn when the ground was taken hold of.
  bool over_ground_ = false;          ///< A mouse is, where a drag would turn her.
  bool pressed_ = false;
  ImVec2 pressed_at_{}, last_mouse_{};
  Rect picked_rect_{};
  Rect close_up_rect_{};
  bool holds_picked_ = false;         ///< The picked points are dragged together,
  std::optional<Keypoint> unpicked_;  ///< One that a press without a drag takes out again.
  std::optional<int> held_corner_;    ///< or scaled.
  std::optional<ImVec2> band_from_;   ///< Where a box that picks points begins.
  std::optional<Pinch> pinch_;
  int over_companion_ = 0, held_companion_ = 0;  ///< Their numbers.
  float companion_from_ = 0;                     ///< Where she stood.
  std::optional<Keypoint> hovered_, held_;
  ImVec2 grip_{};             ///< From the pointer to the held point, so that nothing jumps.
  bool moved_ = false;        ///< The held point has left its place.
  float strength_ = 0;        ///< The skeleton's opacity.
  double pointed_at_ = -1e9;  ///< When the pointer last moved, on Dear ImGui's clock.
  bool animating_ = false;
};

}  // namespace psgan::web
