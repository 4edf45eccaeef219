#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "common/program.h"
#include "data/avatars/figures.h"
#include "data/avatars/motion_files.h"
#include "data/avatars/recolour.h"
#include "data/commands/commands.h"
#include "data/sets/dataset_writer.h"
#include "data/sets/parallel_render.h"
#include "data/sets/threads.h"
#include "motion/pose_selection.h"
#include "psgan/error.h"
#include "psgan/json.h"

namespace psgan::data {
namespace {

struct RenderOptions {
  int looks = 8;
  int poses = 600;
  int resolution = 128;
  std::filesystem::path avatars;
  int recolour = 0;
  MotionChoice motion;
  std::vector<std::string> holdout;
  int test_poses = -1;
  float yaw_degrees = 180;
  std::uint64_t seed = 0;
  int png_level = 4;
  int processes = 0;
  std::filesystem::path out;
};

/// Where the avatars come from: the project's looks or a folder, one at a time. Files are all read
/// once before, so that a broken one is found now and not after an hour.
class Cast {
 public:
  explicit Cast(const RenderOptions& options)
      : size_(options.looks), variants_(1 + options.recolour) {
    if (options.avatars.empty()) return;
    files_ = files_in(options.avatars, {".vrm"});
    size_ = static_cast<int>(files_.size());
    for (const auto& file : files_) {
      const std::vector<std::uint8_t> bytes = read_file(file);
      read_vrm(bytes, file.string());
      checksums_.push_back(crc32(bytes));
    }
  }
  int size() const { return size_ * variants_; }
  Avatar load(int look) const {
    const int avatar = look / variants_;
    Avatar result = files_.empty() ? own_look(avatar) : read_vrm(files_[avatar]);
    recolour(result, look % variants_);
    return result;
  }

  /// What tells one cast from another.
  Json description() const {
    Json list = {size_, variants_};
    for (std::size_t i = 0; i < files_.size(); ++i)
      list.push_back({files_[i].filename().string(), checksums_[i]});
    return list;
  }

 private:
  std::vector<std::filesystem::path> files_;
  std::vector<std::uint32_t> checksums_;
  int size_, variants_;
};

/// The clips that --holdout names, or a share of all of them: indices, ascending.
std::vector<std::size_t> held_out(const std::vector<Clip>& clips, const RenderOptions& options) {
  if (options.holdout.size() == 1) {
    double share = 0;
    if (CLI::detail::lexical_cast(options.holdout[0], share)) {
      if (!(share > 0 && share < 1))
        throw UsageError("--holdout: a share of the clips lies between 0 and 1, found " +
                         options.holdout[0]);
      if (clips.size() < 2) throw Error("--holdout: there is only one clip");
      return draw_lots(clips.size(), share, options.seed);
    }
  }
  std::vector<std::size_t> indices;
  for (const std::string& name : options.holdout) {
    const auto found = std::find_if(clips.begin(), clips.end(),
                                    [&](const Clip& clip) { return clip.name() == name; });
    if (found == clips.end()) throw Error("--holdout: there is no clip \"" + name + "\"");
    indices.push_back(std::size_t(found - clips.begin()));
  }
  std::sort(indices.begin(), indices.end());
  return indices;
}

/// The set's poses: the most different ones of the training clips, then the test sequences.
std::vector<SelectedPose> chosen_poses(const RenderOptions& options) {
  const std::vector<Clip> all = load(options.motion);
  std::vector<Clip> training, test;
  const std::vector<std::size_t> kept_back = held_out(all, options);
  for (std::size_t i = 0; i < all.size(); ++i)
    (std::binary_search(kept_back.begin(), kept_back.end(), i) ? test : training).push_back(all[i]);

  PoseSelection selection;
  selection.count = options.poses;
  selection.yaw_range = glm::radians(options.yaw_degrees);
  selection.seed = options.seed;
  std::vector<SelectedPose> poses = select_poses(training, selection);
  if (poses.empty()) throw Error("no moment of the motion fits into the picture");
  if (int(poses.size()) < options.poses)
    std::fprintf(stderr, "psgan-data: the motion has %zu different poses, not %d\n", poses.size(),
                 options.poses);
  if (test.empty()) return poses;

  const int wanted = options.test_poses >= 0 ? options.test_poses : std::max(1, options.poses / 10);
  const std::vector<SelectedPose> sequences =
      test_sequences(test, wanted, selection.yaw_range, poses);
  std::string names;
  for (const Clip& clip : test) names += " " + clip.name();
  std::printf("held out:%s (%zu test poses)\n", names.c_str(), sequences.size());
  poses.insert(poses.end(), sequences.begin(), sequences.end());
  return poses;
}

/// All that a picture depends on, in one line: an interrupted set is continued only with the same.
std::string settings_of(const RenderPlan& plan, const Cast& cast) {
  Json poses = Json::array();
  for (const SelectedPose& p : plan.poses)
    poses.push_back({p.clip, p.time, p.mirror, p.test, p.camera_yaw, p.pose.lift,
                     p.pose.rotation[BodyJoint::hips].w, p.pose.rotation[BodyJoint::head].w});
  return Json{
      {"program", checksum_of_program()}, {"driver", opengl_driver()},
      {"avatars", cast.description()},    {"poses", {plan.poses.size(), crc32(poses.dump())}},
      {"resolution", plan.resolution},    {"png_level", plan.png_level}}
      .dump();
}

void render(const RenderOptions& options) {
  const Cast cast(options);
  RenderPlan plan;
  plan.looks = cast.size();
  plan.poses = chosen_poses(options);
  plan.resolution = options.resolution;
  plan.png_level = options.png_level;
  plan.processes = threads_wanted(options.processes);

  DatasetWriter writer(options.out, plan.resolution, settings_of(plan, cast));
  plan.first = writer.taken_over();
  if (plan.first > 0)
    std::printf("%zu of %zu images were there already\n", plan.first, plan.images());
  Progress progress("render", "images", plan.images(), plan.first);
  std::size_t done = plan.first, cut = 0;
  render_parallel(
      plan, [&](int look) { return cast.load(look); },
      [&](RenderedImage image) {
        writer.add(image.number, std::move(image.png), image.entry);
        cut += image.cut;
        progress.update(++done);
      });
  const double seconds = progress.seconds();
  writer.finish();
  std::printf("%s: %zu images of %d looks in %zu poses, %d × %d, %.0f images/s in %d processes\n",
              options.out.c_str(), plan.images(), plan.looks, plan.poses.size(), plan.resolution,
              plan.resolution, double(plan.images() - plan.first) / seconds, plan.processes);
  if (cut > 0) std::printf("in %zu of them the figure reaches beyond the picture's edge\n", cut);
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
  command
      ->add_option("--recolour", options->recolour,
                   "Colour variants of each avatar besides itself, each a look of its own")
      ->check(CLI::Range(0, 100));
  command->add_option("--poses", options->poses, "Different poses, the same for every look")
      ->check(CLI::Range(1, 100000));
  add_motion_options(*command, options->motion);
  command
      ->add_option("--holdout", options->holdout,
                   "Clips kept back for testing: their names, or a share of all clips (0.1)")
      ->delimiter(',');
  command
      ->add_option("--test-poses", options->test_poses,
                   "Moments of the held-out clips; without it a tenth of --poses")
      ->check(CLI::Range(0, 100000));
  command->add_option("--resolution", options->resolution, "Pixels of a picture, a power of two")
      ->check(CLI::IsMember({4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048}));
  command
      ->add_option("--yaw-range", options->yaw_degrees,
                   "The camera walks around within ± so many degrees of the front")
      ->check(CLI::Range(0.0, 180.0));
  command->add_option("--seed", options->seed, "Moves the camera's yaws");
  command->add_option("--png-level", options->png_level, "Compression, 1 fast to 9 small")
      ->check(CLI::Range(1, 9));
  command
      ->add_option("--processes", options->processes,
                   "Processes that draw and encode; without it one for each core")
      ->check(CLI::Range(1, 256));
  command->add_option("--out", options->out, "The data set, a .zip file")->required();
  command->footer(
      "The 600 poses are the most different ones of all clips; the camera's yaw runs the whole\n"
      "circle over them. Held-out clips are shown from beginning to end while the camera walks\n"
      "round once; \"splits\" in dataset.json says which images are for testing.\n"
      "Avatars are VRM 0.x or 1.0. Bones that one may lack: chest and upper chest lie at 1/3 and\n"
      "2/3 of the way from the spine to the neck, the neck a tenth of the head's height below the\n"
      "head, eyes 0.36 of the way from the head's joint to the crown, toes before the foot by 1.3\n"
      "of the ankle's height.\n"
      "An interrupted run leaves FILE.zip.tmp: the same command goes on where it was.\n\n"
      "Examples:\n"
      "  psgan-data render --looks 79 --poses 600 --holdout 0.1 --out avatar.zip\n"
      "  psgan-data render --looks 8 --poses 600 --resolution 128 --out avatar.zip\n"
      "  psgan-data render --avatars vrm/ --motion bvh/ --yaw-range 30 --out mine.zip");
  command->callback([options, &run] { run = [options] { render(*options); }; });
}

}  // namespace psgan::data
