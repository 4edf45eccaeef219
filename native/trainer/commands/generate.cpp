#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <vector>

#include "common/program.h"
#include "psgan/character_traits.h"
#include "trainer/commands/commands.h"
#include "trainer/commands/generate_disentangled.h"
#include "trainer/commands/generate_from_source.h"
#include "trainer/commands/opened_generator.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/drawing/poses_and_seeds.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/machine/device.h"
#include "trainer/onnx/onnx_export.h"

namespace psgan::trainer {
namespace {

struct GenerateFlags {
  GeneratorFlags generator;
  std::filesystem::path out = "grid.png", poses;
  std::string seeds = "1-8", link;
  int columns = 8;
  bool skeletons = true;
  SourceFlags source;     // for a snapshot of PG2 or DPG2
  int sampled_poses = 0;  // for one of DPG2
};

/// Every character in every pose: characters are rows and poses columns; many characters in a
/// single pose are wrapped into rows instead.
torch::Tensor arranged(const torch::Tensor& images, const torch::Tensor& skeletons,
                       const GenerateFlags& flags) {
  if (images.size(1) > 1) {
    return flags.skeletons ? torch::cat({skeletons.unsqueeze(0), images}) : images;
  }
  torch::Tensor cells = images.squeeze(1);
  if (flags.skeletons) cells = torch::cat({skeletons, cells});
  return wrapped(cells, flags.columns);
}

/// The characters of a share link side by side, as the page shows them.
void draw_link(const GenerateFlags& flags) {
  const LinkedScene scene = read_link(flags.link);
  for (const std::string& problem : scene.problems) {
    std::cerr << "warning: --link: " << problem << "\n";
  }
  const auto [generator, growth] = open_generator(flags.generator);
  const LatentSpace& space = generator->latents();
  for (const Character& character : scene.characters) {
    for (const std::string& problem : unknown_parts(character, space.schema)) {
      std::cerr << "warning: --link: " << problem << "\n";
    }
  }
  const torch::Device device = device_named(flags.generator.device);
  const torch::Tensor latents =
      (space.has_traits()
           ? latents_of(scene.characters, space)
           : latents_of(scene.characters, generator->spec(), has_colours(*generator, growth)))
          .to(device);
  std::vector<torch::Tensor> pictures;  // [1,1,3,R,R] each
  for (std::size_t i = 0; i < scene.poses.size(); ++i) {
    const auto at = static_cast<std::int64_t>(i);
    pictures.push_back(generate_grid(*generator, latents.slice(0, at, at + 1),
                                     keypoints_tensor({scene.poses[i]}).to(device), growth));
  }
  write_png(flags.out, lay_out(torch::cat(pictures, 1)));
  std::cout << flags.out.string() << ": " << scene.characters.size() << " characters of the link\n";
}

/// The flags of a way to train that mean nothing to a snapshot of this method.
std::vector<const char*> meaningless(Method method) {
  switch (method) {
    case Method::psgan:
    case Method::texture:
      return {"--source", "--looks", "--source-pose", "--coarse", "--sampled-poses"};
    case Method::pg2:
      return {"--seeds", "--link", "--truncation", "--variety", "--source-pose", "--sampled-poses"};
    case Method::dpg2:
      return {"--link", "--truncation", "--variety", "--coarse"};
  }
  return {};
}

/// Throws UsageError if a flag was given that means nothing to the snapshot's method.
void check_flags(const CLI::App& command, Method method) {
  for (const char* flag : meaningless(method)) {
    if (command.count(flag) == 0) continue;
    throw UsageError(std::string(flag) + " means nothing to a snapshot of --method " +
                     name(method));
  }
}

/// With a snapshot of DPG2.
void draw_disentangled(const Snapshot& snapshot, const GenerateFlags& flags,
                       const CLI::App& command, const std::vector<Pose>& poses) {
  const bool of_pictures = command.count("--source") + command.count("--looks") > 0;
  if (of_pictures && command.count("--seeds") > 0) {
    throw UsageError(
        "--seeds draws characters from noise, --source and --looks those of pictures; expected one "
        "of the two");
  }
  if (!flags.source.pose.empty() &&
      (flags.source.source.empty() || has_extension(flags.source.source, ".zip"))) {
    throw UsageError("--source-pose: expected --source, a PNG of that character");
  }
  DisentangledDrawing drawing(snapshot, flags.generator);
  const torch::Tensor keypoints = flags.sampled_poses > 0
                                      ? drawing.sampled_poses(flags.sampled_poses)
                                      : keypoints_tensor(poses);
  torch::Tensor grid;
  std::string drawn;
  if (of_pictures) {
    grid = drawing.sources(flags.source, keypoints, flags.skeletons);
    drawn = std::to_string(grid.size(0) - (flags.skeletons ? 1 : 0)) + " sources";
  } else {
    const std::vector<std::uint64_t> seeds = parse_seeds(flags.seeds);
    grid = arranged(drawing.characters(seeds, keypoints),
                    draw_skeletons(keypoints, snapshot.options.spec.resolution), flags);
    drawn = std::to_string(seeds.size()) + " characters";
  }
  write_png(flags.out, lay_out(grid));
  std::cout << flags.out.string() << ": " << drawn << " × " << keypoints.size(0) << " poses\n";
}

void run_generate(const GenerateFlags& flags, const CLI::App& command) {
  if (!flags.link.empty()) return draw_link(flags);
  const std::vector<std::uint64_t> seeds = parse_seeds(flags.seeds);
  if (flags.columns < 1) throw UsageError("--columns: expected 1 or more");
  const Snapshot snapshot = read_snapshot(flags.generator.snapshot);
  check_flags(command, snapshot.options.method);
  const std::vector<Pose> poses = flags.poses.empty() ? std::vector<Pose>{standing_pose()}
                                                      : read_poses(flags.poses, flags.columns);
  if (snapshot.options.method == Method::pg2) {
    const int rows = generate_from_source(snapshot, flags.generator, flags.source, poses,
                                          flags.skeletons, flags.out);
    std::cout << flags.out.string() << ": " << rows << " sources × " << poses.size() << " poses\n";
    return;
  }
  if (snapshot.options.method == Method::dpg2) {
    return draw_disentangled(snapshot, flags, command, poses);
  }
  const auto [generator, growth] = open_generator(snapshot, flags.generator);
  const torch::Device device = device_named(flags.generator.device);
  const torch::Tensor keypoints = keypoints_tensor(poses).to(device);
  const torch::Tensor latents = latents_of_seeds(seeds, flags.generator, *generator).to(device);
  const torch::Tensor grid = generate_grid(*generator, latents, keypoints, growth);
  write_png(flags.out, lay_out(arranged(
                           grid, draw_skeletons(keypoints, generator->spec().resolution), flags)));
  std::cout << flags.out.string() << ": " << seeds.size() << " characters × " << poses.size()
            << " poses\n";
}

}  // namespace

void add_generate_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "generate", "Draw characters (rows) in poses (columns) with a snapshot");
  const auto flags = std::make_shared<GenerateFlags>();
  add_generator_flags(*command, flags->generator);
  CLI::Option* seeds =
      command->add_option("--seeds", flags->seeds, "Characters, as 1-8 or 3,17,40-42")
          ->capture_default_str();
  CLI::Option* poses =
      command->add_option("--poses", flags->poses,
                          "A data set's zip or a JSON file of poses (default: one standing pose)");
  command
      ->add_option("--link", flags->link,
                   "A share link of the page, or its part from the # on: draws what it shows")
      ->excludes(seeds)
      ->excludes(poses)
      ->excludes("--truncation")
      ->excludes("--variety");
  command
      ->add_option("--columns", flags->columns,
                   "How many of a data set's poses; with one pose, of characters in a row")
      ->capture_default_str();
  command->add_option("--out", flags->out, "PNG")->capture_default_str();
  command->add_flag("!--no-skeletons", flags->skeletons, "Leave out the skeletons");
  add_source_flags(*command, flags->source);
  command
      ->add_option("--sampled-poses", flags->sampled_poses,
                   "dpg2: so many poses from noise, in place of --poses")
      ->check(CLI::Range(1, 1000))
      ->excludes(poses)
      ->group("Options for snapshots of --method pg2 and dpg2");
  command->footer(
      "A snapshot of --method pg2 draws sources (rows) in poses (columns), one of dpg2 these or\n"
      "characters by seeds.\n"
      "Examples:\n"
      "  psgan generate --snapshot runs/00000-fast-avatar-64/snapshot-000300.pt --seeds 1-8 \\\n"
      "    --poses avatar.zip --out grid.png\n"
      "  psgan generate --snapshot snapshot.pt --seeds 0-35 --truncation 0.7 --columns 9\n"
      "  psgan generate --snapshot snapshot.pt --seeds 42 --poses poses.json --out one.png\n"
      "  psgan generate --snapshot models/starter/compact.pt --link '#v=1&seed=464' --out "
      "link.png\n"
      "  psgan generate --snapshot pg2.pt --source avatar.zip --looks 0-5 --poses avatar.zip\n"
      "  psgan generate --snapshot pg2.pt --source her.png --poses poses.json --out posed.png\n"
      "  psgan generate --snapshot dpg2.pt --source her.png --source-pose her.json --poses "
      "avatar.zip\n"
      "  psgan generate --snapshot dpg2.pt --seeds 1-8 --sampled-poses 6 --out new.png");
  command->callback(
      [flags, command] { with_torch_errors([&] { run_generate(*flags, *command); }); });
}

}  // namespace psgan::trainer
