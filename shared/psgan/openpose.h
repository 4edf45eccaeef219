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
  /// Size of the image in pixels; 0 if unknown, 1 × 1 if the coordinates are relative to an image
  /// of unknown size.
  int width = 0, height = 0;
  /// x to the right and y down in pixels, possibly outside of the image; a missing point is
  /// not visible. The points that OpenPose does not have, by these rules:
  /// - neck: the file's, or else the middle of the shoulders;
  /// - pelvis: BODY_25's middle of the hips, or else the middle of both hips;
  /// - chest: 0.6 of the way from the pelvis to the neck (as in the project's own data sets);
  /// - toes: BODY_25's big toe, or else its small toe; with neither, and in COCO-18, the shin is
  ///   extended beyond the ankle by a fifth of its length.
  /// A point whose rule lacks one of its points is missing too. Ears and heels are ignored.
  std::vector<Pose> people;
};

/// Reads a file. `width` and `height` are the image's pixels if the caller knows them; they take
/// precedence over the file's canvas size. Coordinates are relative to the image if none in the
/// file is above 2, else pixels. A list of such objects (one for each frame, as some editors write)
/// gives the first one. Throws Error naming `where`, the person and what is wrong.
OpenPoseFile read_openpose(const std::string& json, const std::string& where, int width = 0,
                           int height = 0);

/// Writes a file (version 1.3). Points that are not visible, and those that the 20 keypoints lack,
/// are (0, 0, 0); all others have confidence 1.
std::string to_json(const OpenPoseFile& file);

/// Poses in [0,1] of a square image, as a file in pixels.
OpenPoseFile openpose_file(std::span<const Pose> poses, int size, OpenPoseFormat format);

/// The person whose visible points span the largest rectangle, or nothing if no person has two.
std::optional<std::size_t> largest_person(std::span<const Pose> people);

/// A pose in pixels of an image, in [0,1] of the square in whose centre that image is placed: what
/// the networks take. Points outside the square are no longer visible.
Pose letterboxed(const Pose& pixels, int width, int height);

}  // namespace psgan
