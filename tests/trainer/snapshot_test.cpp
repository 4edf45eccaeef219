#include "trainer/training/snapshot.h"

#include <gtest/gtest.h>

#include "common/program.h"
#include "temporary_folder.h"
#include "trainer/networks/architectures.h"
#include "trainer/networks/discriminator.h"

namespace psgan::trainer {
namespace {

Snapshot small_snapshot() {
  Snapshot snapshot;
  snapshot.options = with_changes(
      preset("fast"),
      {{"resolution", 8}, {"fmap_base", 8}, {"fmap_max", 4}, {"latent_size", 4}, {"data", "d.zip"}},
      "test");
  snapshot.progress = {1234, 77, 5.5};
  snapshot.looks = 3;
  torch::serialize::OutputArchive archive, inner(archive.compilation_unit());
  make_generator(snapshot.options.spec)->save(inner);
  archive.write("G_ema", inner);
  snapshot.archive = close_archive(archive);
  return snapshot;
}

class Snapshots : public testing::Test {
 protected:
  void SetUp() override { write_snapshot(path, small_snapshot()); }

  std::string error() {
    return error_of([&] { load_generator(read_snapshot(path), path.string()); });
  }
  void rewrite(const std::function<void(std::string&)>& change) {
    std::string text = read_text_file(path);
    change(text);
    write_file(path, text);
  }

  TemporaryFolder folder;
  std::filesystem::path path = folder / "snapshot-000001.pt";
};

TEST_F(Snapshots, KeepOptionsProgressAndWeights) {
  const Snapshot found = read_snapshot(path), expected = small_snapshot();
  EXPECT_EQ(to_json(found.options), to_json(expected.options));
  EXPECT_EQ(found.progress.images, 1234u);
  EXPECT_EQ(found.progress.steps, 77u);
  EXPECT_EQ(found.progress.seconds, 5.5);
  EXPECT_EQ(found.looks, 3);
  EXPECT_EQ(load_generator(found, "x")->spec(), expected.options.spec);
}

TEST_F(Snapshots, OfOlderVersionsKeepWhatWasUsualThen) {
  rewrite([](std::string& text) {
    const auto begin = text.find('\n') + 1, length = text.find('\n', begin) - begin;
    Json header = parse_json_object(text.substr(begin, length), "header");
    for (const char* key : {"feature_weight", "r2_gamma", "precision", "on_nan", "sum_from",
                            "maps_from_below", "optimizer"}) {
      ASSERT_EQ(header["options"].erase(key), 1u) << key;
    }
    text.replace(begin, length, header.dump());
  });
  const TrainingOptions found = read_snapshot(path).options;
  EXPECT_EQ(found.feature_weight, 0);
  EXPECT_EQ(found.r2_gamma.at(64), 0);
  EXPECT_EQ(found.optimizer, OptimizerKind::adam);
  EXPECT_EQ(found.spec.sum_from, 0);
  EXPECT_EQ(found.spec.maps_from_below, 0);
  EXPECT_EQ(found.r1_gamma.text(), preset("fast").r1_gamma.text());
}

TEST_F(Snapshots, LeaveNoTemporaryFile) {
  int files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++files;
  }
  EXPECT_EQ(files, 1);
}

TEST_F(Snapshots, OneFlippedBitIsDamage) {
  rewrite([](std::string& text) { text[text.size() - 500] ^= 1; });
  EXPECT_NE(error().find("snapshot-000001.pt"), std::string::npos);
  EXPECT_NE(error().find("damaged"), std::string::npos) << error();
}

TEST_F(Snapshots, AMissingEndIsNamed) {
  rewrite([](std::string& text) { text.resize(text.size() - 10); });
  EXPECT_NE(error().find("cut short"), std::string::npos) << error();
}

TEST_F(Snapshots, AnotherFileIsNoSnapshot) {
  rewrite([](std::string& text) { text = "PK\x03\x04"; });
  EXPECT_NE(error().find("no snapshot"), std::string::npos) << error();
}

TEST_F(Snapshots, AnotherVersionIsNamed) {
  rewrite([](std::string& text) { text.replace(0, 16, "psgan-snapshot 2"); });
  EXPECT_NE(error().find("version 2"), std::string::npos) << error();
}

TEST_F(Snapshots, LieInPartsToo) {
  const Snapshot small = small_snapshot();
  write_snapshot(folder / "parts.pt", small, 2000);
  EXPECT_FALSE(std::filesystem::exists(folder / "parts.pt"));
  EXPECT_EQ(std::filesystem::file_size(folder / "parts.pt.001"), 2000u);
  EXPECT_TRUE(read_snapshot(folder / "parts.pt").archive == small.archive);
  EXPECT_TRUE(read_snapshot(folder / "parts.pt.001").archive == small.archive);
  int parts = 0;
  while (std::filesystem::exists(folder / ("parts.pt.00" + std::to_string(parts + 1)))) ++parts;
  std::filesystem::remove(folder / ("parts.pt.00" + std::to_string(parts)));
  EXPECT_NE(error_of([&] { read_snapshot(folder / "parts.pt"); }).find("cut short"),
            std::string::npos);
  // Fewer and larger parts of the same name: the old ones are gone.
  write_snapshot(folder / "parts.pt", small, 5000);
  EXPECT_TRUE(read_snapshot(folder / "parts.pt").archive == small.archive);
}

TEST(CompactSnapshots, OfTheFullFastNetworksFitIn32MB) {
  GeneratorSpec spec;
  spec.resolution = 512;
  spec.fmap_base = 4096;
  spec.fmap_max = 256;
  std::int64_t numbers = 0;
  for (const auto& parameter : make_generator(spec)->parameters()) numbers += parameter.numel();
  for (const auto& parameter : Discriminator(spec).parameters()) numbers += parameter.numel();
  EXPECT_LT(numbers * 2, 31'000'000);
}

TEST_F(Snapshots, AnotherSkeletonIsNamed) {
  rewrite([](std::string& text) { text.replace(text.find("psgan-20"), 8, "coco-017"); });
  EXPECT_NE(error().find("coco-017"), std::string::npos) << error();
}

TEST_F(Snapshots, WeightsMustFitTheOptions) {
  rewrite([](std::string& text) {
    const auto at = text.find("\"fmap_max\":4");
    ASSERT_NE(at, std::string::npos);
    text.replace(at, 12, "\"fmap_max\":3");
  });
  EXPECT_NE(error().find("another shape"), std::string::npos) << error();
}

}  // namespace
}  // namespace psgan::trainer
