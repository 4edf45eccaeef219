// What a character looks like, apart from her pose: the colours along her bones. With it is
// measured whether she stays herself while she moves.
#pragma once

#include <torch/torch.h>

namespace psgan::trainer {

inline constexpr int places_per_bone = 3;

/// Colours at the quarters of every bone, softened by a Gaussian of 1.5% of the picture: images
/// [N,3,r,r] in [−1,1], their keypoints [N,20,3] → [N,57,4], red, green and blue in [0,255] and
/// whether the place is seen (both ends of its bone are visible).
torch::Tensor bone_colours(const torch::Tensor& images, const torch::Tensor& keypoints);

/// How far one character's colours [F,57,4] wander over frames: the mean distance of each place's
/// colour from its mean over the frames in which it is seen. In steps of 255 a channel.
double colour_drift(const torch::Tensor& colours);

/// The mean distance between the mean colours of every two characters [S,F,57,4]: what a drift is
/// to be held against.
double colour_difference(const torch::Tensor& colours);

/// Mean absolute difference of neighbouring pixels of images [N,3,r,r] in [−1,1], of 255.
double edge_strength(const torch::Tensor& images);

}  // namespace psgan::trainer
