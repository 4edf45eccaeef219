// Training of PG2 on the toy data set: pairs, losses, resuming.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include "common/program.h"
#include "subject_check.h"
#include "trainer/data/pose_pairs.h"
#include "trainer/data/pose_split.h"
#include "trainer/evaluation/evaluation.h"
#include "trainer/evaluation/pg2_subject.h"
#include "trainer/training/losses.h"
#include "trainer/training/methods.h"
#include "trainer/training/pg2_snapshot.h"
#include "trainer/training/pg2_trainer.h"
#include "trainer/training/random_numbers.h"
#include "trainer/training/training_loop.h"
#include "training_fixture.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

TrainingOptions tiny_pg2(const std::filesystem::path& data, Json changes = Json::object()) {
  Json all = {{"method", "pg2"}, {"data", data.string()}, {"resolution", 16},
              {"width", 4},      {"batch", "4"},          {"kimg", 0.2},
              {"seed", 5u},      {"tick_kimg", 0.05},     {"snap_kimg", 0.1}};
  all.update(changes);
  return new_run("fast", all, "test");
}

/// All weights of G1, G2 and D.
std::vector<Tensor> pg2_weights(const Snapshot& snapshot) {
  Pg2Generator generator = load_pg2_generator(snapshot, "test");
  PairDiscriminator discriminator =
      make_pair_discriminator(snapshot.options.spec.resolution, snapshot.options.width);
  torch::serialize::InputArchive archive = open_archive(snapshot.archive);
  read_module(archive, "D", *discriminator, "test");
  std::vector<Tensor> weights;
  for (const torch::nn::Module* network :
       {static_cast<const torch::nn::Module*>(generator.g1.get()),
        static_cast<const torch::nn::Module*>(generator.g2.get()),
        static_cast<const torch::nn::Module*>(discriminator.get())}) {
    for (const Tensor& parameter : network->parameters()) weights.push_back(parameter);
  }
  return weights;
}

bool same_pg2_weights(const Snapshot& a, const Snapshot& b) {
  const auto first = pg2_weights(a), second = pg2_weights(b);
  return std::equal(first.begin(), first.end(), second.begin(), second.end(),
                    [](const Tensor& x, const Tensor& y) { return torch::equal(x, y); });
}

class Pg2 : public Training {};

TEST_F(Pg2, PairsAreTwoPosesOfOneLook) {
  write_toy_dataset(zip, 3, 8, 16, 2);
  const TrainingData data = TrainingData::load(zip, 16);
  const Pg2Trainer trainer(tiny_pg2(zip, {{"mirror", true}}), data);
  std::set<std::int64_t> targets;
  for (std::uint64_t step = 0; step < 60; ++step) {
    const Batch both = trainer.draw_pairs(step);
    ASSERT_EQ(both.size(), 8u);
    for (std::int64_t i = 0; i < 4; ++i) {
      const auto& images = data.index().images;
      const DatasetImage& source = images[both.indices[i].item<int>()];
      const DatasetImage& target = images[both.indices[i + 4].item<int>()];
      EXPECT_EQ(source.look, target.look);
      EXPECT_FALSE(source.pose == target.pose);
      EXPECT_FALSE(source.test || target.test);
      targets.insert(both.indices[i + 4].item<std::int64_t>());
    }
  }
  EXPECT_EQ(targets.size(), 18u);  // every training image
  EXPECT_TRUE(torch::equal(trainer.draw_pairs(7).images, trainer.draw_pairs(7).images));
  EXPECT_FALSE(torch::equal(trainer.draw_pairs(7).images, trainer.draw_pairs(8).images));
}

TEST_F(Pg2, EachOtherPoseIsAsLikelyAsASource) {
  // Look 0 in poses a, a, b, c: from b and c each other picture, from a only b and c.
  DatasetIndex index;
  index.resolution = 16;
  for (const std::uint32_t pose : {1u, 1u, 2u, 3u}) {
    index.images.push_back({.name = "x", .pose_number = 0, .pose = toy_pose(pose)});
  }
  const PairedImages paired(index, {0, 1, 2, 3}, "test");
  TrainingProgress progress;
  at::Generator random = random_of(1, progress, 0, Purpose::pairs);
  const PosePairs pairs = paired.draw(6000, random);
  std::array<std::array<double, 4>, 4> counts{};
  for (std::int64_t i = 0; i < 6000; ++i) {
    const auto at = [&](const Tensor& images) {
      return static_cast<std::size_t>(images[i].item<std::int64_t>());
    };
    ++counts.at(at(pairs.targets)).at(at(pairs.sources));
  }
  const std::array<std::array<double, 4>, 4> expected = {
      {{0, 0, 750, 750}, {0, 0, 750, 750}, {500, 500, 0, 500}, {500, 500, 500, 0}}};
  for (std::size_t target = 0; target < 4; ++target) {
    for (std::size_t source = 0; source < 4; ++source) {
      EXPECT_NEAR(counts.at(target).at(source), expected.at(target).at(source),
                  expected.at(target).at(source) == 0 ? 0 : 110)
          << source << " → " << target;
    }
  }
}

TEST_F(Pg2, FixedSourcesAreTrainingImagesOfTheLookInAnotherPose) {
  write_toy_dataset(zip, 3, 8, 16, 2);
  const TrainingData data = TrainingData::load(zip, 16);
  const std::vector<std::int64_t> tests = images_of(data.index(), Split::test);
  const Tensor sources =
      fixed_sources(data.index(), torch::tensor(tests, torch::kInt64), zip.string());
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const DatasetImage& source = data.index().images[sources[i].item<int>()];
    EXPECT_EQ(source.look, data.index().images[tests[i]].look);
    EXPECT_FALSE(source.test);
    EXPECT_FALSE(source.pose == data.index().images[tests[i]].pose);
  }
}

TEST_F(Pg2, ALookWithASinglePoseIsNamed) {
  write_toy_dataset(zip, 3, 1, 16);
  const DatasetIndex index = read_dataset_index(ZipStoreReader(zip), zip.string());
  const std::string error = error_of([&] { check_learnable(tiny_pg2(zip), index); });
  EXPECT_NE(error.find("toy.zip: look 0 is shown in a single pose"), std::string::npos) << error;
  // A look in two poses, of which one is for tests.
  write_toy_dataset(zip, 3, 2, 16, 1);
  const DatasetIndex halved = read_dataset_index(ZipStoreReader(zip), zip.string());
  EXPECT_NE(error_of([&] {
              check_learnable(tiny_pg2(zip), halved);
            }).find("toy.zip, training images: look 0 is shown in a single pose"),
            std::string::npos);
  check_learnable(tiny("fast", zip), index);  // PSGAN does not mind
}

TEST(Pg2Loss, IsTheMeanOfDifferencesCountedTwiceOnTheMask) {
  torch::manual_seed(3);
  const Tensor a = torch::randn({2, 3, 5, 4}), b = torch::randn({2, 3, 5, 4}),
               mask = torch::rand({2, 1, 5, 4}).gt(0.5).to(torch::kFloat32);
  double sum = 0;
  for (int n = 0; n < 2; ++n) {
    for (int c = 0; c < 3; ++c) {
      for (int y = 0; y < 5; ++y) {
        for (int x = 0; x < 4; ++x) {
          const double difference =
              std::abs(double{a[n][c][y][x].item<float>()} - b[n][c][y][x].item<float>());
          sum += mask[n][0][y][x].item<float>() > 0 ? 2 * difference : difference;
        }
      }
    }
  }
  EXPECT_NEAR(masked_l1(a, b, mask).item<double>(), sum / (2 * 3 * 5 * 4), 1e-6);
}

TEST(Pg2Loss, OfDIsBinaryCrossEntropy) {
  const Tensor real = torch::tensor({0.3F, -1.2F, 2.0F}), fake = torch::tensor({-0.4F, 0.9F, 0.0F});
  double expected_d = 0, expected_g = 0;
  for (int i = 0; i < 3; ++i) {
    const auto probability = [](const Tensor& logit) {
      return 1 / (1 + std::exp(-logit.item<double>()));
    };
    expected_d -= (std::log(probability(real[i])) + std::log(1 - probability(fake[i]))) / 3;
    expected_g -= std::log(probability(fake[i])) / 3;
  }
  EXPECT_NEAR(logistic_discriminator_loss(real, fake).item<double>(), expected_d, 1e-6);
  EXPECT_NEAR(logistic_generator_loss(fake).item<double>(), expected_g, 1e-6);
}

TEST_F(Pg2, TheFirstStageMovesG1AloneTheSecondG2AndD) {
  const TrainingData data = TrainingData::load(zip, 16);
  Pg2Trainer trainer(tiny_pg2(zip, {{"stage1_kimg", 0.1}}), data);
  const Snapshot fresh = trainer.snapshot();
  while (trainer.in_first_stage()) trainer.step();
  EXPECT_EQ(trainer.progress().images, 100u);
  const Snapshot between = trainer.snapshot();
  while (!trainer.finished()) trainer.step();
  const Snapshot end = trainer.snapshot();
  const Pg2Generator sizes(16, 4);
  const std::size_t g1 = sizes.g1->parameters().size(), g2 = sizes.g2->parameters().size();
  const auto moved = [](const Snapshot& before, const Snapshot& after) {
    const auto a = pg2_weights(before), b = pg2_weights(after);
    std::vector<bool> different;
    for (std::size_t i = 0; i < a.size(); ++i) different.push_back(!torch::equal(a[i], b[i]));
    return different;
  };
  const auto first = moved(fresh, between), second = moved(between, end);
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i], i < g1) << i;
    // D's biases before a batch norm have no influence and may stay.
    if (i < g1 + g2) {
      EXPECT_EQ(second[i], i >= g1) << i;
    }
  }
  EXPECT_TRUE(second.back());
}

TEST_F(Pg2, ResumedRunIsBitForBitTheSame) {
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options = tiny_pg2(zip, {{"stage1_kimg", 0.1}, {"mirror", true}});
  for (const int saved_at : {11, 37}) {  // in either stage
    Pg2Trainer whole(options, data);
    Snapshot half_way;
    for (int step = 0; !whole.finished(); ++step) {
      if (step == saved_at) half_way = whole.snapshot();
      whole.step();
    }
    Pg2Trainer resumed(options, data);
    for (int i = 0; i < 30; ++i) resumed.step();  // whatever was there before is replaced
    resumed.restore(half_way, "test");
    EXPECT_EQ(resumed.progress().steps, static_cast<std::uint64_t>(saved_at));
    while (!resumed.finished()) resumed.step();
    EXPECT_TRUE(same_pg2_weights(whole.snapshot(), resumed.snapshot())) << saved_at;

    // Moments that begin anew would be noticed.
    Pg2Trainer other(with_changes(options, {{"seed", 6u}}, "test"), data);
    while (!other.finished()) other.step();
    EXPECT_FALSE(same_pg2_weights(whole.snapshot(), other.snapshot()));
  }
}

TEST_F(Pg2, LearnsTheToyDolls) {
  const TrainingData data = TrainingData::load(zip, 16);
  Pg2Trainer trainer(
      tiny_pg2(zip, {{"kimg", 4}, {"stage1_kimg", 3}, {"width", 8}, {"lr", "0.003"}}), data);
  const auto l1_after = [&](const char* name, int steps) {
    for (int i = 0; i < steps; ++i) trainer.step();
    trainer.measures().take();
    for (int i = 0; i < 10; ++i) trainer.step();
    return trainer.measures().take().at(name);
  };
  const double at_first = l1_after("l1_G1", 0);
  while (trainer.in_first_stage()) trainer.step();
  const double after_first_stage = l1_after("l1_G1", 0);
  EXPECT_LT(after_first_stage, 0.5 * at_first);
  // G2 does not spoil what G1 draws.
  EXPECT_LT(l1_after("l1_G2", 200), 1.1 * after_first_stage);
}

TEST_F(Pg2, WritesARunFolderAndIsEvaluated) {
  write_toy_dataset(zip, 3, 8, 16, 2);
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options = tiny_pg2(zip);
  EXPECT_DOUBLE_EQ(options.stage1_kimg, 0.2 * 22 / 80);
  const auto trainer = make_method(options, data);
  const RunFolder run = RunFolder::create(folder / "runs", options);
  EXPECT_EQ(run.path().filename(), "00000-pg2-fast-toy-16");
  train(*trainer, run);
  const Picture reals = decode_png(read_file(run.path() / "reals.png"), "reals"),
                fakes = decode_png(read_file(run.path() / "fakes000000.png"), "fakes");
  EXPECT_EQ(reals.width * 5, fakes.width * 3);  // beside source, skeleton and target: G1 and G2
  EXPECT_EQ(reals.height, fakes.height);
  const Snapshot last = run.last_good_snapshot().snapshot;
  EXPECT_EQ(last.progress.images, 200u);
  EXPECT_EQ(last.options.method, Method::pg2);
  check_weights(last, "test");

  Pg2Subject subject(load_pg2_generator(last, "test"), Pg2Picture::refined, data, "test",
                     torch::kCPU);
  expect_measured(subject);
}

TEST_F(Pg2, OtherMethodsSnapshotsAreRefused) {
  const TrainingData data = TrainingData::load(zip, 16);
  const Snapshot snapshot = Pg2Trainer(tiny_pg2(zip), data).snapshot();
  const std::string error = error_of([&] { load_generator(snapshot, "s.pt"); });
  EXPECT_EQ(error,
            "s.pt: this is a snapshot of psgan train --method pg2, expected one of --method psgan");
  EXPECT_NE(error_of([&] { compacted(snapshot, "s.pt"); }).find("--method pg2"), std::string::npos);
  EXPECT_NE(error_of([&] {
              check_resumable(snapshot.options, {{"method", "psgan"}}, "s.pt");
            }).find("s.pt: method is \"pg2\" in this snapshot"),
            std::string::npos);
  EXPECT_NE(error_of([&] { check_resumable(snapshot.options, {{"resolution", 32}}, "s.pt"); }), "");
  EXPECT_NE(error_of([&] { check_resumable(snapshot.options, {{"width", 8}}, "s.pt"); }), "");
  EXPECT_EQ(error_of([&] { check_resumable(snapshot.options, {{"kimg", 9}}, "s.pt"); }), "");
}

TEST(Pg2Options, OfOneMethodMeanNothingToTheOther) {
  const auto error = [](Method method, const Json& changes) {
    return error_of([&] { check_meant_for(method, changes); });
  };
  EXPECT_EQ(error(Method::pg2, {{"width", 32}, {"kimg", 3}, {"mirror", true}}), "");
  EXPECT_EQ(error(Method::psgan, {{"palette", true}, {"kimg", 3}}), "");
  EXPECT_EQ(error(Method::pg2, {{"palette", true}}),
            "--palette is an option of --method psgan, and means nothing to pg2");
  EXPECT_EQ(error(Method::psgan, {{"width", 32}}),
            "--width is an option of --method pg2 or dpg2, and means nothing to psgan");
}

TEST(Pg2Options, HaveThePapersSettings) {
  const TrainingOptions o = new_run("paper-deepfashion", {{"method", "pg2"}}, "test");
  EXPECT_EQ(o.spec.resolution, 256);
  EXPECT_EQ(o.width, 128);
  EXPECT_EQ(o.batch.at(256), 1);
  EXPECT_EQ(o.lr.at(256), 2e-5);
  EXPECT_EQ(o.kimg, 80);
  EXPECT_EQ(o.stage1_kimg, 22);
  EXPECT_EQ(o.l1_weight, 10);
  EXPECT_THROW(preset("paper-avatar", Method::pg2), UsageError);
  const std::string error = error_of([] {
    new_run("fast", {{"method", "pg2"}, {"kimg", 2}, {"stage1_kimg", 3}}, "here");
  });
  EXPECT_NE(error.find("here: stage1_kimg is 3, expected no more than kimg, 2"), std::string::npos)
      << error;
}

TEST(Pg2Options, SurviveJson) {
  const TrainingOptions before = new_run("fast", {{"method", "pg2"}, {"width", 24}}, "test");
  const Json json = to_json(before);
  EXPECT_FALSE(json.contains("anchors"));
  EXPECT_EQ(to_json(with_changes(TrainingOptions(), json, "test")), json);
  // What older versions wrote is PSGAN's.
  Json old = to_json(preset("fast"));
  old.erase("method");
  EXPECT_EQ(with_changes(TrainingOptions(), old, "test").method, Method::psgan);
}

}  // namespace
}  // namespace psgan::trainer
