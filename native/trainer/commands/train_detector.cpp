#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "common/program.h"
#include "trainer/commands/judge_flags.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/evaluation/keypoint_detector.h"
#include "trainer/machine/device.h"

namespace psgan::trainer {
namespace {

/// Its score on the set's test images.
PoseScore test_score(KeypointDetector& detector, const TrainingData& data,
                     const torch::Tensor& tests, torch::Device device) {
  std::vector<torch::Tensor> found, wanted;
  for (const torch::Tensor& some : tests.split(64)) {
    const Batch batch = data.batch(some, torch::zeros({some.size(0)}, torch::kBool),
                                   detector->resolution(), device);
    found.push_back(detect(detector, batch.images));
    wanted.push_back(batch.keypoints);
  }
  return pose_score(torch::cat(found), torch::cat(wanted));
}

void run_train_detector(const JudgeFlags& flags) {
  const TrainingData data = TrainingData::load(flags.data, flags.options.resolution);
  const torch::Tensor tests = judged_images(data, flags, "a detector");
  KeypointDetector detector = train_detector(data, flags.options);
  const PoseScore score = test_score(detector, data, tests, device_named(flags.options.device));
  detector->to(torch::kCPU);
  write_detector(flags.out, detector,
                 {{"data", flags.data.filename().string()},
                  {"kimg", flags.options.kimg},
                  {"test_images", tests.size(0)},
                  {"pck_05", score.pck_05},
                  {"pck_10", score.pck_10},
                  {"mean_error", score.mean_error}});
  std::printf("%s: on %lld test images PCK@0.05 %.1f %%, PCK@0.1 %.1f %%, mean error %.2f %%\n",
              flags.out.string().c_str(), static_cast<long long>(tests.size(0)), 100 * score.pck_05,
              100 * score.pck_10, 100 * score.mean_error);
}

}  // namespace

void add_train_detector_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "train-detector", "Train the keypoint detector by which evaluate judges poses");
  const auto flags = std::make_shared<JudgeFlags>();
  flags->out = "detector.pt";
  add_judge_flags(*command, *flags, "32, 64 or 128");
  command->footer(
      "It learns from the images that are not for tests, and says how well it does on those: what\n"
      "the data set marks, else every tenth pose.\n"
      "Example:\n"
      "  psgan train-detector --data avatar.zip --out detector.pt");
  command->callback([flags] { with_torch_errors([&] { run_train_detector(*flags); }); });
}

}  // namespace psgan::trainer
