// Training of DPG2 on the toy data set: stages, losses, resuming.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "common/program.h"
#include "subject_check.h"
#include "trainer/data/pose_pairs.h"
#include "trainer/evaluation/dpg2_subject.h"
#include "trainer/evaluation/evaluation.h"
#include "trainer/networks/latents.h"
#include "trainer/training/dpg2_snapshot.h"
#include "trainer/training/dpg2_trainer.h"
#include "trainer/training/methods.h"
#include "trainer/training/training_loop.h"
#include "training_fixture.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

TrainingOptions tiny_dpg2(const std::filesystem::path& data, Json changes = Json::object()) {
  Json all = {{"method", "dpg2"}, {"data", data.string()}, {"resolution", 16},
              {"width", 4},       {"batch", "4"},          {"kimg", 0.2},
              {"seed", 5u},       {"tick_kimg", 0.05},     {"snap_kimg", 0.1}};
  all.update(changes);
  return new_run("fast", all, "test");
}

/// The weights of each network of a snapshot.
std::map<std::string, std::vector<Tensor>> dpg2_weights(const Snapshot& snapshot) {
  const int width = snapshot.options.width;
  const Dpg2Networks networks = load_dpg2_networks(snapshot, "test");
  DcganDiscriminator pictures = make_picture_discriminator(snapshot.options.spec.resolution, width);
  CodeCritic appearances(appearance_code_size, width), poses(pose_code_size, width);
  auto parts = networks.parts();
  parts.emplace_back("D", pictures.get());
  parts.emplace_back("CA", appearances.get());
  parts.emplace_back("CP", poses.get());
  torch::serialize::InputArchive archive = open_archive(snapshot.archive);
  std::map<std::string, std::vector<Tensor>> weights;
  for (const auto& [name, network] : parts) {
    read_module(archive, name, *network, "test");
    weights[name] = network->parameters();
  }
  return weights;
}

/// The networks whose weights are not the same.
std::set<std::string> moved_networks(const Snapshot& a, const Snapshot& b) {
  const auto first = dpg2_weights(a), second = dpg2_weights(b);
  std::set<std::string> moved;
  for (const auto& [name, weights] : first) {
    const std::vector<Tensor>& others = second.at(name);
    if (!std::equal(weights.begin(), weights.end(), others.begin(), others.end(),
                    [](const Tensor& x, const Tensor& y) { return torch::equal(x, y); })) {
      moved.insert(name);
    }
  }
  return moved;
}

class Dpg2 : public Training {};

TEST_F(Dpg2, TheFirstStageMovesTheDrawingNetworksTheSecondTheMappingFunctions) {
  const TrainingData data = TrainingData::load(zip, 16);
  Dpg2Trainer trainer(tiny_dpg2(zip, {{"stage1_kimg", 0.1}}), data);
  const Snapshot fresh = trainer.snapshot();
  while (trainer.in_first_stage()) trainer.step();
  const Snapshot between = trainer.snapshot();
  EXPECT_FALSE(has_mappings(between));
  while (!trainer.finished()) trainer.step();
  const Snapshot end = trainer.snapshot();
  EXPECT_TRUE(has_mappings(end));
  EXPECT_EQ(moved_networks(fresh, between), (std::set<std::string>{"D", "E", "G", "P"}));
  EXPECT_EQ(moved_networks(between, end), (std::set<std::string>{"CA", "CP", "MA", "MP"}));
  EXPECT_EQ(end.latents.size, dpg2_latent_size);
}

TEST_F(Dpg2, TheDiscriminatorJoinsWhenAskedFor) {
  const TrainingData data = TrainingData::load(zip, 16);
  const Json half = {{"stage1_kimg", 0.1}, {"judged_from", 0.5}};
  Dpg2Trainer trainer(tiny_dpg2(zip, half), data);
  const Snapshot fresh = trainer.snapshot();
  while (trainer.progress().images < 48) trainer.step();
  EXPECT_EQ(moved_networks(fresh, trainer.snapshot()), (std::set<std::string>{"E", "G", "P"}));
  while (trainer.progress().images < 56) trainer.step();
  EXPECT_EQ(moved_networks(fresh, trainer.snapshot()), (std::set<std::string>{"D", "E", "G", "P"}));
  EXPECT_THROW(tiny_dpg2(zip, {{"judged_from", 1.5}}), Error);
  EXPECT_THROW(tiny_dpg2(zip, {{"critic_lr", 0}}), Error);
}

TEST_F(Dpg2, ResumedRunIsBitForBitTheSame) {
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options = tiny_dpg2(zip, {{"stage1_kimg", 0.1}, {"mirror", true}});
  Dpg2Trainer whole(options, data);
  std::map<int, Snapshot> saved;
  for (int step = 0; !whole.finished(); ++step) {
    if (step == 11 || step == 25 || step == 37) saved[step] = whole.snapshot();
    whole.step();
  }
  const Snapshot end = whole.snapshot();
  for (const auto& [step, snapshot] : saved) {  // in either stage, and between them
    Dpg2Trainer resumed(options, data);
    for (int i = 0; i < 30; ++i) resumed.step();  // whatever was there before is replaced
    resumed.restore(snapshot, "test");
    EXPECT_EQ(resumed.progress().steps, static_cast<std::uint64_t>(step));
    while (!resumed.finished()) resumed.step();
    EXPECT_EQ(moved_networks(end, resumed.snapshot()), std::set<std::string>{}) << step;
  }
  Dpg2Trainer other(with_changes(options, {{"seed", 6u}}, "test"), data);
  while (!other.finished()) other.step();
  EXPECT_EQ(moved_networks(end, other.snapshot()).size(), 8u);
}

TEST_F(Dpg2, LearnsTheToyDolls) {
  const TrainingData data = TrainingData::load(zip, 16);
  Dpg2Trainer trainer(tiny_dpg2(zip, {{"kimg", 1.8},
                                      {"stage1_kimg", 1.6},
                                      {"width", 8},
                                      {"seed", 6u},
                                      {"lr", "0.001"},
                                      {"mapping_lr", 0.001}}),
                      data);
  const auto some_steps = [&] {
    trainer.measures().take();
    for (int i = 0; i < 20; ++i) trainer.step();
    return trainer.measures().take();
  };
  const auto at_first = some_steps();
  while (trainer.progress().images < 1500) trainer.step();
  const auto learned = some_steps();
  std::printf("L1 %g %g pose %g %g\n", learned.at("l1"), at_first.at("l1"), learned.at("l2_pose"),
              at_first.at("l2_pose"));
  EXPECT_LT(learned.at("l1"), 0.5 * at_first.at("l1"));
  EXPECT_LT(learned.at("l2_pose"), 0.3 * at_first.at("l2_pose"));
  while (trainer.in_first_stage()) trainer.step();
  trainer.measures().take();
  while (!trainer.finished()) trainer.step();
  // The critics tell codes from sampled ones, and seeds give different codes.
  const auto mapped = trainer.measures().take();
  for (const char* name : {"MA", "MP"}) {
    EXPECT_GT(mapped.at(std::string("wasserstein_") + name), 0) << name;
    EXPECT_GT(mapped.at(std::string("deviation_") + name), 0.05) << name;
  }
}

TEST_F(Dpg2, WritesARunFolderAndIsEvaluated) {
  write_toy_dataset(zip, 3, 8, 16, 2);
  const TrainingData data = TrainingData::load(zip, 16);
  const TrainingOptions options = tiny_dpg2(zip);
  EXPECT_DOUBLE_EQ(options.stage1_kimg, 0.2 * 2 / 3);
  const auto trainer = make_method(options, data);
  const RunFolder run = RunFolder::create(folder / "runs", options);
  EXPECT_EQ(run.path().filename(), "00000-dpg2-fast-toy-16");
  train(*trainer, run);
  const auto width = [&](const char* name) {
    return decode_png(read_file(run.path() / name), name).width;
  };
  EXPECT_EQ(width("fakes_init.png") * 3, width("reals.png") * 5);
  EXPECT_EQ(width("fakes000000.png") * 3, width("reals.png") * 8);  // and what is sampled
  const Snapshot last = run.last_good_snapshot().snapshot;
  EXPECT_EQ(last.options.method, Method::dpg2);
  check_weights(last, "test");

  for (const bool sampled : {false, true}) {
    Dpg2Subject subject(load_dpg2_networks(last, "test"), sampled, data, "test", torch::kCPU);
    EXPECT_EQ(subject.draws_characters(), sampled);
    EXPECT_TRUE(subject.knows_looks());
    expect_measured(subject);
  }
}

TEST_F(Dpg2, NeedsKeypointsButNoPairs) {
  write_toy_dataset(zip, 3, 1, 16);
  DatasetIndex index = read_dataset_index(ZipStoreReader(zip), zip.string());
  check_learnable(tiny_dpg2(zip), index);
  EXPECT_FALSE(all_looks_in_two_poses(index));
  const TrainingData data = TrainingData::load(zip, 16);
  Dpg2Trainer trainer(tiny_dpg2(zip), data);
  trainer.step();
  trainer.samples();
  Dpg2Subject subject(trainer.networks(), false, data, "test", torch::kCPU);
  EXPECT_FALSE(subject.knows_looks());

  for (PosePoint& point : index.images[1].pose.points) point.visible = false;
  EXPECT_EQ(error_of([&] { check_learnable(tiny_dpg2(zip), index); }),
            zip.string() + ": no keypoint of " + index.images[1].name +
                " is visible, expected some in every image, which tell where the body's regions "
                "are");
}

TEST_F(Dpg2, OtherMethodsSnapshotsAreRefused) {
  const TrainingData data = TrainingData::load(zip, 16);
  Snapshot snapshot = Dpg2Trainer(tiny_dpg2(zip), data).snapshot();
  EXPECT_EQ(error_of([&] { load_generator(snapshot, "s.pt"); }),
            "s.pt: this is a snapshot of psgan train --method dpg2, expected one of --method "
            "psgan");
  snapshot.options.width = 8;
  EXPECT_NE(error_of([&] { check_weights(snapshot, "s.pt"); }).find("have another shape"),
            std::string::npos);
}

TEST(Dpg2Options, HaveThePapersSettings) {
  const TrainingOptions o = new_run("paper-deepfashion", {{"method", "dpg2"}}, "test");
  EXPECT_EQ(o.spec.resolution, 256);
  EXPECT_EQ(o.width, 128);
  EXPECT_EQ(o.batch.at(256), 6);
  EXPECT_EQ(o.lr.at(256), 2e-5);
  EXPECT_EQ(o.l1_weight, 20);
  EXPECT_EQ(o.figure_weight, 0);
  EXPECT_EQ(o.judged_from, 0);
  EXPECT_EQ(o.critic_lr, o.mapping_lr);
  EXPECT_EQ(o.stage1_kimg * 1000, 120000 * 6);
  EXPECT_THROW(preset("paper-avatar", Method::dpg2), UsageError);
  const Json json = to_json(new_run("fast", {{"method", "dpg2"}, {"mapping_lr", 0.001}}, "test"));
  EXPECT_EQ(json["l1_weight"], 100);
  EXPECT_EQ(json["judged_from"], 5.0 / 6);
  EXPECT_FALSE(json.contains("anchors"));
  EXPECT_EQ(with_former_dpg2_settings(json), json);
  Json before = json;
  for (const char* key : {"judged_from", "figure_weight", "critic_lr"}) before.erase(key);
  const TrainingOptions then =
      with_changes(TrainingOptions(), with_former_dpg2_settings(before), "test");
  EXPECT_EQ(then.judged_from, 2.0 / 3);
  EXPECT_EQ(then.figure_weight, 4);
  EXPECT_EQ(then.critic_lr, then.mapping_lr);
  EXPECT_EQ(to_json(with_changes(TrainingOptions(), json, "test")), json);
  EXPECT_FALSE(to_json(new_run("fast", {{"method", "pg2"}}, "test")).contains("mapping_lr"));
}

}  // namespace
}  // namespace psgan::trainer
