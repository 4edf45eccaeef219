// Dragging a joint as a puppeteer does: bones keep their lengths in space, so that a limb that
// looks short points at us or away.
#pragma once

#include <bitset>

#include "motion/figure.h"
#include "psgan/skeleton.h"

namespace psgan::web {

/// The figure after a joint was pulled to (x, y), in units of the picture, every bone as long as
/// before:
/// - a wrist or an ankle pulls its elbow or knee along, shoulder or hip staying (the foot keeps its
///   direction);
/// - elbow, knee and toe turn about the joint they hang from and take along what hangs from them;
/// - chest and neck bend the spine, nose and eyes turn the head, a hip turns the pelvis;
/// - the pelvis takes everything along.
/// Where a limb is too short the joint stops before (x, y), and so it does where a visible point
/// would leave the picture.
Figure pulled(const Figure& figure, Keypoint keypoint, float x, float y);

/// The figure after one joint alone was put at (x, y), at its own depth, bones as long as it takes;
/// a visible one stays in the picture.
Figure placed(const Figure& figure, Keypoint keypoint, float x, float y);

/// Which of the keypoints, by index().
using PickedPoints = std::bitset<keypoint_count>;

/// The figure after some of its joints were moved by (dx, dy) in units of the picture, or less
/// where a visible one would leave it; each stays at its own depth.
Figure shifted(const Figure& figure, const PickedPoints& which, float dx, float dy);

/// The figure after some of its joints were scaled about (x, y) in units of the picture, depths
/// about their middle, or less where a visible one would leave the picture.
Figure scaled(const Figure& figure, const PickedPoints& which, float factor, float x, float y);

/// The figure whose one arm and leg do what those of the other side do, as in a mirror that stands
/// in the middle of her shoulders and hips; `left`: those of her left are copied.
Figure with_side_copied(const Figure& figure, bool left);

}  // namespace psgan::web
