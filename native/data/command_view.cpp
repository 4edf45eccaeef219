#include <CLI/CLI.hpp>
#include <glm/gtc/constants.hpp>
#include <memory>

#include "common/program.h"
#include "data/commands.h"
#include "data/figures.h"
#include "data/image.h"
#include "data/renderer.h"

namespace psgan {
namespace {

struct ViewOptions {
  int look = 0;
  std::string vrm, hide;
  std::vector<float> yaws{0};
  int resolution = 512;
  bool keypoints = false;
  std::string out = "view.png";
};

void view(const ViewOptions& options) {
  Avatar avatar = read_vrm(std::filesystem::path(options.vrm));
  if (!options.hide.empty()) hide_material(avatar, options.hide);
  Renderer renderer(options.resolution);
  renderer.show(avatar);
  const PosedBody body = posed(avatar.humanoid, BodyPose());
  const int size = options.resolution;
  Image sheet = white_image(size * int(options.yaws.size()), size);
  for (std::size_t i = 0; i < options.yaws.size(); ++i) {
    const Camera camera{glm::radians(options.yaws[i])};
    paste(renderer.draw(body, camera), int(i) * size, 0, sheet);
    if (options.keypoints)
      draw_pose(sheet, project(avatar, body, camera), {int(i) * size, 0}, size);
  }
  write_file(options.out, encode_png(sheet));
}

}  // namespace

void add_view_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<ViewOptions>();
  CLI::App* command = app.add_subcommand("view", "Draws one avatar as a PNG");
  command->add_option("--look", options->look, "One of the project's own characters, from 0");
  command->add_option("--vrm", options->vrm, "A VRM file instead");
  command->add_option("--hide", options->hide, "Leave the material of this name out");
  command
      ->add_option("--yaw", options->yaws, "Degrees of the camera around her; several make a row")
      ->delimiter(',');
  command->add_option("--resolution", options->resolution, "Pixels of a picture");
  command->add_flag("--keypoints", options->keypoints, "Draw the keypoints over the picture");
  command->add_option("--out", options->out, "The PNG file");
  command->footer(
      "Examples:\n"
      "  psgan-data view --look 3 --yaw 0,45,90,180 --out look.png\n"
      "  psgan-data view --vrm avatar.vrm --keypoints");
  command->callback([options, &run] { run = [options] { view(*options); }; });
}

}  // namespace psgan
