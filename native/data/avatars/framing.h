// How far the camera stands back, so that an avatar's whole mesh is in the picture.
#pragma once

#include <span>

#include "data/avatars/avatar.h"
#include "motion/camera.h"

namespace psgan::data {

/// A body as a camera sees it.
struct FramedPose {
  BodyPose pose;
  Camera camera;
};

/// Sets Humanoid::reach by the mesh in the T-pose, from four sides. A mesh that fits the picture of
/// a figure of the avatar's height leaves it as it is. A surface that would make her smaller than
/// 0.4 of that is scenery and may be cut off.
void frame_rest(Avatar& avatar);

/// The same over these poses, on top of what is there: one scale for all of them. What hangs lower
/// than the ground does not count. Says by how much the figure became smaller (1: not at all).
float frame_poses(Avatar& avatar, std::span<const FramedPose> poses);

}  // namespace psgan::data
