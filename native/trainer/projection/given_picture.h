// A picture to be put into the latent space: its file, and the pose of the character in it.
#pragma once

#include <filesystem>
#include <string>

#include "psgan/pose.h"
#include "trainer/evaluation/keypoint_detector.h"
#include "trainer/files/image_file.h"

namespace psgan::trainer {

/// A PNG file's picture, on white. Throws Error naming the file.
Picture read_picture(const std::filesystem::path& path);

/// A picture of any size in the middle of a white square, as [1,3,r,r] in [−1,1].
torch::Tensor in_square(const Picture& picture, int resolution);

/// The pose in a file, in [0,1] of in_square()'s square: the first of {"poses": …} as read_poses()
/// reads them, which are in the square already, or the largest person of people's keypoints
/// (psgan/openpose.h) in the picture. Throws Error naming the file.
Pose read_pose_of(const Picture& picture, const std::filesystem::path& path);

/// The keypoints that a detector finds in an image [1,3,r,r]; those that it is not sure of are not
/// visible.
Pose detected_pose(KeypointDetector& detector, const torch::Tensor& image);

}  // namespace psgan::trainer
