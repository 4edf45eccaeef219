// Runs that are killed at any moment, and go on as if nothing had happened.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <sstream>
#include <thread>

#include "program_run.h"
#include "snapshot_weights.h"
#include "toy_dataset.h"
#include "trainer/training/run_folder.h"

namespace psgan::trainer {
namespace {

class KilledRuns : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    shared_ = new TemporaryFolder;
    write_toy_dataset(*shared_ / "toy.zip", 3, 8, 8);
    // The run that nothing disturbs, to which all others are held.
    ProgramRun run(*shared_);
    std::string command;
    for (const std::string& word : arguments("unbroken", false)) command += "'" + word + "' ";
    ASSERT_EQ(run(command), 0) << run.said();
  }
  static void TearDownTestSuite() {
    delete shared_;
    shared_ = nullptr;
  }

  static std::vector<std::string> arguments(const std::string& runs, bool resume) {
    const std::string outdir = (*shared_ / runs).string();
    if (resume) return {"train", "--resume", "latest", "--outdir", outdir};
    std::vector<std::string> words = {"train", "--data", (*shared_ / "toy.zip").string(),
                                      "--outdir", outdir};
    std::istringstream more(
        "--resolution 8 --start-resolution 4 --fmap-base 32 --fmap-max 8 --latent 8 --batch 16 "
        "--kimg 6 --snap-kimg 1 --tick-kimg 0.25 --anchors 0.5 --keep 3 "
        "--optimizer muon --precision fp32");  // auto measures anew, and may decide otherwise
    for (std::string word; more >> word;) words.push_back(word);
    return words;
  }

  /// Starts psgan; what it says goes to said().
  pid_t start(const std::string& runs, bool resume, bool full_disk_is_told = false) {
    const std::vector<std::string> words = arguments(runs, resume);
    const std::string said_path = (folder / "said").string();
    write_file(said_path, "");  // it is read before the program says anything
    const pid_t child = ::fork();
    if (child != 0) return child;
    // What else kills a program that writes beyond its limit becomes an error of write().
    if (full_disk_is_told) ::signal(SIGXFSZ, SIG_IGN);
    const int file = ::open(said_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    std::vector<char*> argv = {const_cast<char*>(PSGAN_PROGRAM)};
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    ::execv(PSGAN_PROGRAM, argv.data());
    ::_exit(127);
  }
  std::string said() { return read_text_file(folder / "said"); }

  /// Waits until the program has said that; false if it ended or a minute went by before.
  bool wait_for(pid_t child, const std::string& text) {
    for (int i = 0; i < 12000; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      if (said().find(text) != std::string::npos) return true;
      siginfo_t info{};
      ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT);
      if (info.si_pid == child) return false;
    }
    return false;
  }

  static int wait(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
  }

  static Snapshot last_of(const std::string& runs) {
    return RunFolder::latest_snapshot(*shared_ / runs).snapshot;
  }

  static TemporaryFolder* shared_;
  TemporaryFolder folder;
};

TemporaryFolder* KilledRuns::shared_ = nullptr;

TEST_F(KilledRuns, EndBitForBitAsTheUnbrokenOne) {
  // Before the first tick, after a snapshot, amid a fade-in, and soon after a resumption.
  int killed = 0;
  bool resume = false;
  for (const char* moment : {"training in", "saved snapshot-000001.pt", "kimg     2.",
                             "saved snapshot-000004.pt", "kimg     5."}) {
    const pid_t child = start("killed", resume);
    const bool there = wait_for(child, moment);
    // Some way on, a different one each time.
    std::this_thread::sleep_for(std::chrono::milliseconds(7 * killed));
    ::kill(child, SIGKILL);
    const int status = wait(child);
    ASSERT_TRUE(there && WIFSIGNALED(status)) << moment << "\n" << said();
    ++killed;
    // The first one may have died before its first snapshot; then there is nothing to resume.
    resume = error_of([] { last_of("killed"); }).empty();
  }
  ASSERT_EQ(WEXITSTATUS(wait(start("killed", true))), 0) << said();
  EXPECT_NE(said().find("finished"), std::string::npos) << said();
  const Snapshot expected = last_of("unbroken"), found = last_of("killed");
  EXPECT_EQ(found.progress.images, expected.progress.images);
  EXPECT_EQ(found.progress.steps, expected.progress.steps);
  EXPECT_TRUE(same_weights(found, expected));
}

TEST_F(KilledRuns, SurviveDeathInTheMiddleOfASnapshot) {
  const pid_t child = start("cut", false);
  ASSERT_TRUE(wait_for(child, "saved snapshot-000001.pt")) << said();
  const RunFolder run = RunFolder::of_snapshot(RunFolder::latest_snapshot(*shared_ / "cut").path,
                                               *shared_ / "cut", {});
  // From now on, a file that grows beyond half of a snapshot is the program's death.
  const auto size = std::filesystem::file_size(run.snapshots().back());
  const rlimit half{size / 2, size / 2};
  ASSERT_EQ(::prlimit(child, RLIMIT_FSIZE, &half, nullptr), 0);
  const int status = wait(child);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ) << said();
  std::filesystem::path half_written;
  for (const auto& entry : std::filesystem::directory_iterator(run.path())) {
    if (entry.path().extension() == ".tmp") half_written = entry.path();
  }
  ASSERT_FALSE(half_written.empty());
  EXPECT_EQ(std::filesystem::file_size(half_written), size / 2);

  ASSERT_EQ(WEXITSTATUS(wait(start("cut", true))), 0) << said();
  EXPECT_FALSE(std::filesystem::exists(half_written));
  EXPECT_TRUE(same_weights(last_of("cut"), last_of("unbroken")));
}

TEST_F(KilledRuns, GoOnFromTheSnapshotBeforeADamagedOne) {
  const pid_t child = start("damaged", false);
  ASSERT_TRUE(wait_for(child, "saved snapshot-000003.pt")) << said();
  ::kill(child, SIGKILL);
  wait(child);
  const auto newest = RunFolder::latest_snapshot(*shared_ / "damaged").path;
  std::string text = read_text_file(newest);
  text[text.size() / 2] ^= 1;
  write_file(newest, text);
  ASSERT_EQ(WEXITSTATUS(wait(start("damaged", true))), 0) << said();
  EXPECT_NE(said().find("passing over " + newest.string()), std::string::npos) << said();
  EXPECT_TRUE(same_weights(last_of("damaged"), last_of("unbroken")));
}

TEST_F(KilledRuns, GoOnWhileTheDiskIsFull) {
  const pid_t child = start("full", false, true);
  ASSERT_TRUE(wait_for(child, "saved snapshot-000001.pt")) << said();
  const auto size = std::filesystem::file_size(RunFolder::latest_snapshot(*shared_ / "full").path);
  rlimit limit{};
  ASSERT_EQ(::prlimit(child, RLIMIT_FSIZE, nullptr, &limit), 0);
  const rlimit half{size / 2, limit.rlim_max};
  ASSERT_EQ(::prlimit(child, RLIMIT_FSIZE, &half, nullptr), 0);
  EXPECT_TRUE(wait_for(child, "NOT saved")) << said();
  ASSERT_EQ(::prlimit(child, RLIMIT_FSIZE, &limit, nullptr), 0);
  ASSERT_EQ(WEXITSTATUS(wait(child)), 0) << said();
  EXPECT_TRUE(same_weights(last_of("full"), last_of("unbroken")));
}

TEST_F(KilledRuns, DoNotBeginOnAFullDisk) {
  ProgramRun run(folder);
  const std::string flags = "train --data '" + (*shared_ / "toy.zip").string() + "' --outdir '" +
                            (folder / "runs").string() +
                            "' --resolution 8 --batch 8 --kimg 0.5 --tick-kimg 0.1";
  EXPECT_EQ(run(flags, "trap '' XFSZ; ulimit -f 200;"), 1);
  EXPECT_NE(run.said().find("snapshot-000000.pt: writing failed"), std::string::npos) << run.said();
  EXPECT_EQ(run.said().find("kimg     "), std::string::npos) << run.said();
}

}  // namespace
}  // namespace psgan::trainer
