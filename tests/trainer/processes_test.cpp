// Two processes beside one, by the program itself.
#include "trainer/machine/processes.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "common/program.h"
#include "psgan/json.h"
#include "snapshot_weights.h"
#include "temporary_folder.h"
#include "toy_dataset.h"
#include "trainer/training/run_folder.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

class Processes : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { write_toy_dataset(folder / "toy.zip", 3, 8, 16); }

  /// One training run of a few steps; of several processes all must end well.
  void train(const std::string& outdir, int processes) {
    const int port = 20000 + static_cast<int>(getpid()) % 20000;
    std::string command;
    for (int rank = processes - 1; rank >= 0; --rank) {
      command += "RANK=" + std::to_string(rank) + " WORLD_SIZE=" + std::to_string(processes) +
                 " MASTER_ADDR=127.0.0.1 MASTER_PORT=" + std::to_string(port) +
                 " OMP_NUM_THREADS=1 '" PSGAN_PROGRAM "' train --cfg " + GetParam() + " --data '" +
                 (folder / "toy.zip").string() + "' --outdir '" + (folder / outdir).string() +
                 "' --resolution 16 --start-resolution 8 --fmap-base 64 --fmap-max 16 --latent 16 "
                 "--batch 8 --anchors 0.5 --anchor-steps 1 --mirror --lr 0.0001 --r1-every 3 "
                 "--precision fp32 "
                 "--fade-kimg 0.024 --stable-kimg 0.024 --kimg 0.072 --tick-kimg 0.024 >'" +
                 (folder / (outdir + std::to_string(rank))).string() + "' 2>&1" +
                 (rank > 0 ? " & " : "; status=$?; ");
    }
    command += "wait || exit 1; exit $status";
    ASSERT_EQ(std::system(command.c_str()), 0) << read_text_file(folder / (outdir + "0"));
  }

  std::vector<Json> stats(const std::string& outdir) {
    std::istringstream lines(read_text_file(run_folder(outdir) / "training_stats.jsonl"));
    std::vector<Json> all;
    for (std::string line; std::getline(lines, line);) {
      all.push_back(parse_json_object(line, outdir));
    }
    return all;
  }

  std::filesystem::path run_folder(const std::string& outdir) {
    return RunFolder::latest_snapshot(folder / outdir).path.parent_path();
  }

  std::vector<Tensor> weights(const std::string& outdir) {
    return weights_of(RunFolder::latest_snapshot(folder / outdir).snapshot);
  }

  TemporaryFolder folder;
};

TEST_P(Processes, TwoTakeTheStepsOfOneWithTheWholeMinibatch) {
  train("one", 1);
  train("two", 2);
  // Only the first process writes, and only one folder.
  EXPECT_EQ(run_folder("two").filename().string().substr(0, 5), "00000");
  EXPECT_EQ(read_text_file(folder / "two1").find("kimg"), std::string::npos);
  const auto one = stats("one"), two = stats("two");
  ASSERT_EQ(one.size(), 3u);
  ASSERT_EQ(two.size(), 3u);
  for (std::size_t tick = 0; tick < one.size(); ++tick) {
    for (const char* key : {"loss_D", "loss_G", "anchor_l1", "logit_real", "logit_fake"}) {
      const double expected = one[tick].at(key).get<double>();
      EXPECT_NEAR(two[tick].at(key).get<double>(), expected, 1e-4 + 1e-3 * std::abs(expected))
          << key << " in tick " << tick;
    }
  }
  const auto a = weights("one"), b = weights("two");
  ASSERT_EQ(a.size(), b.size());
  // Adam's steps have the size of the learning rate, 1e-4, whatever the gradient's: a gradient that
  // is 0 but for rounding may go either way. Nine steps, and nearly all weights agree far better.
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_LT((a[i] - b[i]).abs().max().item<float>(), 2e-3) << i;
    EXPECT_LT((a[i] - b[i]).abs().mean().item<float>(), 5e-6) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Presets, Processes,
    testing::Values("fast --optimizer adam", "fast --optimizer muon", "paper-avatar"),
    [](const auto& i) {
      return std::string(i.index == 0 ? "adam" : i.index == 1 ? "muon" : "paper");
    });

class ProcessEnvironment : public testing::Test {
 protected:
  void TearDown() override {
    for (const char* name : {"RANK", "WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE",
                             "OMPI_COMM_WORLD_LOCAL_RANK"}) {
      unsetenv(name);
    }
  }
};

TEST_F(ProcessEnvironment, IsReadAsTorchrunAndMpirunSetIt) {
  EXPECT_EQ(place_from_environment().count, 1);
  setenv("OMPI_COMM_WORLD_RANK", "3", 1);
  setenv("OMPI_COMM_WORLD_SIZE", "8", 1);
  setenv("OMPI_COMM_WORLD_LOCAL_RANK", "1", 1);
  EXPECT_EQ(place_from_environment().rank, 3);
  EXPECT_EQ(place_from_environment().count, 8);
  EXPECT_EQ(place_from_environment().local_rank, 1);
  setenv("RANK", "2", 1);
  setenv("WORLD_SIZE", "4", 1);
  EXPECT_EQ(place_from_environment().rank, 2);
  EXPECT_EQ(place_from_environment().count, 4);
}

TEST_F(ProcessEnvironment, NonsenseIsNamed) {
  setenv("RANK", "first", 1);
  EXPECT_NE(error_of([] { place_from_environment(); }).find("RANK is \"first\""),
            std::string::npos);
  setenv("RANK", "2", 1);
  setenv("WORLD_SIZE", "2", 1);
  EXPECT_NE(error_of([] { place_from_environment(); }).find("process 2 of 2"), std::string::npos);
}

}  // namespace
}  // namespace psgan::trainer
