// Reads the choices among a character's traits off an image of her (which hair, which top), to
// measure whether a generated image shows what was asked for. Trained on real renders by psgan
// train-classifier.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "psgan/json.h"
#include "psgan/traits.h"
#include "trainer/data/training_data.h"
#include "trainer/evaluation/judging.h"

namespace psgan::trainer {

/// Convolutions down to 4², then for each choice of a schema a logit for each of its options.
class TraitClassifierImpl : public torch::nn::Module {
 public:
  /// For images of that resolution, 32, 64 or 128, and a schema with at least one choice. Throws
  /// Error otherwise.
  TraitClassifierImpl(int resolution, TraitSchema schema);

  /// images [N,3,r,r] in [−1,1] → logits [N, options of all choices, in the schema's order].
  torch::Tensor forward(const torch::Tensor& images);

  int resolution() const { return resolution_; }
  const TraitSchema& schema() const { return schema_; }
  /// The choices, as indices into the schema.
  const std::vector<int>& choices() const { return choices_; }

 private:
  int resolution_;
  TraitSchema schema_;
  std::vector<int> choices_;
  std::vector<torch::nn::Sequential> levels_;
  torch::nn::Linear logits_{nullptr};
};
TORCH_MODULE(TraitClassifier);

/// The choices of a schema, as indices into it.
std::vector<int> choices_of(const TraitSchema& schema);

/// The options of looks: [looks, choices of their schema] int64, −1 where a choice does not show.
torch::Tensor options_of_looks(const LookTraits& traits);

/// The most likely options in images [N,3,R,R] of any resolution: [N, choices] int64.
torch::Tensor classify(TraitClassifier& classifier, const torch::Tensor& images);

/// How often found options [N,choices] are the wanted ones, over those that show (not −1): for each
/// choice, NaN for one that never shows.
std::vector<double> trait_accuracy(const torch::Tensor& found, const torch::Tensor& wanted);

/// The mean over choices that show.
double mean_accuracy(const std::vector<double>& accuracy);

/// Trains on those of data's images that are no test images, with changes of colour, noise and
/// sharpness (judging.h). The set must have traits.
TraitClassifier train_classifier(const TrainingData& data, const JudgeOptions& options);

/// A file as archive_file.h describes; `about` describes its training and accuracy.
void write_classifier(const std::filesystem::path& path, const TraitClassifier& classifier,
                      const Json& about);

/// A classifier and what its file says about it. Throws Error naming the file.
std::pair<TraitClassifier, Json> read_classifier(const std::filesystem::path& path);

}  // namespace psgan::trainer
