// The program itself: exit statuses, signals, what its commands write.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>

#include "program_run.h"
#include "psgan/json.h"
#include "psgan/version.h"
#include "trainer/training/run_folder.h"
#include "trainer/training/schedule.h"
#include "trainer/training/snapshot.h"
#include "training_fixture.h"

namespace psgan::trainer {
namespace {

class Program : public Training {
 protected:
  int run(const std::string& arguments) { return program(arguments); }
  std::string said() { return program.said(); }
  std::string train_flags() {
    return "train --data '" + zip.string() + "' --outdir '" + (folder / "runs").string() +
           "' --resolution 16 --fmap-base 32 --fmap-max 8 --batch 4 --tick-kimg 0.05 ";
  }

  ProgramRun program{folder};
};

TEST_F(Program, TrainsResumesGeneratesAndExports) {
  ASSERT_EQ(run(train_flags() + "--kimg 0.2 --snap-kimg 0.1"), 0) << said();
  ASSERT_EQ(run("train --resume latest --kimg 0.3 --outdir '" + (folder / "runs").string() + "'"),
            0)
      << said();
  EXPECT_NE(said().find("going on from"), std::string::npos) << said();
  const FoundSnapshot latest = RunFolder::latest_snapshot(folder / "runs");
  EXPECT_EQ(latest.snapshot.options.spec.latent_size, 16);  // enough for the three looks
  const std::string snapshot = latest.path.string();
  EXPECT_EQ(run("generate --snapshot '" + snapshot + "' --seeds 1-3 --poses '" + zip.string() +
                "' --out '" + (folder / "grid.png").string() + "'"),
            0)
      << said();
  EXPECT_TRUE(std::filesystem::exists(folder / "grid.png"));
  EXPECT_EQ(
      run("generate --snapshot '" + snapshot + "' --link '#v=1&seed=3&row=4~5&clip=wave&t=9'" +
          " --out '" + (folder / "link.png").string() + "'"),
      0)
      << said();
  EXPECT_NE(said().find("3 characters"), std::string::npos) << said();
  EXPECT_EQ(run("export --snapshot '" + snapshot + "' --out '" + (folder / "model").string() + "'"),
            0)
      << said();
  const std::string small = (folder / "small.pt").string();
  EXPECT_EQ(run("compact --snapshot '" + snapshot + "' --out '" + small + "' --split-mib 0.01"), 0)
      << said();
  EXPECT_TRUE(std::filesystem::exists(small + ".002"));
  EXPECT_EQ(run("train --resume '" + small + "' --kimg 0.4 --outdir '" +
                (folder / "runs").string() + "'"),
            0)
      << said();
  EXPECT_NE(said().find("00001-fast-toy-16"), std::string::npos) << said();
  EXPECT_TRUE(std::filesystem::exists(folder / "model" / "card.json"));
}

TEST_F(Program, AWrongCommandLineIsStatus2) {
  EXPECT_EQ(run("train --colour red"), 2);
  EXPECT_EQ(run(""), 2);
  EXPECT_EQ(run("train --cfg stylegan --data x.zip"), 2);
  EXPECT_EQ(run("train --batch many --data x.zip"), 2);
  EXPECT_NE(said().find("batch"), std::string::npos) << said();
  EXPECT_EQ(run("generate --snapshot x --seeds 5-1"), 2);
  EXPECT_EQ(run("generate --snapshot x --link '#v=1&seed=3' --seeds 1"), 2);
  EXPECT_EQ(run("generate --snapshot x --link 'nothing'"), 2);
}

TEST_F(Program, BadFilesAreStatus1) {
  EXPECT_EQ(run("train --data missing.zip"), 1);
  EXPECT_NE(said().find("missing.zip"), std::string::npos) << said();
  write_file(folder / "bad.pt", "nothing");
  EXPECT_EQ(run("export --snapshot '" + (folder / "bad.pt").string() + "' --out '" +
                (folder / "model").string() + "'"),
            1);
  EXPECT_NE(said().find("bad.pt"), std::string::npos) << said();
  EXPECT_FALSE(std::filesystem::exists(folder / "model"));
}

TEST_F(Program, AResumedRunCannotChangeItsNetworks) {
  ASSERT_EQ(run(train_flags() + "--kimg 0.1"), 0) << said();
  EXPECT_EQ(run(train_flags() + "--resume latest --encoding point"), 1);
  EXPECT_NE(said().find("encoding is \"limb\""), std::string::npos) << said();
}

TEST_F(Program, HelpIsStatus0WithExamples) {
  for (const char* command : {"train", "generate", "animate", "evaluate", "train-detector",
                              "compare", "compact", "export", "bench"}) {
    EXPECT_EQ(run(std::string(command) + " --help"), 0);
    EXPECT_NE(said().find("psgan " + std::string(command)), std::string::npos) << said();
  }
  EXPECT_EQ(run("train --data x.zip --fmap-base 32 --fmap-max 8 --batch 4 --dry-run"), 0);
  EXPECT_NE(said().find("in all 300 kimg"), std::string::npos) << said();
  EXPECT_NE(said().find("minutes on this machine"), std::string::npos) << said();
  EXPECT_NE(said().find("x.zip is not there yet"), std::string::npos) << said();
}

TEST_F(Program, PrintsItsVersion) {
  EXPECT_EQ(run("--version"), 0);
  EXPECT_EQ(said(), "psgan " + std::string(version()) + "\n");
}

TEST_F(Program, BenchGivesAnObjectForEachResolution) {
  ASSERT_EQ(run("bench --res 4,8 --fmap-base 32 --fmap-max 8 --batch 4 --seconds 0.1 --json"), 0)
      << said();
  const Json report = parse_json_object(said(), "bench");
  for (const char* precision : {"fp32", "bf16"}) {
    const Json machine = report.at("machine").at(precision);
    EXPECT_GT(machine.at("product_gflops").get<double>(), 0);
    EXPECT_FALSE(machine.at("product_by").get<std::string>().empty());
  }
  const Json results = report.at("results");
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results[2].at("resolution"), 8);
  EXPECT_EQ(results[2].at("precision"), "fp32");
  EXPECT_EQ(results[3].at("precision"), "bf16");
  for (const Json& result : results) {
    for (const char* key : {"images_per_s", "step_ms", "gflops", "share_of_product", "gb_per_s",
                            "share_of_copy", "memory_mb"}) {
      EXPECT_GT(result.at(key).get<double>(), 0) << key;
    }
  }
  ASSERT_EQ(run("bench --res 4 --fmap-base 32 --fmap-max 8 --batch 4 --seconds 0.1 --json "
                "--precision fp32 --optimizer muon"),
            0)
      << said();
  const Json one = parse_json_object(said(), "bench");
  EXPECT_EQ(one.at("results").size(), 1u);
  EXPECT_EQ(one.at("optimizer"), "muon");
}

TEST_F(Program, BenchTakesStepsOnADataSet) {
  const std::filesystem::path large = folder / "large.zip";
  write_toy_dataset(large, 2, 8, 64);
  const std::string flags =
      "bench --res 64 --fmap-base 32 --fmap-max 4 --batch 4 --seconds 0.1 --precision fp32 --json ";
  const auto operations = [&](const std::string& more) {
    EXPECT_EQ(run(flags + "--data " + large.string() + more), 0) << said();
    return parse_json_object(said(), "bench").at("results")[0].at("gflop_per_image").get<double>();
  };
  // The dolls fill less than the picture, which every eighth step computes whole.
  EXPECT_LT(operations(" --windows"), 0.95 * operations(""));
  EXPECT_EQ(run(flags + "--windows"), 2);
  EXPECT_NE(said().find("--windows needs --data"), std::string::npos) << said();
  EXPECT_EQ(run(flags + "--data " + (folder / "none.zip").string()), 1);
}

TEST_F(Program, TheBaselineTrainsWithoutPosesAndCannotBeExported) {
  ASSERT_EQ(run(train_flags() + "--cfg paper-avatar --no-pose --kimg 0.1"), 0) << said();
  const std::string snapshot = RunFolder::latest_snapshot(folder / "runs").path.string();
  EXPECT_EQ(run("export --snapshot '" + snapshot + "' --out '" + (folder / "model").string() + "'"),
            1);
  EXPECT_NE(said().find("without poses"), std::string::npos) << said();
  EXPECT_EQ(run(train_flags() + "--cfg fast --no-pose"), 1);
  EXPECT_NE(said().find("fast architecture"), std::string::npos) << said();
}

TEST_F(Program, StyleGansImagesTrainWithoutPoses) {
  write_images_without_keypoints(zip, 8, 16);
  ASSERT_EQ(run(train_flags() + "--cfg paper-avatar --no-pose --kimg 0.1"), 0) << said();
  EXPECT_EQ(run(train_flags() + "--cfg paper-avatar --kimg 0.1"), 1);
  EXPECT_NE(said().find("images without keypoints"), std::string::npos) << said();
}

TEST_F(Program, WhatIsNotGivenSuitsTheDataSet) {
  write_images_without_keypoints(zip, 8, 16);
  // As the message about such images says, and no more.
  ASSERT_EQ(run("train --data '" + zip.string() + "' --outdir '" + (folder / "runs").string() +
                "' --no-pose --fmap-base 32 --fmap-max 8 --batch 4 --kimg 0.05"),
            0)
      << said();
  const TrainingOptions options = RunFolder::latest_snapshot(folder / "runs").snapshot.options;
  EXPECT_EQ(options.spec.resolution, 16);
  EXPECT_EQ(options.cfg, "paper-avatar");
}

TEST_F(Program, ARunWithMinutesFitsItsScheduleToThem) {
  ASSERT_EQ(run(train_flags() + "--minutes 0.05"), 0) << said();
  EXPECT_NE(said().find("plan: "), std::string::npos) << said();
  const Snapshot snapshot = RunFolder::latest_snapshot(folder / "runs").snapshot;
  EXPECT_TRUE(snapshot.options.fit);
  EXPECT_FALSE(snapshot.options.stable_kimg.empty());
  EXPECT_GT(make_schedule(snapshot.options).phases.back().stable_images, 0u);
}

TEST_F(Program, ASignalStopsItWithASnapshot) {
  const std::string flags = train_flags() + "--kimg 100000 --snap-kimg 100000";
  const std::string command = "'" PSGAN_PROGRAM "' " + flags + " >'" + (folder / "said").string() +
                              "' 2>&1 & program=$!; "
                              "for i in $(seq 300); do grep -q kimg '" +
                              (folder / "said").string() +
                              "' && break; sleep 0.1; done; kill -TERM $program; wait $program";
  EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 0) << said();
  EXPECT_NE(said().find("stopped by a signal"), std::string::npos) << said();
  EXPECT_GT(RunFolder::latest_snapshot(folder / "runs").snapshot.progress.images, 0u) << said();
}

}  // namespace
}  // namespace psgan::trainer
