// Dragging a joint as a puppeteer does: arms and legs bend and keep their lengths.
#pragma once

#include "psgan/pose.h"

namespace psgan::web {

/// The pose after a joint was pulled to (x, y), in units of the image:
/// - a wrist or an ankle pulls its elbow or knee along, shoulder or hip staying (toes go with the
///   ankle);
/// - any other joint turns about the one it hangs from and takes along what hangs from it;
/// - the pelvis takes everything along.
/// `upright` gives the true lengths: in the picture a limb may be shorter, pointing at us or away,
/// but not longer. Where the limb is too short, the joint stops before (x, y).
Pose pulled(const Pose& pose, Keypoint keypoint, float x, float y, const Pose& upright);

/// The pose after a joint alone, or with all that hangs from it, moved by (dx, dy), as far as its
/// visible points stay in the picture.
Pose moved(const Pose& pose, Keypoint keypoint, bool with_limb, float dx, float dy);

}  // namespace psgan::web
