// The stage: the character's picture, and over it the skeleton whose points are dragged.
#pragma once

#include <array>
#include <optional>

#include "editor.h"
#include "input.h"
#include "picture.h"
#include "widgets.h"

namespace psgan::web {

class Stage {
 public:
  /// Draws the square `rect` and lets the visitor drag. Call inside an ImGui window.
  void draw(const Rect& rect, Editor& editor, Picture& picture, Widgets& widgets,
            const Input& input);

  /// A keypoint's place on the canvas in CSS pixels, as last drawn.
  ImVec2 screen(const PosePoint& point) const;

  /// A finger here would take hold of a point.
  bool grabs(ImVec2 at, const Editor& editor) const;

  /// Something moves by itself, so another frame is wanted.
  bool animating() const { return animating_; }

 private:
  std::optional<Keypoint> nearest(ImVec2 at, const Pose& pose, bool touch) const;
  void handle_pointer(Editor& editor, const Input& input);
  void draw_bones(ImDrawList* list, const Pose& pose) const;
  void draw_handles(ImDrawList* list, const Editor& editor, const Pose& pose, bool touch) const;
  void draw_name(const Editor& editor, const Pose& pose, const Widgets& widgets) const;
  void draw_loading(const Editor& editor, const Widgets& widgets);
  void draw_status(const Editor& editor, const Widgets& widgets) const;
  void draw_messages(Editor& editor, Widgets& widgets) const;

  Rect rect_{};
  std::optional<Keypoint> hovered_, held_;
  ImVec2 grip_{};       ///< From the pointer to the held point, so that nothing jumps.
  bool moved_ = false;  ///< The held point has left its place.
  float strength_ = 1;  ///< The skeleton's opacity.
  bool animating_ = false;
};

}  // namespace psgan::web
