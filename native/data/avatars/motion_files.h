// Motion from files.
#pragma once

#include <filesystem>
#include <vector>

#include "motion/clip.h"
#include "motion/joint_names.h"

namespace CLI {
class App;
}

namespace psgan::data {

/// A file or folder of motion, as a command line names it.
struct MotionChoice {
  std::filesystem::path path;         ///< Empty: the project's own clips.
  std::filesystem::path joint_names;  ///< A table, or empty.
};

/// --motion, --joint-names.
void add_motion_options(CLI::App& command, MotionChoice& choice);

std::vector<Clip> load(const MotionChoice& choice);

/// The clips of a motion file (.bvh, .gltf, .glb, .vrma), or of all such files of a folder in the
/// order of their names. Throws Error naming the file (and line) that cannot be read, or the folder
/// if there are none.
std::vector<Clip> motion_clips(const std::filesystem::path& path,
                               const JointNames& joint_names = {});

}  // namespace psgan::data
