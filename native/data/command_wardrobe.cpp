#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "characters/wardrobe.h"
#include "common/program.h"
#include "data/commands.h"
#include "data/image.h"
#include "data/renderer.h"
#include "motion/clip.h"
#include "psgan/error.h"

namespace psgan {
namespace {

struct WardrobeOptions {
  int count = 8, first = 0;
  int resolution = 384;
  std::filesystem::path out = "wardrobe";
};

void wardrobe(const WardrobeOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (error) throw Error(options.out.string() + ": cannot be made (" + error.message() + ")");
  constexpr int columns = 4;
  const int size = options.resolution, rows = (options.count + columns - 1) / columns;
  // Front and back of each look, side by side.
  Image sheet = white_image(2 * size * std::min(columns, options.count), size * rows);
  Renderer renderer(size);
  const BodyPose pose = own_clip("idle")->at(0);
  Progress progress("wardrobe", "looks", std::uint64_t(options.count));
  for (int i = 0; i < options.count; ++i) {
    const int number = options.first + i;
    const std::vector<std::uint8_t> bytes = character_vrm(number);
    char file[32];
    std::snprintf(file, sizeof file, "look%02d.vrm", number);
    write_file(options.out / file, bytes);
    const Avatar avatar = read_vrm(bytes, file);
    renderer.show(avatar);
    const PosedBody body = posed(avatar.humanoid, pose);
    const int x = 2 * size * (i % columns), y = size * (i / columns);
    paste(renderer.draw(body, Camera{0.35f}), x, y, sheet);
    paste(renderer.draw(body, Camera{2.8f}), x + size, y, sheet);
    progress.update(std::uint64_t(i) + 1);
  }
  write_file(options.out / "wardrobe.png", encode_png(sheet));
}

}  // namespace

void add_wardrobe_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<WardrobeOptions>();
  CLI::App* command = app.add_subcommand(
      "wardrobe", "Writes the project's own characters as VRM files, and a picture of all of them");
  command->add_option("--count", options->count, "How many")->check(CLI::Range(1, 1000));
  command->add_option("--first", options->first, "The first one's number")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--resolution", options->resolution, "Pixels of each view in the picture")
      ->check(CLI::Range(16, 1024));
  command->add_option("--out", options->out, "The folder");
  command->footer("Example:\n  psgan-data wardrobe --count 8 --out wardrobe/");
  command->callback([options, &run] { run = [options] { wardrobe(*options); }; });
}

}  // namespace psgan
