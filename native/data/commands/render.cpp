#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <set>

#include "common/left_out.h"
#include "common/program.h"
#include "data/avatars/avatar_parts.h"
#include "data/avatars/framing.h"
#include "data/avatars/motion_files.h"
#include "data/commands/commands.h"
#include "data/sets/cast.h"
#include "data/sets/dataset_writer.h"
#include "data/sets/parallel_render.h"
#include "data/sets/threads.h"
#include "motion/pose_selection.h"
#include "psgan/error.h"
#include "psgan/json.h"

namespace psgan::data {
namespace {

struct RenderOptions {
  CastChoice cast;
  int poses = 0;      ///< 0: as many as usual.
  int own_poses = 0;  ///< 0: the same for every look.
  int resolution = 128;
  MotionChoice motion;
  std::vector<std::string> holdout;
  int test_poses = -1;
  float yaw_degrees = 180;
  std::uint64_t seed = 0;
  int png_level = 4;
  int processes = 0;
  bool coordinates = false;
  std::filesystem::path out;
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

/// How many of the motion's moments the picture has no room for.
std::string passed_over(const MomentCount& count) {
  if (count.outside == 0) return {};
  return "; " + std::to_string(count.outside) + " of its " + std::to_string(count.all) +
         " moments do not fit into the picture";
}

/// The clips to train with, and those that --holdout keeps back.
struct Motion {
  std::vector<Clip> training, test;
};

Motion divided_motion(const RenderOptions& options, LeftOut& left_out) {
  const std::vector<Clip> all = load(options.motion, left_out);
  const std::vector<std::size_t> kept_back = held_out(all, options);
  Motion motion;
  for (std::size_t i = 0; i < all.size(); ++i)
    (std::binary_search(kept_back.begin(), kept_back.end(), i) ? motion.test : motion.training)
        .push_back(all[i]);
  return motion;
}

/// The most different poses of the training clips.
std::vector<SelectedPose> training_poses(const std::vector<Clip>& clips,
                                         const PoseSelection& selection, bool asked_for) {
  MomentCount count;
  std::vector<SelectedPose> poses = select_poses(clips, selection, &count);
  if (poses.empty()) throw Error("no moment of the motion fits into the picture");
  if (asked_for && int(poses.size()) < selection.count)
    std::fprintf(stderr, "psgan-data: the motion has %zu different poses, not %d%s\n", poses.size(),
                 selection.count, passed_over(count).c_str());
  return poses;
}

/// Adds the test sequences, which all looks share, to each look's shots.
void add_test_shots(const std::vector<SelectedPose>& test, RenderPlan& plan) {
  const auto first = int(plan.poses.size());
  plan.poses.insert(plan.poses.end(), test.begin(), test.end());
  const std::size_t training = plan.per_look();
  std::vector<Shot> shots;
  for (std::size_t look = 0; look < std::size_t(plan.looks); ++look) {
    const auto own = plan.shots.begin() + std::ptrdiff_t(look * training);
    shots.insert(shots.end(), own, own + std::ptrdiff_t(training));
    for (std::size_t i = 0; i < test.size(); ++i)
      shots.push_back({first + int(i), test[i].camera_yaw});
  }
  plan.shots = std::move(shots);
}

/// Chooses the poses, and which of them each look shows.
void plan_shots(const RenderOptions& options, RenderPlan& plan, LeftOut& left_out) {
  const Motion motion = divided_motion(options, left_out);
  // A pool for own poses is several times what a look shows, and still read in a second.
  constexpr int usual_poses = 600, usual_pool = 4000;
  PoseSelection selection;
  selection.count = options.poses > 0       ? options.poses
                    : options.own_poses > 0 ? std::max(usual_pool, options.own_poses)
                                            : usual_poses;
  selection.yaw_range = glm::radians(options.yaw_degrees);
  selection.seed = options.seed;
  selection.face_us = options.motion.facing == "front";
  plan.poses =
      training_poses(motion.training, selection, options.poses > 0 || options.own_poses == 0);
  plan.shots = options.own_poses > 0 ? own_shots(plan.poses, plan.looks, options.own_poses,
                                                 selection.yaw_range, options.seed)
                                     : same_shots(plan.poses, plan.looks);
  if (motion.test.empty()) return;

  const int shown = options.own_poses > 0 ? options.own_poses : selection.count;
  const int wanted = options.test_poses >= 0 ? options.test_poses : std::max(1, shown / 10);
  const std::vector<SelectedPose> sequences =
      test_sequences(motion.test, wanted, selection.yaw_range, plan.poses, selection.face_us);
  std::string names;
  for (const Clip& clip : motion.test) names += " " + clip.name();
  std::printf("held out:%s (%zu test poses)\n", names.c_str(), sequences.size());
  add_test_shots(sequences, plan);
}

/// The parts of each look, for a set with coordinates; says which ones lack texture coordinates.
PartsOfLooks parts_of_looks(const Cast& cast) {
  PartsOfLooks parts;
  for (int look = 0; look < cast.size(); ++look) {
    const Avatar avatar = cast.load(look);
    for (const std::string& part : parts_without_texture_coordinates(avatar))
      std::fprintf(stderr,
                   "psgan-data: %s: the mesh of material \"%s\" has a texture but no texture "
                   "coordinates (TEXCOORD_0); its places are those of the rest pose\n",
                   avatar.name.c_str(), part.c_str());
    parts.push_back(parts_of(avatar));
  }
  return parts;
}

/// All that a picture depends on, in one line: an interrupted set is continued only with the same.
std::string settings_of(const RenderPlan& plan, const Cast& cast) {
  Json poses = Json::array();
  for (const SelectedPose& p : plan.poses)
    poses.push_back({p.clip, p.time, p.mirror, p.test, p.camera_yaw, p.pose.lift,
                     p.pose.rotation[BodyJoint::hips].w, p.pose.rotation[BodyJoint::head].w});
  for (const Shot& shot : plan.shots) poses.push_back({shot.pose, shot.camera_yaw});
  return Json{
      {"program", checksum_of_program()}, {"driver", opengl_driver()},
      {"avatars", cast.description()},    {"poses", {plan.shots.size(), crc32(poses.dump())}},
      {"resolution", plan.resolution},    {"png_level", plan.png_level},
      {"coordinates", plan.coordinates}}
      .dump();
}

/// An avatar from a file stands as far back as it must to stay in the picture in all of its poses.
/// The project's own characters all have one scale.
Avatar framed(Avatar avatar, const RenderPlan& plan, int look) {
  std::vector<FramedPose> shown;
  const auto first = static_cast<std::size_t>(look) * plan.per_look();
  for (std::size_t i = first; i < first + plan.per_look(); ++i)
    shown.push_back({plan.poses[std::size_t(plan.shots[i].pose)].pose, {plan.shots[i].camera_yaw}});
  frame_poses(avatar, shown);
  return avatar;
}

std::size_t poses_shown(const RenderPlan& plan) {
  std::set<int> poses;
  for (const Shot& shot : plan.shots) poses.insert(shot.pose);
  return poses.size();
}

void render(const RenderOptions& options) {
  LeftOut left_out;
  const Cast cast(options.cast, left_out);
  RenderPlan plan;
  plan.looks = cast.size();
  plan_shots(options, plan, left_out);
  plan.resolution = options.resolution;
  plan.png_level = options.png_level;
  plan.coordinates = options.coordinates;
  plan.processes = threads_wanted(options.processes);

  DatasetWriter writer(options.out, plan.resolution, settings_of(plan, cast),
                       plan.coordinates ? parts_of_looks(cast) : PartsOfLooks());
  plan.first = writer.taken_over();
  if (plan.first > 0)
    std::printf("%zu of %zu images were there already\n", plan.first, plan.images());
  Progress progress("render", "images", plan.images(), plan.first);
  std::size_t done = plan.first, cut = 0;
  render_parallel(
      plan,
      [&](int look) {
        const bool from_file = !options.cast.avatars.empty();
        return from_file ? framed(cast.load(look), plan, look) : cast.load(look);
      },
      [&](RenderedImage image) {
        writer.add(image.number, std::move(image.png), image.entry, std::move(image.coordinates));
        cut += image.cut;
        progress.update(++done);
      });
  const double seconds = progress.seconds();
  writer.finish(cast.traits());
  std::printf("%s: %zu images of %d looks in %zu poses, %d × %d, %.0f images/s in %d processes\n",
              options.out.c_str(), plan.images(), plan.looks, poses_shown(plan), plan.resolution,
              plan.resolution, double(plan.images() - plan.first) / seconds, plan.processes);
  if (cut > 0) std::printf("in %zu of them the figure reaches beyond the picture's edge\n", cut);
  left_out.tell(options.out.string());
}

/// --looks, --first-look, --combined, --avatars, --recolour.
void add_cast_options(CLI::App& command, CastChoice& cast) {
  CLI::Option* looks =
      command.add_option("--looks", cast.looks, "How many of the project's own characters");
  looks->check(CLI::Range(1, 100000));
  CLI::Option* first =
      command.add_option("--first-look", cast.first_look, "The number of the first one, from 0");
  first->check(CLI::Range(0, 1000000000));
  CLI::Option* combined = command.add_option(
      "--combined", cast.combined,
      "So many random combinations of the wardrobe behind them; alone, nobody else");
  combined->check(CLI::Range(1, 100000));
  CLI::Option* changes = command.add_option(
      "--changes", cast.changes,
      "So many further looks behind each, which differ from it in one trait: psgan evaluate tells "
      "by them whether a change of one part leaves the others alone");
  changes->check(CLI::Range(1, 100));
  command.add_option("--avatars", cast.avatars, "A folder of .vrm files instead")
      ->excludes(looks)
      ->excludes(first)
      ->excludes(combined)
      ->excludes(changes);
  command
      .add_option("--recolour", cast.recolour,
                  "Colour variants of each avatar besides itself, each a look of its own")
      ->check(CLI::Range(0, 100));
}

}  // namespace

void add_render_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<RenderOptions>();
  CLI::App* command = app.add_subcommand("render", "Renders a data set");
  add_cast_options(*command, options->cast);
  command
      ->add_option("--poses", options->poses,
                   "Different poses, the same for every look; 600 without it")
      ->check(CLI::Range(1, 100000));
  command
      ->add_option("--own-poses", options->own_poses,
                   "Gives each look so many poses of its own instead, out of --poses (4000 without "
                   "it)")
      ->check(CLI::Range(1, 100000));
  add_motion_options(*command, options->motion);
  command
      ->add_option("--holdout", options->holdout,
                   "Clips kept back for testing: their names, or a share of all clips (0.1)")
      ->delimiter(',');
  command
      ->add_option("--test-poses", options->test_poses,
                   "Moments of the held-out clips; without it a tenth of each look's poses")
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
  command->add_flag("--coordinates", options->coordinates,
                    "Beside each picture, in the zip: the part that each pixel shows, its place in "
                    "the part's texture or rest pose, and the light (psgan/dataset.h)");
  command->add_option("--out", options->out, "The data set, a .zip file")->required();
  command->footer(
      "The 600 poses are the most different ones of all clips; the camera's yaw runs the whole\n"
      "circle over them. With --own-poses, each look has one pose of every kind, and the looks\n"
      "take turns, so that many of them show all. Held-out clips are shown from beginning to\n"
      "end while the camera walks round once, the same for every look; \"splits\" in\n"
      "dataset.json says which images are for testing, \"traits\" and \"looks\" of what each\n"
      "look is made.\n"
      "Looks from 79 on are combinations, each drawn by its number. --combined begins with 79,\n"
      "or behind --looks if these go further; --first-look elsewhere gives characters that no\n"
      "other set shows.\n"
      "An avatar from a file that reaches beyond the picture in one of the poses is drawn smaller "
      "in\n"
      "all of them. Optional bones and springs that name nothing are left out with a word.\n"
      "Avatars are VRM 0.x or 1.0. Bones that one may lack: chest and upper chest lie at 1/3 and\n"
      "2/3 of the way from the spine to the neck, the neck a tenth of the head's height below the\n"
      "head, eyes 0.35 of the way from the head's joint to the crown, toes before the foot by 1.3\n"
      "of the ankle's height.\n"
      "An interrupted run leaves FILE.zip.tmp: the same command goes on where it was.\n"
      "Files of a folder that cannot be read are named and left out; the exit status is then 3,\n"
      "and 1 if nothing could be made.\n\n"
      "Examples:\n"
      "  psgan-data render --looks 79 --poses 600 --holdout 0.1 --out avatar.zip\n"
      "  psgan-data render --looks 8 --poses 600 --resolution 128 --out avatar.zip\n"
      "  psgan-data render --looks 79 --combined 1000 --own-poses 60 --out parts.zip\n"
      "  psgan-data render --first-look 100000 --looks 40 --own-poses 60 --out others.zip\n"
      "  psgan-data render --avatars vrm/ --motion bvh/ --yaw-range 30 --out mine.zip");
  command->callback([options, &run] { run = [options] { render(*options); }; });
}

}  // namespace psgan::data
