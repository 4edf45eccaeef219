#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "trainer/commands/commands.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/onnx/model_folder.h"

namespace psgan::trainer {
namespace {

struct ExportFlags {
  std::filesystem::path snapshot, out;
  ModelCard card;
  std::vector<std::string> titles;
  bool half_weights = false;
  int resolution = 0;
};

void run_export(ExportFlags flags) {
  if (flags.card.name.empty()) flags.card.name = flags.out.filename().string();
  if (flags.card.title.empty()) flags.card.title = flags.card.name;
  const Snapshot snapshot = read_snapshot(flags.snapshot);
  const ModelCard card = write_model(flags.out, snapshot, flags.snapshot.string(), flags.card,
                                     flags.titles, flags.half_weights, flags.resolution);
  std::cout << (flags.out / card.onnx).string() << ": " << card.bytes << " bytes, "
            << card.spec.resolution << "², sha256 " << card.sha256 << "\n";
}

}  // namespace

void add_export_command(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("export", "Write a snapshot's generator as ONNX, for the page");
  const auto flags = std::make_shared<ExportFlags>();
  command->add_option("--snapshot", flags->snapshot, "Snapshot of psgan train")->required();
  command
      ->add_option("--out", flags->out,
                   "Folder for model.onnx, card.json, preview.png and start.jpg")
      ->required();
  command->add_option(
      "--name", flags->card.name,
      "Short name, used in links: letters, digits, - and _ (default: the folder's)");
  command->add_option("--title", flags->card.title, "Name for people");
  command->add_option("--licence", flags->card.licence, "Licence of the weights");
  command->add_option("--training", flags->card.training,
                      "A sentence on how it was trained (default: images, time, data set)");
  command
      ->add_option_function<float>(
          "--yaw-range", [flags](float degrees) { flags->card.yaw_range = degrees; },
          "Degrees that the data set's camera went round to either side (psgan-data render "
          "--yaw-range): the page turns characters no farther (default: all round)")
      ->check(CLI::Range(0.f, 180.f));
  command
      ->add_option_function<std::vector<std::uint64_t>>(
          "--characters",
          [flags](const std::vector<std::uint64_t>& seeds) {
            for (const std::uint64_t seed : seeds) {
              flags->card.characters.push_back({"Character " + std::to_string(seed), seed});
            }
          },
          "Seeds that the page offers, as 3,17,42 (default: one clear example of each look)")
      ->delimiter(',');
  command->add_option("--titles", flags->titles, "Names of these characters, as Sailor,Maid")
      ->delimiter(',');
  command->add_flag("--fp16", flags->half_weights, "Store weights as float16: half the download");
  command
      ->add_option("--resolution", flags->resolution,
                   "Of the pictures, of a snapshot of --method texture, which can be painted at "
                   "any power of two from its cells on (default: as it was trained)")
      ->check(CLI::IsMember({16, 32, 64, 128, 256, 512, 1024}));
  command->footer(
      "The graph takes latent [N,Z] and keypoints [N,20,3] (x, y, visible) and gives image\n"
      "[N,3,R,R] in [-1,1]; the pose maps are drawn inside it.\n"
      "Example:\n"
      "  psgan export --snapshot runs/00000-fast-avatar-64/snapshot-000300.pt --fp16 \\\n"
      "    --out models/starter --name starter --title \"Starter\" --licence CC0-1.0");
  command->callback([flags] { with_torch_errors([&] { run_export(*flags); }); });
}

}  // namespace psgan::trainer
