// Motion from files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/left_out.h"
#include "motion/clip.h"
#include "motion/retarget.h"

namespace CLI {
class App;
}

namespace psgan::data {

/// A file or folder of motion, as a command line names it.
struct MotionChoice {
  std::filesystem::path path;         ///< Empty: the project's own clips.
  std::filesystem::path joint_names;  ///< A table, or empty.
  std::string up = "auto";            ///< "y", "z", "auto".
  std::string facing = "front";       ///< "front", "file".
};

/// --motion, --joint-names, --up, --facing.
void add_motion_options(CLI::App& command, MotionChoice& choice);

/// The clips. Of a folder, files that cannot be read are left out; what was wrong with the others
/// and does not matter is printed as warnings.
std::vector<Clip> load(const MotionChoice& choice, LeftOut& left_out);

/// The clips of a motion file (.bvh, .gltf, .glb, .vrma), or of all such files of a folder in the
/// order of their names. `notes` as retarget() has it. Of a folder, `left_out` takes those that
/// cannot be read; without it they are errors. Throws Error naming the file (and line), or the
/// folder if none of it can be read.
std::vector<Clip> motion_clips(const std::filesystem::path& path,
                               const RetargetOptions& options = {},
                               std::vector<std::string>* notes = nullptr,
                               LeftOut* left_out = nullptr);

}  // namespace psgan::data
