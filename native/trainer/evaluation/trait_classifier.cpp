#include "trainer/evaluation/trait_classifier.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "common/program.h"
#include "trainer/evaluation/judging.h"
#include "trainer/files/archive_file.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr const char* classifier_kind = "classifier";

/// Features at the picture's resolution, at half of it, and so on down to 4²; more stay as many.
constexpr int classifier_features[] = {16, 32, 64, 96, 128, 128};
constexpr int lowest = 4;

std::int64_t options_of(const TraitSchema& schema, int choice) {
  return static_cast<std::int64_t>(schema[static_cast<std::size_t>(choice)].options.size());
}

/// The mean over choices of the cross entropy of the wanted options [N,choices], of those that show
/// in an image.
Tensor classification_loss(const TraitClassifierImpl& classifier, const Tensor& logits,
                           const Tensor& wanted) {
  Tensor sum = torch::zeros({}, logits.options());
  std::int64_t first = 0;
  for (std::size_t i = 0; i < classifier.choices().size(); ++i) {
    const std::int64_t count = options_of(classifier.schema(), classifier.choices()[i]);
    const Tensor target = wanted.select(1, static_cast<std::int64_t>(i));
    const Tensor shown = target.ge(0).to(logits.scalar_type());
    const Tensor likelihood = logits.narrow(1, first, count)
                                  .log_softmax(1)
                                  .gather(1, target.clamp_min(0).unsqueeze(1))
                                  .squeeze(1);
    sum = sum - (likelihood * shown).sum() / shown.sum().clamp_min(1);
    first += count;
  }
  return sum / static_cast<double>(classifier.choices().size());
}

}  // namespace

TraitClassifierImpl::TraitClassifierImpl(int resolution, TraitSchema schema)
    : resolution_(resolution), schema_(std::move(schema)) {
  if (resolution != 32 && resolution != 64 && resolution != 128) {
    throw Error("a trait classifier's resolution is 32, 64 or 128, found " +
                std::to_string(resolution));
  }
  choices_ = choices_of(schema_);
  std::int64_t options = 0;
  for (const int choice : choices_) options += options_of(schema_, choice);
  if (choices_.empty()) throw Error("there is no choice among the traits, so nothing to classify");
  int in = 3, level = 0;
  for (int r = resolution; r >= lowest; r /= 2, ++level) {
    const int out =
        classifier_features[std::min<std::size_t>(level, std::size(classifier_features) - 1)];
    levels_.push_back(register_module("level" + std::to_string(level), two_convolutions(in, out)));
    in = out;
  }
  logits_ = register_module("logits", torch::nn::Linear(in * lowest * lowest, options));
}

Tensor TraitClassifierImpl::forward(const Tensor& images) {
  Tensor x = images;
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    x = levels_[i]->forward(i == 0 ? x : torch::max_pool2d(x, 2));
  }
  return logits_->forward(torch::dropout(x.flatten(1), 0.2, is_training()));
}

std::vector<int> choices_of(const TraitSchema& schema) {
  std::vector<int> choices;
  for (int i = 0; i < static_cast<int>(schema.size()); ++i) {
    if (schema[static_cast<std::size_t>(i)].kind == TraitKind::choice) choices.push_back(i);
  }
  return choices;
}

Tensor options_of_looks(const LookTraits& traits) {
  const std::vector<int> choices = choices_of(traits.schema);
  Tensor options = torch::full(
      {static_cast<std::int64_t>(traits.looks.size()), static_cast<std::int64_t>(choices.size())},
      -1, torch::kInt64);
  auto at = options.accessor<std::int64_t, 2>();
  for (std::size_t look = 0; look < traits.looks.size(); ++look) {
    for (std::size_t i = 0; i < choices.size(); ++i) {
      if (!shows(traits.schema, traits.looks[look], choices[i])) continue;
      at[static_cast<std::int64_t>(look)][static_cast<std::int64_t>(i)] =
          traits.looks[look][static_cast<std::size_t>(choices[i])].option;
    }
  }
  return options;
}

Tensor classify(TraitClassifier& classifier, const Tensor& images) {
  const torch::NoGradGuard no_grad;
  const Tensor logits = classifier->forward(resized(images, classifier->resolution()));
  std::vector<Tensor> found;
  std::int64_t first = 0;
  for (const int choice : classifier->choices()) {
    const std::int64_t count = options_of(classifier->schema(), choice);
    found.push_back(logits.narrow(1, first, count).argmax(1));
    first += count;
  }
  return torch::stack(found, 1);
}

std::vector<double> trait_accuracy(const Tensor& found, const Tensor& wanted) {
  const Tensor shown = wanted.ge(0).to(torch::kFloat64);
  const Tensor right = found.eq(wanted).to(torch::kFloat64) * shown;
  const Tensor share = right.sum(0) / shown.sum(0);  // 0/0 is NaN
  std::vector<double> accuracy;
  for (std::int64_t i = 0; i < share.size(0); ++i) accuracy.push_back(share[i].item<double>());
  return accuracy;
}

double mean_accuracy(const std::vector<double>& accuracy) {
  double sum = 0;
  int count = 0;
  for (const double share : accuracy) {
    if (std::isnan(share)) continue;
    sum += share;
    ++count;
  }
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

TraitClassifier train_classifier(const TrainingData& data, const JudgeOptions& options) {
  torch::manual_seed(options.seed);
  const torch::Device device(options.device);
  TraitClassifier classifier(options.resolution, data.index().traits.schema);
  classifier->to(device);
  const Tensor wanted = options_of_looks(data.index().traits).to(device);
  train_judge(adamw_steps(classifier->parameters()), data, options, "training the classifier",
              [&](const Tensor& chosen, torch::Generator& random) {
                const Batch batch = data.batch(chosen, torch::zeros({options.batch}, torch::kBool),
                                               options.resolution, device);
                return classification_loss(*classifier,
                                           classifier->forward(varied(batch.images, random)),
                                           wanted.index_select(0, batch.looks));
              });
  classifier->eval();
  return classifier;
}

void write_classifier(const std::filesystem::path& path, const TraitClassifier& classifier,
                      const Json& about) {
  torch::serialize::OutputArchive archive;
  write_part(archive, "classifier", *classifier);
  write_archive_file(path, classifier_kind,
                     {{{"resolution", classifier->resolution()},
                       {"traits", to_json(classifier->schema())},
                       {"about", about}},
                      close_archive(archive)});
}

std::pair<TraitClassifier, Json> read_classifier(const std::filesystem::path& path) {
  const std::string where = path.string();
  const ArchiveFile file = read_archive_file(path, classifier_kind);
  TraitClassifier classifier(
      field<int>(file.header, "resolution", where),
      trait_schema_from_json(field<Json>(file.header, "traits", where), where));
  auto archive = open_archive(file.archive);
  read_module(archive, "classifier", *classifier, where);
  classifier->eval();
  return {classifier, field<Json>(file.header, "about", where)};
}

}  // namespace psgan::trainer
