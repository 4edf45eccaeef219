// OpenPose's keypoint files (JSON), to and from the 20 keypoints.
//
//   { "version": 1.3, "canvas_width": 512, "canvas_height": 512,
//     "people": [ { "pose_keypoints_2d": [x, y, confidence, ...] }, ... ] }
//
// Known are BODY_25 (25 points, OpenPose's own model) and COCO-18 (18 points, the older model and
// what ControlNet's editors write), in versions 1.0 ("pose_keypoints") to 1.3
// ("pose_keypoints_2d"). A missing point is (0, 0, 0), has a negative coordinate or confidence 0.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "psgan/pose.h"

namespace psgan {

enum class OpenPoseFormat { body_25, coco_18 };

/// What one file holds.
struct OpenPoseFile {
  OpenPoseFormat format = OpenPoseFormat::body_25;
  /// The picture's pixels; 0 if nobody said. 1 × 1 if the coordinates are shares of a picture whose
  /// size nobody said.
  int width = 0, height = 0;
  /// x to the right and y down in pixels of the picture, which points may leave; a missing point is
  /// not visible. The points that OpenPose does not have, by these rules:
  /// - neck: the file's, or else the middle of the shoulders;
  /// - pelvis: BODY_25's middle of the hips, or else the middle of both hips;
  /// - chest: 0.6 of the way from the pelvis to the neck (as in the project's own data sets);
  /// - toes: BODY_25's big toe, or else its small toe; with neither, and in COCO-18, the shin goes
  ///   on beyond the ankle by a fifth of its length.
  /// A point whose rule lacks one of its points is missing, too. Ears and heels are passed over.
  std::vector<Pose> people;
};

/// Reads a file. `width` and `height` are the picture's pixels if the caller knows them: they come
/// before the file's own canvas size. Coordinates are shares of the picture if none in the file is
/// above 2, else pixels. A list of such objects (one for each frame, as some editors write) gives
/// its first. Throws Error naming `where`, the person and what is wrong.
OpenPoseFile read_openpose(const std::string& json, const std::string& where, int width = 0,
                           int height = 0);

/// Writes a file (version 1.3). Points that are not visible, and those that the 20 keypoints lack,
/// are (0, 0, 0); all others have confidence 1.
std::string to_json(const OpenPoseFile& file);

/// Poses in [0,1] of a square picture as a file of that many pixels.
OpenPoseFile openpose_file(std::span<const Pose> poses, int size, OpenPoseFormat format);

/// The person whose visible points span the largest rectangle, or nothing if nobody has two.
std::optional<std::size_t> largest_person(std::span<const Pose> people);

/// A pose in pixels of a picture, as shares of the square into whose middle that picture is put:
/// what the networks take. Points outside the square are no longer visible.
Pose letterboxed(const Pose& pixels, int width, int height);

}  // namespace psgan
