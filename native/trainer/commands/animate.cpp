#include <CLI/CLI.hpp>
#include <cmath>
#include <iostream>
#include <memory>
#include <numbers>

#include "common/program.h"
#include "psgan/latent.h"
#include "trainer/commands/commands.h"
#include "trainer/commands/opened_generator.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/drawing/poses_and_seeds.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/files/animation_file.h"
#include "trainer/machine/device.h"

namespace psgan::trainer {
namespace {

struct AnimateFlags {
  GeneratorFlags generator;
  std::filesystem::path out = "animation.gif";
  MotionChoice motion;
  std::string seeds = "1-3";
  bool walk = false, skeleton = false;
  double fps = 20, seconds = 0, yaw = 0;
  int columns = 8;
};

/// What is drawn in one frame: characters in one pose.
struct Frame {
  torch::Tensor latents;  // [S,Z]
  Pose pose;
};

/// The same characters in every pose of the motion.
std::vector<Frame> motion_frames(const AnimateFlags& flags, const torch::Tensor& latents,
                                 LeftOut& left_out) {
  std::vector<Frame> frames;
  const auto yaw = static_cast<float>(flags.yaw * std::numbers::pi / 180);
  for (const Pose& pose : motion_poses(flags.motion, flags.fps, flags.seconds, yaw, left_out)) {
    frames.push_back({latents, pose});
  }
  return frames;
}

/// One character that becomes the next one, and at last the first again, in the motion's first
/// pose.
std::vector<Frame> walk_frames(const AnimateFlags& flags, const torch::Tensor& latents,
                               LeftOut& left_out) {
  const Pose pose = motion_frames(flags, latents, left_out).at(0).pose;
  const std::int64_t count = latents.size(0), size = latents.size(1);
  const double seconds_each = flags.seconds > 0 ? flags.seconds / static_cast<double>(count) : 1.5;
  const int steps = std::max(1, static_cast<int>(std::lround(seconds_each * flags.fps)));
  const auto row = [&](std::int64_t i) {
    return std::span<const float>(latents[i % count].data_ptr<float>(),
                                  static_cast<std::size_t>(size));
  };
  std::vector<Frame> frames;
  for (std::int64_t i = 0; i < count; ++i) {
    for (int step = 0; step < steps; ++step) {
      // Slow near each character, so that she can be seen.
      const double share = static_cast<double>(step) / steps;
      const auto t = static_cast<float>(share * share * (3 - 2 * share));
      const std::vector<float> latent = slerp(row(i), row(i + 1), t);
      frames.push_back({torch::tensor(latent).unsqueeze(0), pose});
    }
  }
  return frames;
}

void run_animate(const AnimateFlags& flags) {
  const std::vector<std::uint64_t> seeds = parse_seeds(flags.seeds);
  const auto [generator, growth] = open_generator(flags.generator);
  const torch::Device device = device_named(flags.generator.device);
  const torch::Tensor latents = latents_of_seeds(seeds, flags.generator, *generator);
  LeftOut left_out;
  const std::vector<Frame> frames =
      flags.walk ? walk_frames(flags, latents, left_out) : motion_frames(flags, latents, left_out);
  const auto file = make_animation_file(flags.out, flags.fps);
  Progress progress("drawing", "frames", frames.size());
  std::uint64_t done = 0;
  for (const Frame& frame : frames) {
    const torch::Tensor keypoints = keypoints_tensor({frame.pose}).to(device);
    torch::Tensor cells =
        generate_grid(*generator, frame.latents.to(device), keypoints, growth).squeeze(1);
    if (flags.skeleton) {
      cells = torch::cat({draw_skeletons(keypoints, generator->spec().resolution), cells});
    }
    file->add(lay_out(wrapped(cells, flags.columns)));
    progress.update(++done);
  }
  file->finish();
  std::cout << flags.out.string() << ": " << frames.size() << " frames" << std::endl;
  left_out.tell(flags.out.string());
}

}  // namespace

void add_animate_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "animate", "Draw characters in motion, or one that changes into others, as GIF, MP4 or PNG");
  const auto flags = std::make_shared<AnimateFlags>();
  add_generator_flags(*command, flags->generator);
  command
      ->add_option(
          "--motion", flags->motion.motion,
          "A BVH file, a JSON file of poses, people's keypoints (a JSON file as OpenPose, DWPose, "
          "mmpose … write it, or a folder of them, one a frame), or one of the project's own "
          "clips: idle, walk, wave … (a wrong name lists them)")
      ->capture_default_str();
  command->add_flag("--as-in-file", flags->motion.as_in_file,
                    "Leave people's keypoints where they are in their pictures; without it their "
                    "poses are fitted to the characters' proportions");
  command
      ->add_option("--up", flags->motion.up,
                   "Which axis is up in a BVH file; auto looks at the hips' height, then from feet "
                   "to head")
      ->check(CLI::IsMember({"y", "z", "auto"}))
      ->capture_default_str();
  command
      ->add_option(
          "--facing", flags->motion.facing,
          "front: in every frame of a BVH file yaw 0 sees her own front; file: as the file "
          "turns her")
      ->check(CLI::IsMember({"front", "file"}))
      ->capture_default_str();
  command->add_option("--seeds", flags->seeds, "Characters side by side, as 1-3 or 3,17,40-42")
      ->capture_default_str();
  command->add_flag("--walk", flags->walk,
                    "Hold the motion's first pose and walk through the latents from seed to seed");
  command->add_flag("--skeleton", flags->skeleton, "Draw the skeleton beside them");
  command->add_option("--fps", flags->fps, "Frames a second")
      ->check(CLI::Range(1.0, 60.0))
      ->capture_default_str();
  command
      ->add_option("--seconds", flags->seconds,
                   "How long (default: the motion once, or 1.5 seconds for each seed of a walk)")
      ->check(CLI::Range(0.0, 600.0));
  command->add_option("--yaw", flags->yaw, "Where the camera stands, in degrees: 0 sees the front")
      ->capture_default_str();
  command->add_option("--columns", flags->columns, "Pictures in a row")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command
      ->add_option("--out", flags->out,
                   "X.gif, X.mp4 (with ffmpeg), or a folder for 00000.png and so on")
      ->capture_default_str();
  command->footer(
      "Keypoint files of a folder that cannot be read are named and left out; the exit status is\n"
      "then 3.\n\n"
      "Examples:\n"
      "  psgan animate --snapshot snapshot.pt --motion walk --seeds 1-4 --skeleton --out walk.gif\n"
      "  psgan animate --snapshot snapshot.pt --motion dance.bvh --seconds 8 --out dance.mp4\n"
      "  psgan animate --snapshot snapshot.pt --motion openpose/ --fps 30 --out dancer.mp4\n"
      "  psgan animate --snapshot snapshot.pt --walk --seeds 1,5,9,12 --out dress-up.gif");
  command->callback([flags] { with_torch_errors([&] { run_animate(*flags); }); });
}

}  // namespace psgan::trainer
