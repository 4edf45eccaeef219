#include "trainer/training/options.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "temporary_folder.h"
#include "trainer/training/option_table.h"

namespace psgan::trainer {
namespace {

TEST(Options, PaperAvatarHasThePapersSettings) {
  const TrainingOptions o = preset("paper-avatar");
  EXPECT_EQ(o.spec.architecture, Architecture::paper);
  EXPECT_EQ(o.spec.encoding, PoseEncoding::point);
  EXPECT_EQ(o.spec.fmap_base, 8192);
  EXPECT_EQ(o.spec.fmap_max, 512);
  EXPECT_EQ(o.loss, Loss::wgan_gp);
  for (const int r : {4, 8, 16, 32, 64}) EXPECT_EQ(o.lr.at(r), 0.001);
  EXPECT_EQ(o.lr.at(128), 0.0008);
  EXPECT_EQ(o.lr.at(256), 0.0006);
  EXPECT_EQ(o.lr.at(512), 0.0002);
  EXPECT_EQ(o.batch.at(128), 16);
  EXPECT_EQ(o.batch.at(256), 12);
  EXPECT_EQ(o.batch.at(512), 5);
  EXPECT_EQ(o.batch.at(1024), 3);
  EXPECT_EQ(o.lr.at(1024), 0.0002);
}

TEST(Options, DeepFashionHasOneLearningRate) {
  for (const int r : {4, 64, 512}) EXPECT_EQ(preset("paper-deepfashion").lr.at(r), 0.0008);
}

TEST(Options, FastComparesRedrawnImagesWithRealOnes) {
  const TrainingOptions o = preset("fast");
  EXPECT_EQ(o.loss, Loss::relativistic);
  EXPECT_EQ(o.anchors, 1);
  EXPECT_GT(o.feature_weight, 0);
  for (const int r : {4, 64, 512}) EXPECT_EQ(o.r1_gamma.at(r), o.r2_gamma.at(r));
  // From 32² on each adds to the one below; in the papers' networks the newest draws all.
  EXPECT_EQ(o.spec.sum_from, 16);
  EXPECT_EQ(map_resolution(o.spec, 128), 128);
  EXPECT_EQ(map_resolution(o.spec, 512), 256);
  for (const char* paper : {"paper-avatar", "paper-deepfashion"}) {
    EXPECT_EQ(preset(paper).spec.sum_from, 0);
    EXPECT_EQ(map_resolution(preset(paper).spec, 512), 512);
  }
}

TEST(Options, OnTheCpuFastTakesSmallMinibatchesUnlessToldOtherwise) {
  const auto batch = [](const char* cfg, const Json& changes) {
    return new_run(cfg, changes, "test").batch.text();
  };
  EXPECT_EQ(batch("fast", {{"kimg", 3}}), "4");
  EXPECT_EQ(batch("fast", {{"batch", "32,64:8"}}), "32,64:8");
  EXPECT_EQ(batch("fast", {{"device", "cuda"}}), "16");
  EXPECT_EQ(batch("paper-avatar", Json::object()), preset("paper-avatar").batch.text());
}

TEST(Options, SurviveJson) {
  const TrainingOptions before = with_changes(
      preset("paper-avatar"),
      {{"encoding", "limb"}, {"batch", "8,32:4"}, {"seed", 1234567890123ull}, {"mirror", true}},
      "test");
  const TrainingOptions after = with_changes(preset("fast"), to_json(before), "test");
  EXPECT_EQ(to_json(after), to_json(before));
}

TEST(Options, ANumberForAllResolutionsMayBePlain) {
  const TrainingOptions o = with_changes(preset("fast"), {{"r1_gamma", 0.5}}, "test");
  EXPECT_EQ(o.r1_gamma.at(4), 0.5);
  EXPECT_EQ(o.r1_gamma.at(512), 0.5);
}

TEST(Options, ErrorsNameTheField) {
  const auto error = [](const Json& changes) {
    return error_of([&] { with_changes(preset("fast"), changes, "here"); });
  };
  EXPECT_NE(error({{"resolution", 48}}).find("here: resolution is 48"), std::string::npos);
  EXPECT_NE(error({{"encoding", "dots"}}).find("encoding is \"dots\""), std::string::npos);
  EXPECT_NE(error({{"anchors", 2}}).find("anchors is 2"), std::string::npos);
  EXPECT_NE(error({{"batch", "0"}}).find("batch is 0"), std::string::npos);
  EXPECT_NE(error({{"start_resolution", 128}}).find("start_resolution is 128"), std::string::npos);
  EXPECT_NE(error({{"encoding", "none"}}).find("encoding is \"none\""), std::string::npos);
  EXPECT_NE(error({{"precision", "fp64"}}).find("precision is \"fp64\""), std::string::npos);
  EXPECT_NE(error({{"optimizer", "sgd"}}).find("optimizer is \"sgd\", expected adam or muon"),
            std::string::npos);
  EXPECT_NE(error({{"maps_from_below", 4}}).find("maps_from_below is 4"), std::string::npos);
  EXPECT_NE(error({{"architecture", "paper"}}).find("maps_from_below is 256"), std::string::npos);
  EXPECT_NE(error({{"lr_decay", 2}}).find("lr_decay is 2"), std::string::npos);
  EXPECT_NE(error({{"anchor_steps", "0,64:1.5"}}).find("anchor_steps is 1.5"), std::string::npos);
  EXPECT_NE(error({{"anchors", 0}, {"anchor_steps", 2}}).find("no anchors"), std::string::npos);
  EXPECT_NE(error({{"loss", "hinge"}}).find("loss is \"hinge\""), std::string::npos);
}

TEST(Options, NumbersByResolutionAreCheckedForForm) {
  for (const char* text : {"x", "16,128:", "8:4", "16 17", "16,:4"}) {
    EXPECT_THROW(PerResolution(text, "--batch"), UsageError) << text;
  }
  EXPECT_THROW(preset("stylegan"), UsageError);
}

TEST(Options, AResumedRunKeepsItsNetworks) {
  const TrainingOptions saved =
      with_changes(preset("fast"), {{"sum_from", 0}, {"maps_from_below", 0}}, "test");
  EXPECT_EQ(error_of([&] {
              check_resumable(saved, {{"kimg", 500}, {"lr", "0.001"}}, "s.pt");
            }),
            "");
  EXPECT_EQ(error_of([&] { check_resumable(saved, {{"resolution", 64}}, "s.pt"); }), "");
  EXPECT_EQ(error_of([&] { check_resumable(saved, {{"resolution", 128}}, "s.pt"); }), "");
  EXPECT_NE(error_of([&] { check_resumable(saved, {{"resolution", 32}}, "s.pt"); }), "");
  EXPECT_EQ(error_of([&] { check_resumable(saved, {{"sum_from", 64}}, "s.pt"); }), "");
  EXPECT_NE(error_of([&] { check_resumable(saved, {{"sum_from", 32}}, "s.pt"); }), "");
  EXPECT_EQ(error_of([&] { check_resumable(saved, {{"maps_from_below", 256}}, "s.pt"); }), "");
  EXPECT_NE(error_of([&] { check_resumable(saved, {{"maps_from_below", 32}}, "s.pt"); }), "");
  EXPECT_EQ(error_of([&] { check_resumable(saved, {{"fmap_max", 128}}, "s.pt"); }), "");
  const std::string error = error_of([&] { check_resumable(saved, {{"fmap_max", 32}}, "s.pt"); });
  EXPECT_NE(error.find("s.pt: fmap_max is 64"), std::string::npos) << error;
}

TEST(Options, TheTableHasEachKeyAndFlagOnce) {
  std::set<std::string_view> keys, flags;
  for (const OptionRow& row : option_table()) {
    EXPECT_TRUE(keys.insert(row.key).second) << row.key;
    if (!row.flag.empty()) {
      EXPECT_TRUE(flags.insert(row.flag).second) << row.flag;
      EXPECT_FALSE(row.help.empty()) << row.flag;
      EXPECT_NE(row.kind, FlagKind::none) << row.flag;
    }
  }
}

}  // namespace
}  // namespace psgan::trainer
