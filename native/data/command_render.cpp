#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "common/program.h"
#include "data/commands.h"
#include "data/dataset_writer.h"
#include "data/figures.h"
#include "data/motion_files.h"
#include "data/renderer.h"
#include "motion/pose_selection.h"
#include "psgan/error.h"

namespace psgan {
namespace {

struct RenderOptions {
  int looks = 8;
  int poses = 600;
  int resolution = 128;
  std::filesystem::path avatars, motion;
  float yaw_degrees = 180;
  std::uint64_t seed = 0;
  int png_level = 4;
  std::filesystem::path out;
};

/// Where the avatars come from: the project's looks or a folder, one at a time.
class Cast {
 public:
  explicit Cast(const RenderOptions& options) : size_(options.looks) {
    if (options.avatars.empty()) return;
    files_ = vrm_files(options.avatars);
    size_ = static_cast<int>(files_.size());
  }
  int size() const { return size_; }
  Avatar load(int look) const { return files_.empty() ? own_look(look) : read_vrm(files_[look]); }

 private:
  std::vector<std::filesystem::path> files_;
  int size_;
};

bool touches_edge(const Image& image) {
  const auto coloured = [&](int x, int y) {
    const std::uint8_t* p = &image.pixels[(std::size_t(y) * image.width + x) * 3];
    return p[0] + p[1] + p[2] < 3 * 250;
  };
  for (int i = 0; i < image.width; ++i)
    if (coloured(i, 0) || coloured(i, image.height - 1) || coloured(0, i) ||
        coloured(image.width - 1, i))
      return true;
  return false;
}

void render(const RenderOptions& options) {
  const std::vector<Clip> clips = options.motion.empty() ? own_clips() : bvh_clips(options.motion);
  PoseSelection selection;
  selection.count = options.poses;
  selection.yaw_range = glm::radians(options.yaw_degrees);
  selection.seed = options.seed;
  const std::vector<SelectedPose> poses = select_poses(clips, selection);
  if (poses.empty()) throw Error("no moment of the motion fits into the picture");
  if (int(poses.size()) < options.poses)
    std::fprintf(stderr, "psgan-data: the motion has %zu different poses, not %d\n", poses.size(),
                 options.poses);

  const Cast cast(options);
  Renderer renderer(options.resolution);
  DatasetWriter writer(options.out, options.resolution, options.png_level);
  std::uint64_t done = 0, cut = 0;
  const std::uint64_t total = std::uint64_t(cast.size()) * poses.size();
  Progress progress("render", "images", total);

  // The renderer hands a picture out when it has begun the next; its entry waits here.
  DatasetImage waiting;
  const auto take = [&](std::optional<Image> image) {
    if (!image) return;
    cut += touches_edge(*image);
    writer.add(std::move(*image), waiting);
    progress.update(++done);
  };
  for (int look = 0; look < cast.size(); ++look) {
    const Avatar avatar = cast.load(look);
    renderer.show(avatar);
    for (std::size_t number = 0; number < poses.size(); ++number) {
      const PosedBody body = posed(avatar.humanoid, poses[number].pose);
      const Camera camera{poses[number].camera_yaw};
      take(renderer.draw_ahead(body, camera));
      waiting = {"", look, int(number), camera.yaw, project(avatar, body, camera)};
    }
    take(renderer.finish());
  }
  writer.finish();
  std::printf("%s: %llu images of %d looks in %zu poses, %d × %d, %.0f images/s (%s)\n",
              options.out.c_str(), static_cast<unsigned long long>(total), cast.size(),
              poses.size(), options.resolution, options.resolution,
              double(total) / progress.seconds(), renderer.driver().c_str());
  if (cut > 0)
    std::printf("in %llu of them the figure reaches beyond the picture's edge\n",
                static_cast<unsigned long long>(cut));
}

}  // namespace

void add_render_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<RenderOptions>();
  CLI::App* command = app.add_subcommand("render", "Renders a data set");
  CLI::Option* looks =
      command->add_option("--looks", options->looks, "How many of the project's own characters");
  looks->check(CLI::Range(1, 1000));
  command->add_option("--avatars", options->avatars, "A folder of .vrm files instead")
      ->excludes(looks);
  command->add_option("--poses", options->poses, "Different poses, the same for every look")
      ->check(CLI::Range(1, 100000));
  command->add_option("--motion", options->motion,
                      "A folder of .bvh files instead of the project's own clips");
  command->add_option("--resolution", options->resolution, "Pixels of a picture, a power of two")
      ->check(CLI::IsMember({4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048}));
  command
      ->add_option("--yaw-range", options->yaw_degrees,
                   "The camera walks around within ± so many degrees of the front")
      ->check(CLI::Range(0.0, 180.0));
  command->add_option("--seed", options->seed, "Moves the camera's yaws");
  command->add_option("--png-level", options->png_level, "Compression, 1 fast to 9 small")
      ->check(CLI::Range(1, 9));
  command->add_option("--out", options->out, "The data set, a .zip file")->required();
  command->footer(
      "Examples:\n"
      "  psgan-data render --looks 8 --poses 600 --resolution 128 --out avatar.zip\n"
      "  psgan-data render --avatars vrm/ --motion bvh/ --yaw-range 30 --out mine.zip");
  command->callback([options, &run] { run = [options] { render(*options); }; });
}

}  // namespace psgan
