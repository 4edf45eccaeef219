// Training itself, on networks so small that a step takes milliseconds.
#include <gtest/gtest.h>

#include "common/program.h"
#include "snapshot_weights.h"
#include "trainer/networks/architectures.h"
#include "trainer/networks/discriminator.h"
#include "trainer/onnx/model_folder.h"
#include "trainer/training/losses.h"
#include "trainer/training/trainer.h"
#include "trainer/training/training_loop.h"
#include "training_fixture.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

TEST_P(Training, ResumedRunIsBitForBitTheSame) {
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options =
      tiny(GetParam(), zip, {{"anchors", 0.5}, {"anchor_steps", "0,8:2"}, {"mirror", true}});
  Trainer whole(options, data);
  Snapshot half_way;
  for (int step = 0; !whole.finished(); ++step) {
    if (step == 21) half_way = whole.snapshot();  // during a fade-in, after an optimizer reset
    whole.step();
  }
  ASSERT_FALSE(half_way.archive.empty());
  Trainer resumed(options, data);
  resumed.step();  // whatever was there before is replaced
  resumed.restore(half_way, "test");
  EXPECT_EQ(resumed.progress().steps, 21u);
  while (!resumed.finished()) resumed.step();

  EXPECT_TRUE(same_weights(whole.snapshot(), resumed.snapshot()));
}

TEST_P(Training, ResumedRunIsBitForBitTheSameWithMuon) {
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options =
      tiny(GetParam(), zip, {{"anchors", 0.5}, {"anchor_steps", "0,8:1"}, {"optimizer", "muon"}});
  Trainer whole(options, data);
  Snapshot half_way;
  for (int step = 0; !whole.finished(); ++step) {
    if (step == 23) half_way = whole.snapshot();
    whole.step();
  }
  Trainer resumed(options, data);
  resumed.restore(half_way, "test");
  while (!resumed.finished()) resumed.step();
  EXPECT_TRUE(same_weights(whole.snapshot(), resumed.snapshot()));

  // Momenta that begin anew would be noticed.
  Trainer without(options, data);
  without.restore(grown(half_way, half_way.options.spec, "test"), "test");
  while (!without.finished()) without.step();
  EXPECT_FALSE(same_weights(whole.snapshot(), without.snapshot()));
}

TEST_P(Training, ResumedRunInBf16IsBitForBitTheSame) {
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options =
      tiny(GetParam(), zip, {{"optimizer", "muon"}, {"precision", "bf16"}, {"kimg", 0.1}});
  Trainer whole(options, data);
  for (int step = 0; step < 11; ++step) whole.step();
  const Snapshot half_way = whole.snapshot();
  while (!whole.finished()) whole.step();
  Trainer resumed(options, data);
  resumed.restore(half_way, "test");
  while (!resumed.finished()) resumed.step();
  EXPECT_TRUE(same_weights(whole.snapshot(), resumed.snapshot()));
  EXPECT_TRUE(whole.weights_finite());
}

TEST_P(Training, GoesOnWithAnotherOptimizer) {
  const TrainingData data = TrainingData::load(zip, 16);
  Trainer by_adam(tiny(GetParam(), zip, {{"optimizer", "adam"}}), data);
  for (int i = 0; i < 20; ++i) by_adam.step();
  const Snapshot saved = by_adam.snapshot();
  Trainer by_muon(with_changes(saved.options, {{"optimizer", "muon"}}, "test"), data);
  by_muon.restore(saved, "test");
  EXPECT_TRUE(same_weights(by_adam.snapshot(), by_muon.snapshot()));
  while (!by_muon.finished()) by_muon.step();
  EXPECT_TRUE(by_muon.weights_finite());
}

TEST_P(Training, WritesARunFolder) {
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options = tiny(GetParam(), zip, {{"keep", 1}});
  Trainer trainer(options, data);
  const RunFolder run = RunFolder::create(folder / "runs", options);
  EXPECT_EQ(run.path().filename(), std::string("00000-") + GetParam() + "-toy-16");
  run.write_options(options);
  train(trainer, run);
  EXPECT_TRUE(std::filesystem::exists(run.path() / "options.json"));
  EXPECT_TRUE(std::filesystem::exists(run.path() / "log.txt"));
  EXPECT_TRUE(std::filesystem::exists(run.path() / "fakes000000.png"));
  const std::string stats = read_text_file(run.path() / "training_stats.jsonl");
  const Json first = parse_json_object(stats.substr(0, stats.find('\n')), "stats");
  for (const char* key : {"kimg", "resolution", "alpha", "images_per_second", "seconds_per_kimg",
                          "memory_gib", "loss_G", "loss_D"}) {
    EXPECT_TRUE(first.contains(key)) << key;
  }
  EXPECT_TRUE(std::filesystem::exists(run.path() / "fakes_init.png"));
  EXPECT_TRUE(std::filesystem::exists(run.path() / "reals.png"));
  const FoundSnapshot latest = RunFolder::latest_snapshot(folder / "runs");
  EXPECT_EQ(latest.snapshot.progress.images, 200u);
  EXPECT_TRUE(latest.passed_over.empty());
  EXPECT_EQ(RunFolder::create(folder / "runs", options).path().filename().string().substr(0, 5),
            "00001");
}

INSTANTIATE_TEST_SUITE_P(Presets, Training, testing::Values("fast", "paper-avatar"),
                         [](const auto& i) {
                           return std::string(i.param) == "fast" ? std::string("fast")
                                                                 : std::string("paper");
                         });

class TrainingRuns : public Training {};

TEST_F(TrainingRuns, GrowsAFinishedRunToAHigherResolution) {
  const TrainingOptions small = tiny("fast", zip, {{"resolution", 8}, {"kimg", 0.1}});
  const TrainingData small_data = TrainingData::load(zip, 8), data = TrainingData::load(zip, 16);
  Trainer before(small, small_data);
  while (!before.finished()) before.step();
  for (const bool compact : {false, true}) {
    const Snapshot saved = compact ? compacted(before.snapshot(), "s") : before.snapshot();
    GeneratorSpec spec = saved.options.spec;
    spec.resolution = 16;
    spec.sum_from = compact ? 8 : 0;
    const Snapshot large = grown(saved, spec, "s");
    const Tensor latent = torch::randn({2, 8}),
                 keypoints = data.batch(torch::tensor({0, 1}, torch::kInt64),
                                        torch::zeros({2}, torch::kBool), 8, torch::kCPU)
                                 .keypoints;
    const auto at_8 = [&](const Snapshot& snapshot) {
      const torch::NoGradGuard no_grad;
      return load_generator(snapshot, "s")
          ->forward(latent, draw_condition_pyramid(keypoints, small.spec, 8), {8, 1});
    };
    EXPECT_TRUE(torch::equal(at_8(saved), at_8(large)));
    if (spec.sum_from > 0) {
      // The new resolution begins with all that was learned.
      const Tensor first =
          load_generator(large, "s")
              ->forward(latent, draw_condition_pyramid(keypoints, small.spec, 16), {16, 1});
      EXPECT_TRUE(torch::equal(first, upsample_bilinear(at_8(saved))));
    }

    Trainer after(with_changes(large.options, {{"kimg", 0.3}}, "test"), data);
    after.restore(large, "s");
    EXPECT_EQ(after.progress().images, before.progress().images);
    while (!after.finished()) after.step();
    EXPECT_EQ(after.growth().resolution, 16);
    EXPECT_TRUE(after.weights_finite());
  }
}

TEST_P(Training, WiderNetworksBeginWithWhatNarrowOnesKnew) {
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions narrow =
      tiny(GetParam(), zip, {{"fmap_base", 32}, {"fmap_max", 4}, {"kimg", 0.1}});
  Trainer before(narrow, data);
  while (!before.finished()) before.step();
  const Snapshot saved = before.snapshot();
  // Four times the width at 4² and 8², twice at 16².
  const TrainingOptions wide =
      with_changes(saved.options,
                   {{"fmap_base", 64}, {"fmap_max", 16}, {"kimg", 0.2}, {"lr", "0.0001"}}, "test");
  const Snapshot large = grown(saved, wide.spec, "s");
  const Batch batch = data.batch(torch::tensor({0, 1, 2}, torch::kInt64),
                                 torch::zeros({3}, torch::kBool), 16, torch::kCPU);
  const ConditionPyramid maps = draw_condition_pyramid(batch.keypoints, narrow.spec, 16);
  const Tensor latent = torch::randn({3, 8});
  const auto drawn = [&](const Snapshot& snapshot, const char* part) {
    const torch::NoGradGuard no_grad;
    const auto generator = make_generator(snapshot.options.spec);
    torch::serialize::InputArchive archive = open_archive(snapshot.archive);
    read_module(archive, part, *generator, "s");
    return generator->forward(latent, maps, {16, 0.5F});
  };
  for (const char* part : {"G", "G_ema"}) {
    EXPECT_LT((drawn(saved, part) - drawn(large, part)).abs().max().item<float>(), 1e-4F) << part;
  }
  const auto judged = [&](const Snapshot& snapshot) {
    const torch::NoGradGuard no_grad;
    Discriminator discriminator(snapshot.options.spec);
    torch::serialize::InputArchive archive = open_archive(snapshot.archive);
    read_module(archive, "D", discriminator, "s");
    return discriminator.forward(batch.images, discriminator.condition(maps, {16, 0.5F}),
                                 {16, 0.5F});
  };
  EXPECT_LT((judged(saved) - judged(large)).abs().max().item<float>(), 1e-4F);

  // Training goes on, and the copies part.
  Trainer after(wide, data);
  after.restore(large, "s");
  while (!after.finished()) after.step();
  EXPECT_TRUE(after.weights_finite());
  const Tensor weight =
      after.averaged_generator().named_children()["second8"]->named_parameters()["weight"];
  EXPECT_GT((weight.narrow(0, 0, 4) - weight.narrow(0, 4, 4)).abs().max().item<float>(), 1e-6F);

  EXPECT_THROW(grown(saved, with_changes(narrow, {{"fmap_max", 6}}, "test").spec, "s"), Error);
}

TEST_F(TrainingRuns, LearnsAFewImages) {
  // One look, few poses: the redrawn images must come close to the real ones soon.
  write_toy_dataset(zip, 2, 4, 8);
  const TrainingData data = TrainingData::load(zip, 8);
  const TrainingOptions options = tiny("fast", zip,
                                       {{"resolution", 8},
                                        {"start_resolution", 8},
                                        {"fmap_base", 128},
                                        {"fmap_max", 32},
                                        {"batch", "8"},
                                        {"anchors", 1},
                                        {"anchor_weight", 10},
                                        {"kimg", 100},
                                        {"lr", "0.01"}});
  Trainer trainer(options, data);
  const auto l1_after = [&](int steps) {
    for (int i = 0; i < steps; ++i) trainer.step();
    return trainer.measures().take().at("anchor_l1");
  };
  const double at_first = l1_after(10);
  l1_after(200);
  EXPECT_LT(l1_after(10), 0.5 * at_first);
}

TEST_F(TrainingRuns, StepsOfTheAnchorsAloneTeachTheGenerator) {
  const TrainingData data = TrainingData::load(zip, 16);
  const auto trainer_with = [&](const char* anchor_steps) {
    return Trainer(tiny("fast", zip,
                        {{"start_resolution", 16}, {"kimg", 100}, {"anchor_steps", anchor_steps}}),
                   data);
  };
  Trainer without = trainer_with("0"), with = trainer_with("0,16:3");
  without.step();
  with.step();
  EXPECT_EQ(with.progress().images, without.progress().images);
  const auto a = weights_of(without.snapshot()), b = weights_of(with.snapshot());
  const std::size_t of_generator = make_generator(with.options().spec)->parameters().size();
  for (std::size_t i = 2 * of_generator; i < a.size(); ++i) {
    EXPECT_TRUE(torch::equal(a[i], b[i])) << "D's weights " << i - 2 * of_generator;
  }
  const auto distance = [&](std::size_t from) {
    double sum = 0;
    for (std::size_t i = from; i < from + of_generator; ++i) {
      sum += (a[i] - b[i]).abs().sum().item<double>();
    }
    return sum;
  };
  EXPECT_GT(distance(0), 0);             // G
  EXPECT_GT(distance(of_generator), 0);  // its average

  const auto l1_after = [](Trainer& trainer, int steps) {
    for (int i = 0; i < steps; ++i) trainer.step();
    trainer.measures().take();
    for (int i = 0; i < 10; ++i) trainer.step();
    return trainer.measures().take().at("anchor_l1");
  };
  EXPECT_LT(l1_after(with, 60), 0.8 * l1_after(without, 60));
}

TEST_F(TrainingRuns, NeverShowTestImages) {
  const auto trained_on = [&](bool white_tests) {
    write_toy_dataset(zip, 2, 6, 16, 2, white_tests);
    const TrainingData data = TrainingData::load(zip, 16);
    Trainer trainer(tiny("fast", zip), data);
    while (!trainer.finished()) trainer.step();
    return trainer.snapshot();
  };
  EXPECT_TRUE(same_weights(trained_on(false), trained_on(true)));
}

TEST_F(TrainingRuns, MatchFeaturesWhereTheDiscriminatorHasSome) {
  const TrainingData data = TrainingData::load(zip, 16);
  Trainer trainer(tiny("fast", zip, {{"fade_kimg", "0.02"}, {"stable_kimg", "0.02"}, {"kimg", 0}}),
                  data);
  const auto measured = [&] {
    trainer.step();
    return trainer.measures().take();
  };
  EXPECT_EQ(measured().count("feature_distance"), 0u);  // 4²: the last block alone
  while (trainer.growth().resolution == 4) trainer.step();
  trainer.measures().take();
  EXPECT_GT(measured().at("feature_distance"), 0);
}

TEST_F(TrainingRuns, NeedALatentNumberForEachLook) {
  const TrainingData data = TrainingData::load(zip, 16);
  const std::string error = error_of([&] {
    Trainer trainer(tiny("fast", zip, {{"latent_size", 2}}), data);
  });
  EXPECT_NE(error.find("3 looks"), std::string::npos) << error;
  EXPECT_NE(error.find("--latent is 2"), std::string::npos) << error;
}

TEST_F(TrainingRuns, StopWhenALossIsNotFinite) {
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options = tiny("paper-avatar", zip, {{"lr", "1e30"}});
  Trainer trainer(options, data);
  const RunFolder run = RunFolder::create(folder / "runs", options);
  const std::string error = error_of([&] { train(trainer, run); });
  EXPECT_NE(error.find("tick"), std::string::npos) << error;
  EXPECT_NE(error.find("gradient_penalty is"), std::string::npos) << error;
  // The one that every run begins with.
  EXPECT_NE(error.find("the last good snapshot is " + run.snapshots().at(0).string()),
            std::string::npos)
      << error;
}

TEST_F(TrainingRuns, RollbacksAreBounded) {
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options =
      tiny("paper-avatar", zip, {{"lr", "1e30"}, {"on_nan", "rollback"}});
  Trainer trainer(options, data);
  const RunFolder run = RunFolder::create(folder / "runs", options);
  const std::string error = error_of([&] { train(trainer, run); });
  EXPECT_NE(error.find("3 rollbacks did not help"), std::string::npos) << error;
  const std::string log = read_text_file(run.path() / "log.txt");
  EXPECT_NE(log.find("rollback 3 of 3"), std::string::npos) << log;
}

TEST_F(TrainingRuns, RollBackWhenAWeightIsNotFinite) {
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options =
      tiny("fast", zip, {{"kimg", 2}, {"tick_kimg", 0.5}, {"on_nan", "rollback"}});
  Trainer trainer(with_changes(options, {{"kimg", 1}}, "test"), data);
  const RunFolder run = RunFolder::create(folder / "runs", options);
  train(trainer, run);

  const Snapshot good = run.last_good_snapshot().snapshot;
  Trainer poisoned(options, data);
  poisoned.restore(good, "test");
  EXPECT_TRUE(poisoned.weights_finite());
  {
    const torch::NoGradGuard no_grad;
    poisoned.averaged_generator().parameters().back().fill_(std::nan(""));
  }
  EXPECT_FALSE(poisoned.weights_finite());
  train(poisoned, run);
  EXPECT_TRUE(poisoned.finished());
  EXPECT_TRUE(poisoned.weights_finite());
  const Snapshot last = run.last_good_snapshot().snapshot;
  EXPECT_EQ(last.progress.images, 2000u);
  EXPECT_EQ(last.progress.rollbacks, 1);
  // Other random numbers and half the learning rate from there on: not the run without a fault.
  Trainer unbroken(options, data);
  unbroken.restore(good, "test");
  while (!unbroken.finished()) unbroken.step();
  EXPECT_FALSE(same_weights(unbroken.snapshot(), last));
}

TEST_F(TrainingRuns, GoOnFromACompactSnapshot) {
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options = tiny("fast", zip, {{"anchors", 0.5}});
  Trainer trainer(options, data);
  for (int i = 0; i < 30; ++i) trainer.step();
  const Snapshot small = compacted(trainer.snapshot(), "test");
  EXPECT_LT(small.archive.size() * 3, trainer.snapshot().archive.size());
  Trainer elsewhere(options, data);
  elsewhere.restore(small, "test");
  EXPECT_EQ(elsewhere.progress().steps, 30u);
  const auto before = trainer.averaged_generator().parameters();
  const auto after = elsewhere.averaged_generator().parameters();
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(after[i].scalar_type(), torch::kFloat32);
    EXPECT_TRUE(torch::allclose(before[i], after[i], 1e-3, 1e-4)) << i;
  }
  while (!elsewhere.finished()) elsewhere.step();
  EXPECT_TRUE(elsewhere.weights_finite());
}

TEST_F(TrainingRuns, ExportsACardWithItsChecksum) {
  const TrainingData data = TrainingData::load(zip, 16);
  Trainer trainer(tiny("fast", zip, {{"anchors", 0.5}}), data);
  while (!trainer.finished()) trainer.step();
  ModelCard card;
  card.name = card.title = "toy";
  card.licence = "CC0-1.0";
  write_model(folder / "model", trainer.snapshot(), "snapshot", card, {"Maid", "Witch"}, true);
  const std::string text = read_text_file(folder / "model" / "card.json");
  const ModelCard found = model_card_from_json(text, "card.json");
  EXPECT_EQ(found.spec, trainer.options().spec);
  EXPECT_EQ(found.bytes, std::filesystem::file_size(folder / "model" / found.onnx));
  EXPECT_EQ(found.sha256.size(), 64u);
  ASSERT_EQ(found.characters.size(), 3u);  // one for each look
  EXPECT_EQ(found.characters[1].title, "Witch");
  EXPECT_EQ(found.characters[2].title, "Character 3");
  EXPECT_TRUE(std::filesystem::exists(folder / "model" / found.preview));
}

}  // namespace
}  // namespace psgan::trainer
