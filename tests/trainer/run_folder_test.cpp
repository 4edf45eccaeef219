// What a run's folder keeps when things go wrong.
#include "trainer/training/run_folder.h"

#include <gtest/gtest.h>

#include "common/program.h"
#include "temporary_folder.h"

namespace psgan::trainer {
namespace {

class RunFolders : public testing::Test {
 protected:
  RunFolders() {
    options = with_changes(
        preset("fast"),
        {{"resolution", 4}, {"start_resolution", 4}, {"data", "avatar.zip"}, {"keep", 2}}, "test");
  }
  void save(const RunFolder& run, std::uint64_t kimg) {
    torch::serialize::OutputArchive archive;
    archive.write("x", torch::zeros({100}));
    run.write_snapshot({options, {kimg * 1000, 1, 1}, 1, close_archive(archive)});
  }

  TemporaryFolder folder;
  TrainingOptions options;
};

TEST_F(RunFolders, KeepTheLastSnapshots) {
  const RunFolder run = RunFolder::create(folder.path(), options);
  EXPECT_EQ(run.path().filename(), "00000-fast-avatar-4");
  for (const std::uint64_t kimg : {8, 9, 10, 11}) save(run, kimg);
  ASSERT_EQ(run.snapshots().size(), 2u);
  EXPECT_EQ(run.snapshots()[0].filename(), "snapshot-000010.pt");
  EXPECT_EQ(run.snapshots()[1].filename(), "snapshot-000011.pt");
}

TEST_F(RunFolders, PassOverADamagedNewestSnapshotWithAWord) {
  const RunFolder run = RunFolder::create(folder.path(), options);
  save(run, 1);
  save(run, 2);
  std::string text = read_text_file(run.snapshots()[1]);
  text[text.size() - 200] ^= 4;
  write_file(run.snapshots()[1], text);
  const FoundSnapshot found = RunFolder::latest_snapshot(folder.path());
  EXPECT_EQ(found.snapshot.progress.images, 1000u);
  ASSERT_EQ(found.passed_over.size(), 1u);
  EXPECT_NE(found.passed_over[0].find("snapshot-000002.pt"), std::string::npos);
  EXPECT_NE(found.passed_over[0].find("damaged"), std::string::npos);

  write_file(run.snapshots()[0], "");
  const std::string error = error_of([&] { RunFolder::latest_snapshot(folder.path()); });
  EXPECT_NE(error.find("snapshot-000001.pt"), std::string::npos) << error;
  EXPECT_NE(error.find("snapshot-000002.pt"), std::string::npos) << error;
}

TEST_F(RunFolders, AreSoughtFromTheNewestOn) {
  const RunFolder first = RunFolder::create(folder.path(), options);
  save(first, 7);
  const RunFolder second = RunFolder::create(folder.path(), options);
  EXPECT_EQ(RunFolder::latest_snapshot(folder.path()).path.parent_path(), first.path());
  save(second, 3);
  EXPECT_EQ(RunFolder::latest_snapshot(folder.path()).path.parent_path(), second.path());
  EXPECT_NE(error_of([&] { RunFolder::latest_snapshot(folder / "none"); }).find("no snapshot"),
            std::string::npos);
}

TEST_F(RunFolders, BelongToTheirSnapshots) {
  const RunFolder run = RunFolder::create(folder / "runs", options);
  run.write_options(options);
  save(run, 1);
  write_file(run.path() / "snapshot-000002.pt.tmp", "half a snapsh");
  const RunFolder found = RunFolder::of_snapshot(run.snapshots()[0], folder / "runs", options);
  EXPECT_TRUE(std::filesystem::equivalent(found.path(), run.path()));
  EXPECT_FALSE(std::filesystem::exists(run.path() / "snapshot-000002.pt.tmp"));
  // A snapshot that was carried elsewhere begins a folder of its own.
  std::filesystem::copy(run.snapshots()[0], folder / "carried.pt");
  EXPECT_EQ(
      RunFolder::of_snapshot(folder / "carried.pt", folder / "runs", options).path().filename(),
      "00001-fast-avatar-4");
}

TEST_F(RunFolders, ForgetStatsThatWillComeAgain) {
  const RunFolder run = RunFolder::create(folder.path(), options);
  for (const double kimg : {1.0, 2.0, 2.5}) run.add_stats({{"kimg", kimg}});
  const auto path = run.path() / "training_stats.jsonl";
  write_file(path, read_text_file(path) + "{\"kimg\": 2.6, \"lo");
  run.forget_stats_after(2000);
  EXPECT_EQ(read_text_file(path), "{\"kimg\":1.0}\n{\"kimg\":2.0}\n");
}

TEST_F(RunFolders, KnowWhenTheDiskIsTooSmall) {
  const RunFolder run = RunFolder::create(folder.path(), options);
  EXPECT_NO_THROW(run.check_space(1000, 5));
  const std::string error = error_of([&] { run.check_space(std::uint64_t{1} << 50, 5); });
  EXPECT_NE(error.find("MiB left"), std::string::npos) << error;
  EXPECT_NE(error.find("--keep"), std::string::npos) << error;
}

}  // namespace
}  // namespace psgan::trainer
