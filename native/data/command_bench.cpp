#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

#include "data/commands.h"
#include "data/figures.h"
#include "data/image.h"
#include "data/renderer.h"
#include "motion/pose_selection.h"

namespace psgan {
namespace {

struct BenchOptions {
  FigureChoice figure;
  std::vector<int> resolutions{128, 512};
  int images = 60, repeats = 5;
};

std::size_t triangles(const Avatar& avatar) {
  std::size_t count = 0;
  for (const Surface& surface : avatar.surfaces) count += surface.indices.size() / 3;
  return count;
}

/// Images per second of one run.
double run_once(Renderer& renderer, const Avatar& avatar, const std::vector<SelectedPose>& poses,
                bool encode) {
  const auto start = std::chrono::steady_clock::now();
  std::size_t bytes = 0;
  const auto use = [&](const std::optional<Image>& image) {
    if (image && encode) bytes += encode_png(*image).size();
  };
  for (const SelectedPose& pose : poses)
    use(renderer.draw_ahead(posed(avatar.humanoid, pose.pose), Camera{pose.camera_yaw}));
  use(renderer.finish());
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return double(poses.size()) / taken.count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void bench(const BenchOptions& options) {
  const Avatar avatar = load(options.figure);
  PoseSelection selection;
  selection.count = options.images;
  const std::vector<SelectedPose> poses = select_poses(own_clips(), selection);
  for (const int resolution : options.resolutions) {
    Renderer renderer(resolution);
    if (resolution == options.resolutions.front())
      std::printf("%s, %zu triangles, on %s; median of %d runs of %zu images\n",
                  avatar.name.c_str(), triangles(avatar), renderer.driver().c_str(),
                  options.repeats, poses.size());
    renderer.show(avatar);
    renderer.draw(posed(avatar.humanoid, BodyPose()), Camera());  // shaders compile at first use
    std::vector<double> drawn, encoded;
    for (int i = 0; i < options.repeats; ++i) {
      drawn.push_back(run_once(renderer, avatar, poses, false));
      encoded.push_back(run_once(renderer, avatar, poses, true));
    }
    std::printf(
        "%4d × %-4d  drawn and read back %6.1f images/s, with PNG on the same thread %6.1f\n",
        resolution, resolution, median(drawn), median(encoded));
  }
}

}  // namespace

void add_bench_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* command = app.add_subcommand("bench", "Measures the renderer");
  add_figure_options(*command, options->figure);
  command->add_option("--resolution", options->resolutions, "Pixels of a picture, one or several")
      ->delimiter(',')
      ->check(CLI::Range(4, 2048));
  command->add_option("--images", options->images, "Images in a run")->check(CLI::Range(1, 10000));
  command->add_option("--repeats", options->repeats, "Runs, of which the median is printed")
      ->check(CLI::Range(1, 1000));
  command->footer("Example:\n  psgan-data bench --resolution 128,512");
  command->callback([options, &run] { run = [options] { bench(*options); }; });
}

}  // namespace psgan
