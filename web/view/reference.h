// A picture to pose after, behind the skeleton.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "view/widgets.h"

namespace psgan::web {

class Reference {
 public:
  Reference() = default;
  ~Reference() { remove(); }
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;

  /// RGBA, the top row first. Throws Error on another number of bytes.
  void set(std::span<const std::uint8_t> rgba, int width, int height);
  void remove();
  bool there() const { return texture_ != 0; }
  /// She is to take the pose of the person in it; true once.
  bool take_pose_wish() { return std::exchange(take_pose_wish_, false); }
  /// She is to become the character in it, who stands as the skeleton does; true once.
  bool copy_look_wish() { return std::exchange(copy_look_wish_, false); }

  /// In the middle of her square `figure`, seen on the stage, with its controls at the stage's
  /// foot; whether the look can be copied.
  void draw(const Rect& stage, const Rect& figure, bool can_copy_look, Widgets& widgets);

 private:
  unsigned texture_ = 0;
  float width_ = 0, height_ = 0;
  float strength_ = 0.5f;
  bool take_pose_wish_ = false, copy_look_wish_ = false;
};

}  // namespace psgan::web
