#include <CLI/CLI.hpp>
#include <glm/gtc/constants.hpp>
#include <memory>

#include "common/left_out.h"
#include "common/program.h"
#include "data/avatars/figures.h"
#include "data/avatars/framing.h"
#include "data/avatars/motion_files.h"
#include "data/commands/commands.h"
#include "data/pictures/image.h"
#include "data/rendering/renderer.h"
#include "motion/clip.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

struct ViewOptions {
  FigureChoice figure;
  std::vector<float> yaws{0};
  std::string clip;
  MotionChoice motion;
  std::vector<float> times{0};
  int frames = 0;
  int resolution = 512;
  bool keypoints = false;
  std::string out = "view.png";
};

Clip chosen_clip(const ViewOptions& options, LeftOut& left_out) {
  const std::vector<Clip> clips = load(options.motion, left_out);
  if (options.clip.empty()) return clips.front();
  std::string names;
  for (const Clip& clip : clips) {
    if (clip.name() == options.clip) return clip;
    names += " " + clip.name();
  }
  throw Error("--clip: there is no clip \"" + options.clip + "\"; there are:" + names);
}

/// The T-pose, or moments of a clip.
std::vector<BodyPose> poses(const ViewOptions& options, LeftOut& left_out) {
  if (options.clip.empty() && options.motion.path.empty()) return {BodyPose()};
  const Clip clip = chosen_clip(options, left_out);
  std::vector<BodyPose> list;
  if (options.frames > 0)
    for (int i = 0; i < options.frames; ++i)
      list.push_back(clip.at(clip.duration() * float(i) / float(options.frames)));
  else
    for (const float time : options.times) list.push_back(clip.at(time));
  return list;
}

void view(const ViewOptions& options) {
  Avatar avatar = load(options.figure);
  LeftOut left_out;
  const std::vector<BodyPose> rows = poses(options, left_out);
  if (!options.figure.vrm.empty()) {
    std::vector<FramedPose> shown;
    for (const BodyPose& pose : rows)
      for (const float yaw : options.yaws) shown.push_back({pose, {glm::radians(yaw)}});
    frame_poses(avatar, shown);
  }
  Renderer renderer(options.resolution);
  renderer.show(avatar);
  const int size = options.resolution, yaws = int(options.yaws.size());
  // Several poses and one view make a row; several views put each pose's views into a row.
  const bool one_row = yaws == 1;
  Image sheet = one_row ? white_image(size * int(rows.size()), size)
                        : white_image(size * yaws, size * int(rows.size()));
  for (std::size_t p = 0; p < rows.size(); ++p) {
    const PosedBody body = posed(avatar.humanoid, rows[p]);
    for (int y = 0; y < yaws; ++y) {
      const Camera camera{glm::radians(options.yaws[y])};
      const glm::ivec2 corner = size * (one_row ? glm::ivec2(p, 0) : glm::ivec2(y, p));
      paste(renderer.draw(body, camera), corner.x, corner.y, sheet);
      if (options.keypoints) draw_pose(sheet, project(avatar, body, camera), corner, size);
    }
  }
  write_file(options.out, encode_png(sheet));
  left_out.tell(options.out);
}

}  // namespace

void add_view_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<ViewOptions>();
  CLI::App* command = app.add_subcommand("view", "Draws one avatar as a PNG");
  add_figure_options(*command, options->figure);
  command->add_option("--yaw", options->yaws, "Degrees of the camera around her, one or several")
      ->delimiter(',');
  command->add_option("--clip", options->clip, "A clip's name; without it the T-pose");
  add_motion_options(*command, options->motion);
  command->add_option("--time", options->times, "Seconds into the clip, one or several")
      ->delimiter(',');
  command->add_option("--frames", options->frames, "This many moments, evenly over the clip")
      ->check(CLI::Range(1, 100));
  command->add_option("--resolution", options->resolution, "Pixels of a picture")
      ->check(CLI::Range(4, 2048));
  command->add_flag("--keypoints", options->keypoints, "Draw the keypoints over the picture");
  command->add_option("--out", options->out, "The PNG file");
  command->footer(
      "Motion files of a folder that cannot be read are named and left out; the exit status is "
      "then\n"
      "3.\n\n"
      "Examples:\n"
      "  psgan-data view --look 3 --yaw 0,45,90,180 --out look.png\n"
      "  psgan-data view --look 0 --clip wave --frames 8 --resolution 256\n"
      "  psgan-data view --vrm avatar.vrm --clip sway --time 0.5 --keypoints\n"
      "  psgan-data view --motion walk.bvh --frames 10 --resolution 200");
  command->callback([options, &run] { run = [options] { view(*options); }; });
}

}  // namespace psgan::data
