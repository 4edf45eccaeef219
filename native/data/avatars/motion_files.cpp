#include "data/avatars/motion_files.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "common/program.h"
#include "data/avatars/figures.h"
#include "data/avatars/gltf_motion.h"
#include "motion/bvh.h"
#include "motion/retarget.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

std::vector<Clip> clips_of_file(const std::filesystem::path& file, const RetargetOptions& options,
                                std::vector<std::string>* notes) {
  try {
    if (!has_extension(file, ".bvh")) return gltf_clips(file, options, notes);
    const Bvh bvh = read_bvh(read_text_file(file), file.string());
    return {retarget(bvh, file.stem().string(), options, notes)};
  } catch (const UnknownJoints& error) {
    throw Error(std::string(error.what()) +
                "\nA table of names tells what the file calls them: --joint-names");
  }
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
  command
      .add_option("--up", choice.up,
                  "Which axis is up in the motion; auto looks at the hips' height, then from feet "
                  "to head")
      ->check(CLI::IsMember({"y", "z", "auto"}))
      ->needs(motion);
  command
      .add_option("--facing", choice.facing,
                  "front: yaw 0 sees the figure's own front, whatever way the file turns it; file: "
                  "as the file turns it")
      ->check(CLI::IsMember({"front", "file"}))
      ->needs(motion);
}

std::vector<Clip> load(const MotionChoice& choice, LeftOut& left_out) {
  if (choice.path.empty()) return own_clips();
  RetargetOptions options;
  if (!choice.joint_names.empty())
    options.joint_names =
        read_joint_names(read_text_file(choice.joint_names), choice.joint_names.string());
  if (choice.up != "auto") options.up = choice.up == "z" ? UpAxis::z : UpAxis::y;
  options.file_heading = choice.facing == "file";
  std::vector<std::string> notes;
  std::vector<Clip> clips = motion_clips(choice.path, options, &notes, &left_out);
  for (const std::string& note : notes) std::fprintf(stderr, "psgan-data: %s\n", note.c_str());
  return clips;
}

std::vector<Clip> motion_clips(const std::filesystem::path& path, const RetargetOptions& options,
                               std::vector<std::string>* notes, LeftOut* left_out) {
  if (!std::filesystem::is_directory(path)) return clips_of_file(path, options, notes);
  std::vector<Clip> clips;
  for (const auto& file : files_in(path, {".bvh", ".gltf", ".glb", ".vrma"})) {
    const auto read = [&] {
      for (Clip& clip : clips_of_file(file, options, notes)) clips.push_back(std::move(clip));
    };
    if (left_out)
      left_out->reads(read);
    else
      read();
  }
  if (clips.empty()) throw Error(path.string() + ": none of its motion files can be read");
  return clips;
}

}  // namespace psgan::data
