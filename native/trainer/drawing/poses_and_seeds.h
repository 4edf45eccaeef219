// What generate and animate are asked to draw: whom, in which poses.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "common/left_out.h"
#include "psgan/character.h"
#include "psgan/pose.h"

namespace psgan::trainer {

/// "1-8" or "3,17,40-42". Throws UsageError.
std::vector<std::uint64_t> parse_seeds(const std::string& text);

/// `count` poses spread over a data set's (a zip), or all of a JSON file's: {"poses": [[[x,y,
/// visible], ...20], ...]}. Throws Error naming file and pose.
std::vector<Pose> read_poses(const std::filesystem::path& path, int count);

/// What a share link of the page shows.
struct LinkedScene {
  std::vector<Character> characters;  ///< From the left.
  std::vector<Pose> poses;            ///< Of each.
  std::vector<std::string> problems;  ///< A sentence for each part that cannot be read or shown.
};

/// Reads a link, or its part from the '#' on. A link in motion shows the moment that it begins at.
/// Throws UsageError if the text holds no character.
LinkedScene read_link(const std::string& link);

/// A motion, as a command line names it.
struct MotionChoice {
  /// - a BVH file;
  /// - the name of one of the project's own clips;
  /// - a JSON file of poses as read_poses() reads them, which are taken as they are;
  /// - people's keypoints (see psgan/openpose.h): a file of one or more frames, or a folder of
  ///   them, in the order of their names. The largest person of the first frame is followed, fitted
  ///   to the project's own figure (see motion/people.h); where nobody is seen, she stays as she
  ///   is.
  std::string motion = "idle";
  bool as_in_file = false;  ///< People's keypoints stay where they are in their pictures.
  std::string up = "auto";  ///< Which axis is up in a motion file: "y", "z" or "auto".
  /// "front": a motion file's heading is taken out of every frame, so that yaw 0 sees her front;
  /// "file": as the file turns her.
  std::string facing = "front";
};

/// The pose that the page begins with; a program without the motions has nearly the same one.
Pose first_pose_of_page();

/// A motion's poses at so many frames a second, for so many seconds (0: all of it, once); the
/// frames of a file are taken one by one. Files of a folder that cannot be read go to `left_out`.
/// What is wrong with a file and does not matter is printed as a warning. Throws Error naming what
/// cannot be read, or the names there are.
std::vector<Pose> motion_poses(const MotionChoice& choice, double fps, double seconds,
                               float camera_yaw, LeftOut& left_out);

}  // namespace psgan::trainer
