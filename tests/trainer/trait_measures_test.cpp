// The trait classifier, and what is measured by it and by looks that differ in one trait.
#include "trainer/evaluation/trait_measures.h"

#include <gmock/gmock.h>

#include <cmath>
#include <map>
#include <set>

#include "temporary_folder.h"
#include "toy_dataset.h"
#include "trainer/evaluation/trait_classifier.h"

namespace psgan::trainer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using torch::Tensor;

/// Look 1 is look 0 with another number, look 2 look 0 with another shade.
LookTraits traits_in_pairs() {
  LookTraits traits = toy_traits(3);
  const TraitColour shade = {0.2f, 0.4f, 0.6f}, other = {0.9f, 0.4f, 0.6f};
  traits.looks = {{{.option = 0}, {.colour = shade}},
                  {{.option = 1}, {.colour = shade}},
                  {{.option = 0}, {.colour = other}}};
  return traits;
}

/// Draws the real images, with something added that depends on the look.
class RealImages : public Subject {
 public:
  RealImages(const TrainingData& data, double tint) : Subject(data, 32, torch::kCPU), tint_(tint) {}
  Tensor characters(std::uint64_t, const Tensor& keypoints) override {
    return torch::zeros({keypoints.size(0), 3, 32, 32});
  }
  bool knows_looks() const override { return true; }
  std::int64_t parameters() const override { return 0; }
  Tensor redrawn(const Batch& batch, std::uint64_t) override {
    return batch.images + tint_ * batch.looks.view({-1, 1, 1, 1}) / 127.5;
  }

 private:
  double tint_;
};

class TraitMeasures : public testing::Test {
 protected:
  TrainingData data(int looks, const LookTraits& traits) {
    const auto path = folder.path() / "toy.zip";
    write_toy_dataset(path, looks, 12, 32, 4, false, traits);
    return TrainingData::load(path, 32);
  }
  static std::map<std::string, Metric> by_name(const Evaluation& evaluation) {
    std::map<std::string, Metric> metrics;
    for (const Metric& metric : evaluation.metrics) metrics.emplace(metric.name, metric);
    return metrics;
  }
  TemporaryFolder folder;
};

TEST(TraitAccuracy, CountsWhatShowsAlone) {
  const Tensor wanted = torch::tensor({{0, 2, -1}, {1, -1, -1}, {0, 0, -1}}, torch::kInt64);
  const Tensor found = torch::tensor({{0, 1, 0}, {1, 5, 0}, {1, 0, 0}}, torch::kInt64);
  const std::vector<double> accuracy = trait_accuracy(found, wanted);
  ASSERT_EQ(accuracy.size(), 3u);
  EXPECT_DOUBLE_EQ(accuracy[0], 2.0 / 3);
  EXPECT_DOUBLE_EQ(accuracy[1], 0.5);
  EXPECT_TRUE(std::isnan(accuracy[2]));
  EXPECT_DOUBLE_EQ(mean_accuracy(accuracy), (2.0 / 3 + 0.5) / 2);
}

TEST_F(TraitMeasures, TheClassifierLearnsToReadDollsAndComesBackFromItsFile) {
  const TrainingData dolls = data(4, toy_traits(4));
  JudgeOptions options;
  options.resolution = 32;
  options.kimg = 8;
  TraitClassifier classifier = train_classifier(dolls, options);
  const auto path = folder.path() / "classifier.pt";
  write_classifier(path, classifier, {{"data", "toy.zip"}});
  auto [read, about] = read_classifier(path);
  EXPECT_EQ(about.at("data"), "toy.zip");
  EXPECT_EQ(read->schema(), toy_traits(4).schema);

  RealImages subject(dolls, 0);
  Evaluation evaluation;
  measure_traits(subject, read, {}, evaluation);
  const Metric accuracy = by_name(evaluation).at("trait_accuracy");
  EXPECT_GT(accuracy.value, 90);
  EXPECT_EQ(accuracy.value, accuracy.real);
  EXPECT_EQ(evaluation.about["trait_accuracy"]["number"].size(), 2u);

  // Looks by other traits.
  LookTraits others = toy_traits(4);
  others.schema[0].options = {"even", "odd", "prime"};
  const TrainingData other_dolls = data(4, others);
  RealImages other(other_dolls, 0);
  EXPECT_THAT(error_of([&] { measure_traits(other, read, {}, evaluation); }), HasSubstr("number"));
}

TEST_F(TraitMeasures, ASchemaOfColoursAloneIsRefused) {
  EXPECT_THAT(
      error_of([] { TraitClassifier(32, TraitSchema{{.name = "a", .kind = TraitKind::colour}}); }),
      HasSubstr("choice"));
  EXPECT_THAT(error_of([] { TraitClassifier(48, toy_traits(1).schema); }), HasSubstr("48"));
}

TEST_F(TraitMeasures, PairsDifferInOneTraitAndStandInOnePose) {
  const TrainingData dolls = data(3, traits_in_pairs());
  const auto pairs = changed_pairs(dolls.index());
  ASSERT_EQ(pairs.size(), 8u) << "two pairs of looks in four test poses";
  std::set<std::vector<int>> kinds;
  for (const ChangedPair& pair : pairs) {
    const DatasetImage &a = dolls.index().images[static_cast<std::size_t>(pair.before)],
                       &b = dolls.index().images[static_cast<std::size_t>(pair.after)];
    EXPECT_EQ(a.pose_number, b.pose_number);
    kinds.insert({a.look, b.look, pair.trait});
  }
  EXPECT_THAT(kinds, ElementsAre(ElementsAre(0, 1, 0), ElementsAre(0, 2, 1)));
  EXPECT_TRUE(changed_pairs(data(2, toy_traits(2)).index()).empty()) << "both traits differ";
}

TEST_F(TraitMeasures, SeparationSeesWhatChangesBesideThePart) {
  const TrainingData dolls = data(3, traits_in_pairs());
  RealImages exact(dolls, 0), tinted(dolls, 3);
  Evaluation fine, bad;
  measure_separation(exact, {}, fine);
  measure_separation(tinted, {}, bad);
  const auto of_exact = by_name(fine), of_tinted = by_name(bad);
  EXPECT_NEAR(of_exact.at("change_of_part").value, *of_exact.at("change_of_part").real, 1e-6);
  EXPECT_LT(of_exact.at("change_beside_part").value, 10) << "below what counts as a change";
  EXPECT_GT(of_tinted.at("change_beside_part").value, of_exact.at("change_beside_part").value + 1);
  // A set without pairs measures nothing.
  const TrainingData apart = data(2, toy_traits(2));
  RealImages alone(apart, 0);
  Evaluation none;
  measure_separation(alone, {}, none);
  EXPECT_TRUE(none.metrics.empty());
}

}  // namespace
}  // namespace psgan::trainer
