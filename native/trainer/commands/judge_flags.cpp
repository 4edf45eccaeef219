#include "trainer/commands/judge_flags.h"

#include <CLI/CLI.hpp>

#include "common/program.h"
#include "trainer/data/pose_split.h"

namespace psgan::trainer {

void add_judge_flags(CLI::App& command, JudgeFlags& flags, const std::string& resolutions) {
  JudgeOptions& options = flags.options;
  command.add_option("--data", flags.data, "Data set: a zip of psgan-data render")->required();
  command.add_option("--out", flags.out, "The file that it is written to")->capture_default_str();
  command
      .add_option("--resolution", options.resolution, "Of the pictures it looks at: " + resolutions)
      ->capture_default_str();
  command.add_option("--kimg", options.kimg, "Thousands of images to show")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--batch", options.batch, "Images a step")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--lr", options.lr, "Adam's learning rate at the start")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--seed", options.seed, "Of everything random")->capture_default_str();
  command.add_option("--device", options.device, "cpu or cuda")->capture_default_str();
}

torch::Tensor judged_images(const TrainingData& data, const JudgeFlags& flags,
                            const std::string& who) {
  const std::vector<std::int64_t> tests = images_of(data.index(), Split::test);
  if (tests.empty() || static_cast<std::int64_t>(tests.size()) == data.size()) {
    throw Error(flags.data.string() + ": " + who +
                " needs images for training and for tests, found " + std::to_string(data.size()) +
                " of which " + std::to_string(tests.size()) + " are for tests");
  }
  return torch::tensor(tests, torch::kInt64);
}

void expect_traits(const TrainingData& data, const JudgeFlags& flags, const std::string& purpose) {
  if (!data.index().traits.schema.empty()) return;
  throw Error(flags.data.string() + ": its dataset.json has no traits, so there is nothing " +
              purpose + "; psgan-data render of the project's own characters writes them");
}

}  // namespace psgan::trainer
