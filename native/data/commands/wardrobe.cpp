#include "characters/wardrobe.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include "common/program.h"
#include "data/commands/commands.h"
#include "data/pictures/image.h"
#include "data/rendering/renderer.h"
#include "motion/clip.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

struct WardrobeOptions {
  int count = 8, first = 0;
  int resolution = 384;
  std::filesystem::path out = "wardrobe";
};

/// A picture's middle columns, in which a standing figure has room.
Image middle(const Image& picture, int width) {
  Image part{width, picture.height, picture.channels, {}};
  const int from = (picture.width - width) / 2 * picture.channels;
  const auto row = std::ptrdiff_t(picture.width) * picture.channels;
  for (int y = 0; y < picture.height; ++y) {
    const auto begin = picture.pixels.begin() + y * row + from;
    part.pixels.insert(part.pixels.end(), begin, begin + std::ptrdiff_t(width) * picture.channels);
  }
  return part;
}

void wardrobe(const WardrobeOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (error) throw Error(options.out.string() + ": cannot be made (" + error.message() + ")");
  // Front and back of each look, side by side, in a sheet about as wide as high.
  const int size = options.resolution, width = size * 9 / 20;
  const int columns = std::min(
      options.count, std::max(4, int(std::lround(std::sqrt(float(options.count) / 0.9f)))));
  const int rows = (options.count + columns - 1) / columns;
  Image sheet = white_image(2 * width * columns, size * rows);
  Renderer renderer(size);
  const BodyPose pose = own_clip("idle")->at(0);
  Progress progress("wardrobe", "looks", std::uint64_t(options.count));
  for (int i = 0; i < options.count; ++i) {
    const int number = options.first + i;
    const std::vector<std::uint8_t> bytes = characters::character_vrm(number);
    char file[32];
    std::snprintf(file, sizeof file, "look%02d.vrm", number);
    write_file(options.out / file, bytes);
    const Avatar avatar = read_vrm(bytes, file);
    renderer.show(avatar);
    const PosedBody body = posed(avatar.humanoid, pose);
    const int x = 2 * width * (i % columns), y = size * (i / columns);
    paste(middle(renderer.draw(body, Camera{0.35f}), width), x, y, sheet);
    paste(middle(renderer.draw(body, Camera{2.8f}), width), x + width, y, sheet);
    progress.update(std::uint64_t(i) + 1);
  }
  write_file(options.out / "wardrobe.png", encode_png(sheet));
}

}  // namespace

void add_wardrobe_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<WardrobeOptions>();
  CLI::App* command = app.add_subcommand(
      "wardrobe", "Writes the project's own characters as VRM files, and an image of all of them");
  command->add_option("--count", options->count, "Number of characters")
      ->check(CLI::Range(1, 1000));
  command->add_option("--first", options->first, "The first one's number")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--resolution", options->resolution, "Pixels of each view in the image")
      ->check(CLI::Range(16, 1024));
  command->add_option("--out", options->out, "The folder");
  command->footer(
      "Examples:\n"
      "  psgan-data wardrobe --count 79 --out wardrobe/\n"
      "  psgan-data wardrobe --first 4 --count 1 --resolution 512 --out witch/");
  command->callback([options, &run] { run = [options] { wardrobe(*options); }; });
}

}  // namespace psgan::data
