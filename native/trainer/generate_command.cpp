#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>
#include <memory>

#include "common/program.h"
#include "psgan/dataset.h"
#include "psgan/zip_store.h"
#include "trainer/commands.h"
#include "trainer/model_folder.h"
#include "trainer/sample_grid.h"
#include "trainer/torch_errors.h"

namespace psgan {
namespace {

struct GenerateFlags {
  std::filesystem::path snapshot, out = "grid.png", poses;
  std::string seeds = "1-8";
  int columns = 8;
  bool skeletons = true;
};

/// "1-8" or "3,17,40-42".
std::vector<std::uint64_t> parse_seeds(const std::string& text) {
  std::vector<std::uint64_t> seeds;
  const auto number = [&](std::string_view part) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (part.empty() || error != std::errc() || end != part.data() + part.size()) {
      throw UsageError("--seeds: \"" + text + "\" should be like 1-8 or 3,17,40-42");
    }
    return value;
  };
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const auto dash = part.find('-');
    const std::uint64_t first = number(part.substr(0, dash));
    const std::uint64_t last = dash == std::string::npos ? first : number(part.substr(dash + 1));
    if (last < first || last - first > 999 || seeds.size() > 999) {
      throw UsageError("--seeds: \"" + part + "\" should go upwards, and be at most 1000 seeds");
    }
    for (std::uint64_t seed = first; seed <= last; ++seed) seeds.push_back(seed);
  }
  if (seeds.empty()) throw UsageError("--seeds: which seeds?");
  return seeds;
}

/// Poses spread over a data set's, or all of a JSON file's: {"poses": [[[x,y,visible], ...20],
/// ...]}.
std::vector<Pose> read_poses(const std::filesystem::path& path, int count) {
  const std::string where = path.string();
  std::vector<Pose> poses;
  if (path.extension() == ".zip") {
    const auto bytes = ZipStoreReader(path).read("dataset.json");
    const DatasetIndex index =
        dataset_index_from_json({bytes.begin(), bytes.end()}, where + ", dataset.json");
    for (const std::int64_t i : spread_indices(index, count)) poses.push_back(index.images[i].pose);
  } else {
    const Json json = parse_json_object(read_text_file(path), where);
    const auto rows = field<std::vector<std::vector<std::array<float, 3>>>>(json, "poses", where);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string pose_where = where + ", pose " + std::to_string(i);
      if (rows[i].size() != keypoint_count) {
        throw Error(pose_where + ": expected " + std::to_string(keypoint_count) +
                    " keypoints, found " + std::to_string(rows[i].size()));
      }
      Pose pose;
      for (int k = 0; k < keypoint_count; ++k) {
        pose.points[k] = {rows[i][k][0], rows[i][k][1], rows[i][k][2] > 0};
      }
      check(pose, pose_where.c_str());
      poses.push_back(pose);
    }
  }
  if (poses.empty()) throw Error(where + ": there is no pose in it");
  return poses;
}

void run_generate(const GenerateFlags& flags) {
  const std::vector<std::uint64_t> seeds = parse_seeds(flags.seeds);
  if (flags.columns < 1) throw UsageError("--columns: expected 1 or more");
  const std::vector<Pose> poses = flags.poses.empty() ? std::vector<Pose>{standing_pose()}
                                                      : read_poses(flags.poses, flags.columns);
  const Snapshot snapshot = read_snapshot(flags.snapshot);
  const auto generator = load_generator(snapshot, flags.snapshot.string());
  const torch::Tensor keypoints = keypoints_tensor(poses);
  torch::Tensor grid =
      generate_grid(*generator, latents_from_seeds(seeds, generator->spec().latent_size), keypoints,
                    growth_of(snapshot));
  if (flags.skeletons) {
    const torch::Tensor skeletons = draw_skeletons(keypoints, generator->spec().resolution);
    grid = torch::cat({skeletons.unsqueeze(0), grid});
  }
  write_png(flags.out, lay_out(grid));
  std::cout << flags.out.string() << ": " << seeds.size() << " characters × " << poses.size()
            << " poses\n";
}

}  // namespace

void add_generate_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "generate", "Draw characters (rows) in poses (columns) with a snapshot");
  const auto flags = std::make_shared<GenerateFlags>();
  command->add_option("--snapshot", flags->snapshot, "Snapshot of psgan train")->required();
  command->add_option("--seeds", flags->seeds, "Characters, as 1-8 or 3,17,40-42")
      ->capture_default_str();
  command->add_option("--poses", flags->poses,
                      "A data set's zip or a JSON file of poses (default: one standing pose)");
  command->add_option("--columns", flags->columns, "How many of a data set's poses")
      ->capture_default_str();
  command->add_option("--out", flags->out, "PNG")->capture_default_str();
  command->add_flag("!--no-skeletons", flags->skeletons, "Leave out the row of skeletons");
  command->footer(
      "Examples:\n"
      "  psgan generate --snapshot runs/00000-fast-avatar-64/snapshot-000300.pt --seeds 1-8 \\\n"
      "    --poses avatar.zip --out grid.png\n"
      "  psgan generate --snapshot snapshot.pt --seeds 42 --poses poses.json --out one.png");
  command->callback([flags] { with_torch_errors([&] { run_generate(*flags); }); });
}

}  // namespace psgan
