#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "common/program.h"
#include "trainer/commands/commands.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/data/pose_split.h"
#include "trainer/evaluation/keypoint_detector.h"
#include "trainer/machine/device.h"

namespace psgan::trainer {
namespace {

struct DetectorFlags {
  std::filesystem::path data, out = "detector.pt";
  JudgeOptions options;
};

/// Its score on the set's test images.
PoseScore test_score(KeypointDetector& detector, const TrainingData& data, torch::Device device) {
  const torch::Tensor tests = torch::tensor(images_of(data.index(), Split::test), torch::kInt64);
  std::vector<torch::Tensor> found, wanted;
  for (const torch::Tensor& some : tests.split(64)) {
    const Batch batch = data.batch(some, torch::zeros({some.size(0)}, torch::kBool),
                                   detector->resolution(), device);
    found.push_back(detect(detector, batch.images));
    wanted.push_back(batch.keypoints);
  }
  return pose_score(torch::cat(found), torch::cat(wanted));
}

void run_train_detector(const DetectorFlags& flags) {
  const TrainingData data = TrainingData::load(flags.data, flags.options.resolution);
  const std::size_t tests = images_of(data.index(), Split::test).size();
  if (tests == 0 || static_cast<std::int64_t>(tests) == data.size()) {
    throw Error(
        flags.data.string() + ": a detector needs images for training and for tests, found " +
        std::to_string(data.size()) + " of which " + std::to_string(tests) + " are for tests");
  }
  KeypointDetector detector = train_detector(data, flags.options);
  const PoseScore score = test_score(detector, data, device_named(flags.options.device));
  detector->to(torch::kCPU);
  write_detector(flags.out, detector,
                 {{"data", flags.data.filename().string()},
                  {"kimg", flags.options.kimg},
                  {"test_images", tests},
                  {"pck_05", score.pck_05},
                  {"pck_10", score.pck_10},
                  {"mean_error", score.mean_error}});
  std::printf("%s: on %zu test images PCK@0.05 %.1f %%, PCK@0.1 %.1f %%, mean error %.2f %%\n",
              flags.out.string().c_str(), tests, 100 * score.pck_05, 100 * score.pck_10,
              100 * score.mean_error);
}

}  // namespace

void add_train_detector_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "train-detector", "Train the keypoint detector by which evaluate judges poses");
  const auto flags = std::make_shared<DetectorFlags>();
  command->add_option("--data", flags->data, "Data set: a zip of psgan-data render")->required();
  command->add_option("--out", flags->out, "The detector's file")->capture_default_str();
  command
      ->add_option("--resolution", flags->options.resolution,
                   "Of the pictures it looks at: 32, 64 or 128")
      ->capture_default_str();
  command->add_option("--kimg", flags->options.kimg, "Thousands of images to show")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--batch", flags->options.batch, "Images a step")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--lr", flags->options.lr, "Adam's learning rate at the start")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--seed", flags->options.seed, "Of everything random")->capture_default_str();
  command->add_option("--device", flags->options.device, "cpu or cuda")->capture_default_str();
  command->footer(
      "It learns from the images that are not for tests, and says how well it does on those: what\n"
      "the data set marks, else every tenth pose.\n"
      "Example:\n"
      "  psgan train-detector --data avatar.zip --out detector.pt");
  command->callback([flags] { with_torch_errors([&] { run_train_detector(*flags); }); });
}

}  // namespace psgan::trainer
