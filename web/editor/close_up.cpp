#include "editor/close_up.h"

#include <algorithm>
#include <cmath>

namespace psgan::web {

std::optional<Square> head_and_shoulders(const Pose& pose) {
  const PosePoint &neck = pose[Keypoint::neck], &pelvis = pose[Keypoint::pelvis],
                  &nose = pose[Keypoint::nose];
  if (!neck.visible || !pelvis.visible) return std::nullopt;
  float x = neck.x - pelvis.x, y = neck.y - pelvis.y;
  // A bow shortens the trunk in the picture, but neither head nor shoulders.
  const float trunk = std::clamp(std::hypot(x, y), 0.13F, 0.2F);
  if (nose.visible) x = nose.x - neck.x, y = nose.y - neck.y;
  const float length = std::max(std::hypot(x, y), 1e-4F);
  const float up = trunk / 2 / length;
  return Square{neck.x + x * up - trunk, neck.y + y * up - trunk, 2 * trunk};
}

std::size_t freest(std::span<const Square> frames, const Pose& pose, const Square& figure) {
  constexpr float room = 0.03F;  // that a limb takes around its points, of her picture
  const auto covered = [&](Square frame) {
    frame.left -= room * figure.side;
    frame.top -= room * figure.side;
    frame.side += 2 * room * figure.side;
    return std::count_if(pose.points.begin(), pose.points.end(), [&](const PosePoint& point) {
      return point.visible && frame.contains(figure.left + point.x * figure.side,
                                             figure.top + point.y * figure.side);
    });
  };
  std::size_t best = 0;
  for (std::size_t i = 1; i < frames.size(); ++i) {
    if (covered(frames[i]) < covered(frames[best])) best = i;
  }
  return best;
}

}  // namespace psgan::web
