// Trainings on data sets that tell of what their looks are made.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "psgan/dataset.h"
#include "psgan/latent_space.h"
#include "temporary_folder.h"
#include "toy_dataset.h"
#include "trainer/data/training_data.h"
#include "trainer/networks/latents.h"
#include "trainer/training/options.h"
#include "trainer/training/snapshot.h"
#include "trainer/training/trainer.h"

namespace psgan::trainer {
namespace {

class TraitTraining : public testing::Test {
 protected:
  TrainingOptions options_for(const std::string& zip, const Json& changes = Json::object()) {
    Json all = {{"data", zip},     {"resolution", 8},    {"start_resolution", 8},
                {"fmap_base", 64}, {"fmap_max", 16},     {"batch", "4"},
                {"kimg", 1},       {"traits", 5},        {"latent_size", 7},
                {"seed", 3u},      {"optimizer", "adam"}};
    all.update(changes);
    return with_changes(preset("fast"), all, "test");
  }
  std::string toy(const std::string& name, const LookTraits& traits) {
    const std::string path = (folder.path() / name).string();
    write_toy_dataset(path, 4, 6, 8, 1, false, traits);
    return path;
  }

  TemporaryFolder folder;
};

TEST_F(TraitTraining, LatentsBeginWithTheLooksTraits) {
  const LookTraits traits = toy_traits(4);
  const torch::Tensor encoded = encoded_looks(traits);
  ASSERT_EQ(encoded.sizes(), (torch::IntArrayRef{4, 5}));
  torch::Tensor latents = torch::randn({3, 7});
  const torch::Tensor free = latents.narrow(1, 5, 2).clone();
  set_traits(latents, torch::tensor({2, 0, 3}, torch::kInt64), encoded);
  for (const auto& [row, look] : {std::pair{0, 2}, {1, 0}, {2, 3}}) {
    const std::vector<float> expected =
        encode(traits.schema, traits.looks[static_cast<std::size_t>(look)]);
    EXPECT_TRUE(latents[row].narrow(0, 0, 5).equal(torch::tensor(expected))) << row;
  }
  EXPECT_TRUE(latents.narrow(1, 5, 2).equal(free));
}

TEST_F(TraitTraining, LearnsWhatIsAskedForByTraits) {
  const std::string zip = toy("toy.zip", toy_traits(4));
  const TrainingData data = TrainingData::load(zip, 8);
  Trainer trainer(options_for(zip, {{"anchor_weight", 30}, {"latent_size", 5}}), data);
  const auto l1_after = [&](int steps) {
    trainer.measures().take();
    for (int i = 0; i < steps; ++i) trainer.step();
    return trainer.measures().take().at("anchor_l1");
  };
  const double at_first = l1_after(5);
  l1_after(110);
  EXPECT_LT(l1_after(20), 0.75 * at_first);
  // Other traits give another picture, whatever the seed.
  const torch::NoGradGuard no_grad;
  Generator& generator = trainer.averaged_generator();
  const auto drawn = [&](int look, std::uint64_t seed) {
    const LookTraits traits = toy_traits(4);
    const std::vector<float> latent =
        latent_of_traits(generator.latents(), traits.looks[static_cast<std::size_t>(look)], seed);
    return generator.forward(
        torch::tensor(latent).unsqueeze(0),
        draw_condition_pyramid(keypoints_tensor({toy_pose(1)}), generator.spec(), 8), {8, 1});
  };
  EXPECT_GT((drawn(0, 1) - drawn(3, 1)).abs().mean().item<double>(), 0.02);
  EXPECT_TRUE(drawn(0, 1).equal(drawn(0, 2)));
}

TEST_F(TraitTraining, ARunGoesOnAsIfItHadNotStopped) {
  const std::string zip = toy("toy.zip", toy_traits(4));
  const TrainingData data = TrainingData::load(zip, 8);
  const TrainingOptions options = options_for(zip, {{"anchors", 0.5}, {"palette", true}});
  Trainer whole(options, data), first(options, data);
  for (int i = 0; i < 6; ++i) whole.step();
  for (int i = 0; i < 3; ++i) first.step();
  const std::string path = (folder.path() / "half.pt").string();
  write_snapshot(path, first.snapshot());
  const Snapshot half = read_snapshot(path);
  EXPECT_EQ(half.latents.schema, toy_traits(4).schema);
  Trainer resumed(options, data);
  resumed.restore(half, path);
  for (int i = 0; i < 3; ++i) resumed.step();
  EXPECT_EQ(resumed.snapshot().archive, whole.snapshot().archive);
}

TEST_F(TraitTraining, OtherTraitsAreNamed) {
  const std::string zip = toy("toy.zip", toy_traits(4));
  LookTraits others = toy_traits(4);
  others.schema[1].name = "tint";
  const std::string other_zip = toy("other.zip", others);
  const TrainingData data = TrainingData::load(zip, 8),
                     other_data = TrainingData::load(other_zip, 8);
  Trainer trainer(options_for(zip), data), other(options_for(other_zip), other_data);
  const std::string error =
      error_of([&] { other.restore(trainer.snapshot(), "runs/snapshot.pt"); });
  EXPECT_NE(error.find("\"shade\""), std::string::npos) << error;
  EXPECT_NE(error.find("runs/snapshot.pt"), std::string::npos) << error;
  EXPECT_NE(error_of([&] {
              Trainer(options_for(zip, {{"traits", 4}}), data);
            }).find("5 numbers"),
            std::string::npos);
}

TEST_F(TraitTraining, SeedsAreCharactersOfTheSampler) {
  LatentSpace space{.size = 7, .schema = toy_traits(4).schema};
  const torch::Tensor latents = latents_from_seeds({1, 2, 3, 4, 5, 6, 7, 8}, space);
  ASSERT_EQ(latents.sizes(), (torch::IntArrayRef{8, 7}));
  // One of the two options, and both come.
  const torch::Tensor options = latents.narrow(1, 0, 2);
  EXPECT_TRUE(options.sum(1).eq(1).all().item<bool>());
  EXPECT_GT(options.select(1, 0).sum().item<float>(), 0);
  EXPECT_LT(options.select(1, 0).sum().item<float>(), 8);
  EXPECT_EQ(latent_space_from_json(to_json(space), "test"), space);
  space.size = 4;
  EXPECT_NE(error_of([&] {
              latent_space_from_json(to_json(space), "card.json");
            }).find("card.json: the latent has 4 numbers"),
            std::string::npos);
}

}  // namespace
}  // namespace psgan::trainer
