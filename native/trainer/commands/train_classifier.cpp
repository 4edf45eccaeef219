#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "common/program.h"
#include "trainer/commands/commands.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/data/pose_split.h"
#include "trainer/evaluation/trait_classifier.h"
#include "trainer/machine/device.h"

namespace psgan::trainer {
namespace {

struct ClassifierFlags {
  std::filesystem::path data, out = "classifier.pt";
  JudgeOptions options;
};

/// How often it is right on the set's test images, for each choice.
std::vector<double> test_accuracy(TraitClassifier& classifier, const TrainingData& data,
                                  torch::Device device) {
  const torch::Tensor tests = torch::tensor(images_of(data.index(), Split::test), torch::kInt64);
  const torch::Tensor options = options_of_looks(*classifier, data.index().traits).to(device);
  std::vector<torch::Tensor> found, wanted;
  for (const torch::Tensor& some : tests.split(64)) {
    const Batch batch = data.batch(some, torch::zeros({some.size(0)}, torch::kBool),
                                   classifier->resolution(), device);
    found.push_back(classify(classifier, batch.images));
    wanted.push_back(options.index_select(0, batch.looks));
  }
  return trait_accuracy(torch::cat(found), torch::cat(wanted));
}

void run_train_classifier(const ClassifierFlags& flags) {
  const TrainingData data = TrainingData::load(flags.data, flags.options.resolution);
  if (data.index().traits.schema.empty()) {
    throw Error(flags.data.string() +
                ": its dataset.json has no traits, so there is nothing to classify; psgan-data "
                "render of the project's own characters writes them");
  }
  const std::size_t tests = images_of(data.index(), Split::test).size();
  if (tests == 0 || static_cast<std::int64_t>(tests) == data.size()) {
    throw Error(
        flags.data.string() + ": a classifier needs images for training and for tests, found " +
        std::to_string(data.size()) + " of which " + std::to_string(tests) + " are for tests");
  }
  TraitClassifier classifier = train_classifier(data, flags.options);
  const std::vector<double> accuracy =
      test_accuracy(classifier, data, device_named(flags.options.device));
  Json each = Json::object();
  for (std::size_t i = 0; i < accuracy.size(); ++i) {
    const auto trait = static_cast<std::size_t>(classifier->choices()[i]);
    each[classifier->schema()[trait].name] = accuracy[i];
    std::printf("%-16s %5.1f %%\n", classifier->schema()[trait].name.c_str(), 100 * accuracy[i]);
  }
  classifier->to(torch::kCPU);
  write_classifier(flags.out, classifier,
                   {{"data", flags.data.filename().string()},
                    {"kimg", flags.options.kimg},
                    {"test_images", tests},
                    {"accuracy", mean_accuracy(accuracy)},
                    {"accuracies", each}});
  std::printf("%s: on %zu test images %.1f %% of all choices\n", flags.out.string().c_str(), tests,
              100 * mean_accuracy(accuracy));
}

}  // namespace

void add_train_classifier_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "train-classifier", "Train the classifier by which evaluate tells which parts are worn");
  const auto flags = std::make_shared<ClassifierFlags>();
  command->add_option("--data", flags->data, "Data set: a zip of psgan-data render")->required();
  command->add_option("--out", flags->out, "The classifier's file")->capture_default_str();
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
      "It learns from the images that are not for tests, and says how well it does on those. The "
      "set\n"
      "should have many looks, a thousand rather than a hundred.\n"
      "Example:\n"
      "  psgan train-classifier --data parts.zip --out classifier.pt");
  command->callback([flags] { with_torch_errors([&] { run_train_classifier(*flags); }); });
}

}  // namespace psgan::trainer
