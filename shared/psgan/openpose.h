// Files of people's keypoints (JSON), to and from the 20 keypoints.
//
//   { "version": 1.3, "canvas_width": 512, "canvas_height": 512,
//     "people": [ { "pose_keypoints_2d": [x, y, confidence, ...] }, ... ] }
//
// is what OpenPose writes (without the canvas) and ControlNet's editors; bodies of other programs
// are read as well, see openpose_json.h for the files and openpose_layouts.h for the points. A
// missing point is null, (0, 0, 0), has a negative coordinate or confidence 0.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "psgan/pose.h"

namespace psgan {

enum class OpenPoseFormat { body_25, coco_18 };

/// Keypoints of the head besides the 20.
struct Ears {
  PosePoint left{0, 0, false}, right{0, 0, false};
};

/// What one file, or one frame of it, holds.
struct OpenPoseFile {
  /// For writing: BODY_25 if the first body has a point of the pelvis, else COCO-18.
  OpenPoseFormat format = OpenPoseFormat::body_25;
  /// Size of the image in pixels; 0 if unknown, 1 × 1 if the coordinates are relative to an image
  /// of unknown size.
  int width = 0, height = 0;
  /// x to the right and y down in pixels, possibly outside of the image; a missing point is
  /// not visible. The points that a file does not have, by these rules:
  /// - neck: the file's, or else the middle of the shoulders;
  /// - pelvis: the file's middle of the hips, or else the middle of both hips;
  /// - chest: 0.6 of the way from the pelvis to the neck (as in the project's own data sets);
  /// - toes: the big toe, or else the small toe; with neither, and in COCO-18, the shin is extended
  ///   beyond the ankle by a fifth of its length.
  /// A point whose rule lacks one of its points is missing too. Heels are ignored.
  std::vector<Pose> people;
  std::vector<Ears> ears;  ///< Of the same people.
  /// Whether the people are the project's own figure: such files have "skeleton": "psgan-20".
  bool own_figure = false;
};

/// Reads a file, or the first frame with people of a file of several. `width` and `height` are the
/// image's pixels if the caller knows them; coordinates in pixels of the file's canvas, if it has
/// one, are scaled to the image. Coordinates are relative to the image if none in the file is above
/// 2, from −1 to 1 (OpenPose's --keypoint_scale 4) if many of these are negative, else pixels.
/// Throws Error naming `where`, the person and what is wrong.
OpenPoseFile read_openpose(const std::string& json, const std::string& where, int width = 0,
                           int height = 0);

/// All frames of a file, at least one.
std::vector<OpenPoseFile> read_openpose_frames(const std::string& json, const std::string& where,
                                               int width = 0, int height = 0);

/// Writes a file (version 1.3). Points that are not visible, and those that the 20 keypoints lack,
/// are (0, 0, 0); all others have confidence 1.
std::string to_json(const OpenPoseFile& file);

/// Poses of the project's own figure, in [0,1] of a square image, as a file in pixels.
OpenPoseFile openpose_file(std::span<const Pose> poses, int size, OpenPoseFormat format);

/// The person whose visible points span the largest rectangle, or nothing if no person has two.
std::optional<std::size_t> largest_person(std::span<const Pose> people);

/// A pose in pixels of an image, in [0,1] of the square in whose centre that image is placed: what
/// the networks take. Points outside the square are no longer visible.
Pose letterboxed(const Pose& pixels, int width, int height);

/// A file's people in [0,1] of the square: letterboxed, or scaled to fill most of it, all together,
/// if the size of the image is unknown.
std::vector<Pose> in_square(const OpenPoseFile& file);

/// How many of the 20 points are visible.
int visible_points(const Pose& pose);

}  // namespace psgan
