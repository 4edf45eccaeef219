#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "common/program.h"
#include "data/avatars/figures.h"
#include "data/commands/commands.h"
#include "data/sets/parallel_render.h"
#include "data/sets/threads.h"
#include "motion/pose_selection.h"

namespace psgan::data {
namespace {

struct BenchOptions {
  FigureChoice figure;
  std::vector<int> resolutions{128, 512};
  int images = 60, repeats = 5;
  int processes = threads_wanted(0);
};

std::size_t triangles(const Avatar& avatar) {
  std::size_t count = 0;
  for (const Surface& surface : avatar.surfaces) count += surface.indices.size() / 3;
  return count;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Processor seconds of this process and of those that it has waited for.
double process_seconds() {
  double sum = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    ::getrusage(who, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime})
      sum += double(time.tv_sec) + 1e-6 * double(time.tv_usec);
  }
  return sum;
}

/// What one run took, for each image.
struct Figures {
  std::vector<double> rate, cores, drawing, encoding;

  void run(const RenderPlan& plan, const Avatar& avatar) {
    const double cpu = process_seconds();
    const Progress clock("", "", 1);
    const RenderCost cost = render_parallel(
        plan, [&](int) { return avatar; }, [](RenderedImage) {});
    const double seconds = clock.seconds(), images = double(plan.images());
    rate.push_back(images / seconds);
    cores.push_back((process_seconds() - cpu) / seconds);
    drawing.push_back(1000 * cost.drawing / images);
    encoding.push_back(1000 * cost.encoding / images);
  }
};

void bench(const BenchOptions& options) {
  const Avatar avatar = load(options.figure);
  PoseSelection selection;
  selection.count = options.images;
  RenderPlan plan;
  plan.looks = 1;
  plan.poses = select_poses(own_clips(), selection);
  plan.shots = same_shots(plan.poses, plan.looks);
  plan.processes = options.processes;
  std::printf("%s, %zu triangles, on %s; medians of %d runs of %zu images, %d processes\n",
              avatar.name.c_str(), triangles(avatar), opengl_driver().c_str(), options.repeats,
              plan.poses.size(), plan.processes);
  for (const int resolution : options.resolutions) {
    plan.resolution = resolution;
    Figures figures;
    for (int i = 0; i < options.repeats; ++i) figures.run(plan, avatar);
    const double drawing = median(figures.drawing), encoding = median(figures.encoding);
    std::printf(
        "%4d × %-4d %6.1f images/s with %.1f cores; an image takes %.1f ms of a core to render and "
        "%.1f to encode: %s is the limit\n",
        resolution, resolution, median(figures.rate), median(figures.cores), drawing, encoding,
        drawing > encoding ? "rendering" : "encoding");
  }
}

}  // namespace

void add_bench_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* command = app.add_subcommand("bench", "Measures the renderer");
  add_figure_options(*command, options->figure);
  command->add_option("--resolution", options->resolutions, "Image sizes in pixels, one or several")
      ->delimiter(',')
      ->check(CLI::Range(4, 2048));
  command->add_option("--images", options->images, "Images in a run")->check(CLI::Range(1, 10000));
  command->add_option("--repeats", options->repeats, "Runs, of which the median is printed")
      ->check(CLI::Range(1, 1000));
  command->add_option("--processes", options->processes, "Processes that render and encode")
      ->check(CLI::Range(1, 256));
  command->footer("Example:\n  psgan-data bench --resolution 128,512");
  command->callback([options, &run] { run = [options] { bench(*options); }; });
}

}  // namespace psgan::data
