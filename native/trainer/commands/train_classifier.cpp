#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "common/program.h"
#include "trainer/commands/judge_flags.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/evaluation/trait_classifier.h"
#include "trainer/machine/device.h"

namespace psgan::trainer {
namespace {

/// How often it is right on the set's test images, for each choice.
std::vector<double> test_accuracy(TraitClassifier& classifier, const TrainingData& data,
                                  const torch::Tensor& tests, torch::Device device) {
  const torch::Tensor options = options_of_looks(data.index().traits).to(device);
  std::vector<torch::Tensor> found, wanted;
  for (const torch::Tensor& some : tests.split(64)) {
    const Batch batch = data.batch(some, torch::zeros({some.size(0)}, torch::kBool),
                                   classifier->resolution(), device);
    found.push_back(classify(classifier, batch.images));
    wanted.push_back(options.index_select(0, batch.looks));
  }
  return trait_accuracy(torch::cat(found), torch::cat(wanted));
}

void run_train_classifier(const JudgeFlags& flags) {
  const TrainingData data = TrainingData::load(flags.data, flags.options.resolution);
  expect_traits(data, flags, "to classify");
  const torch::Tensor tests = judged_images(data, flags, "a classifier");
  TraitClassifier classifier = train_classifier(data, flags.options);
  const std::vector<double> accuracy =
      test_accuracy(classifier, data, tests, device_named(flags.options.device));
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
                    {"test_images", tests.size(0)},
                    {"accuracy", mean_accuracy(accuracy)},
                    {"accuracies", each}});
  std::printf("%s: on %lld test images %.1f %% of all choices\n", flags.out.string().c_str(),
              static_cast<long long>(tests.size(0)), 100 * mean_accuracy(accuracy));
}

}  // namespace

void add_train_classifier_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "train-classifier", "Train the classifier by which evaluate tells which parts are worn");
  const auto flags = std::make_shared<JudgeFlags>();
  flags->out = "classifier.pt";
  add_judge_flags(*command, *flags, "32, 64 or 128");
  command->footer(
      "It learns from the images that are not for tests, and says how well it does on those. The "
      "set\n"
      "should have many looks, a thousand rather than a hundred.\n"
      "Example:\n"
      "  psgan train-classifier --data parts.zip --out classifier.pt");
  command->callback([flags] { with_torch_errors([&] { run_train_classifier(*flags); }); });
}

}  // namespace psgan::trainer
