#include "data/avatars/motion_files.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "common/program.h"
#include "data/avatars/figures.h"
#include "data/avatars/gltf_motion.h"
#include "motion/bvh.h"
#include "motion/retarget.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

std::vector<Clip> clips_of_file(const std::filesystem::path& file, const JointNames& names) {
  if (file.extension() != ".bvh") return gltf_clips(file, names);
  return {retarget(read_bvh(read_text_file(file), file.string()), file.stem().string(), names)};
}

}  // namespace

void add_motion_options(CLI::App& command, MotionChoice& choice) {
  CLI::Option* motion = command.add_option(
      "--motion", choice.path,
      "A motion file, or a folder of them (.bvh, .gltf, .glb, .vrma), instead of "
      "the project's own clips");
  command
      .add_option("--joint-names", choice.joint_names,
                  "A table for motion with unknown joint names: lines of VRM's name for a bone "
                  "(leftUpperLeg) and the file's")
      ->needs(motion);
}

std::vector<Clip> load(const MotionChoice& choice) {
  if (choice.path.empty()) return own_clips();
  JointNames names;
  if (!choice.joint_names.empty())
    names = read_joint_names(read_text_file(choice.joint_names), choice.joint_names.string());
  return motion_clips(choice.path, names);
}

std::vector<Clip> motion_clips(const std::filesystem::path& path, const JointNames& joint_names) {
  std::vector<std::filesystem::path> files{path};
  if (std::filesystem::is_directory(path))
    files = files_in(path, {".bvh", ".gltf", ".glb", ".vrma"});
  std::vector<Clip> clips;
  for (const auto& file : files)
    for (Clip& clip : clips_of_file(file, joint_names)) clips.push_back(std::move(clip));
  return clips;
}

}  // namespace psgan::data
