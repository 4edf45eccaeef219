// How PG2 (Ma et al. 2017, section 3.1) takes a pose: discs at the keypoints for the networks, and
// a mask of the figure by which the L1 counts the figure more than its ground.
#pragma once

#include <torch/torch.h>

namespace psgan::trainer {

/// The radius of discs and limbs at this resolution, in pixels: 4 at 256², as published, and never
/// so small that a disc falls between the pixels.
double disc_radius(int resolution);

/// The side of the square that joins limbs at this resolution, in pixels: 5 at 256², as published;
/// odd, at least 3.
int joining_square(int resolution);

/// Keypoints [N,20,3] (x, y, visible) → [N,20,r,r]: 1 where a pixel's centre is within
/// disc_radius() of the keypoint, −1 elsewhere and for keypoints that are not visible.
torch::Tensor draw_pose_discs(const torch::Tensor& keypoints, int resolution);

/// The same keypoints → [N,1,r,r]: 1 on the figure, else 0. The figure is all that is within
/// disc_radius() of a bone, or of an edge of the torso, whose ends are both visible, dilated and
/// eroded by joining_square(), so that gaps between limbs that lie close together are filled.
torch::Tensor draw_pose_mask(const torch::Tensor& keypoints, int resolution);

}  // namespace psgan::trainer
