// What generate and animate are asked to draw: whom, in which poses.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "psgan/pose.h"

namespace psgan::trainer {

/// "1-8" or "3,17,40-42". Throws UsageError.
std::vector<std::uint64_t> parse_seeds(const std::string& text);

/// `count` poses spread over a data set's (a zip), or all of a JSON file's: {"poses": [[[x,y,
/// visible], ...20], ...]}. Throws Error naming file and pose.
std::vector<Pose> read_poses(const std::filesystem::path& path, int count);

/// A motion's poses at so many frames a second, for so many seconds (0: all of it, once). `motion`
/// is a BVH file (her heading is taken out of it, so that she always faces the camera at that yaw),
/// the name of one of the project's own clips, or a JSON file of poses, which are taken as they
/// are. Throws Error naming what cannot be read, or the names there are.
std::vector<Pose> motion_poses(const std::string& motion, double fps, double seconds,
                               float camera_yaw);

}  // namespace psgan::trainer
