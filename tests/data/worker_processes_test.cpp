#include "data/sets/worker_processes.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "../temporary_folder.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

using testing::HasSubstr;

void send_text(const Send& send, const std::string& text) {
  send(0, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

/// No forked process is left, not even as a zombie.
bool all_are_gone() { return ::waitpid(-1, nullptr, WNOHANG) == -1; }

TEST(WorkerProcesses, AreHeardInTheOrderOfEach) {
  std::map<std::string, std::vector<int>> heard;
  run_in_processes(
      3,
      [](const Send& send) {
        const std::string name = std::to_string(::getpid());
        for (int i = 0; i < 100; ++i) send_text(send, name + " " + std::to_string(i));
      },
      [&](Tag, Bytes bytes) {
        const std::string text(bytes.begin(), bytes.end());
        const auto space = text.find(' ');
        heard[text.substr(0, space)].push_back(std::stoi(text.substr(space)));
      });
  std::vector<int> all(100);
  std::iota(all.begin(), all.end(), 0);
  ASSERT_EQ(heard.size(), 3u);
  for (const auto& [name, numbers] : heard) {
    EXPECT_NE(name, std::to_string(::getpid()));
    EXPECT_EQ(numbers, all);
  }
  EXPECT_TRUE(all_are_gone());
}

TEST(WorkerProcesses, TakeMessagesLargerThanAPipeHolds) {
  const std::vector<std::uint8_t> large(3 << 20, 77);
  int whole = 0;
  run_in_processes(
      2, [&](const Send& send) { send(0, large); },
      [&](Tag, Bytes bytes) {
        whole += std::equal(bytes.begin(), bytes.end(), large.begin(), large.end());
      });
  EXPECT_EQ(whole, 2);
}

TEST(WorkerProcesses, TellTheirMessagesApart) {
  std::map<Tag, std::string> heard;
  run_in_processes(
      1,
      [](const Send& send) {
        const std::string text = "same";
        for (const Tag tag : {7u, 1u}) {
          send(tag, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        }
      },
      [&](Tag tag, Bytes bytes) { heard[tag].assign(bytes.begin(), bytes.end()); });
  EXPECT_EQ(heard, (std::map<Tag, std::string>{{1, "same"}, {7, "same"}}));
}

TEST(WorkerProcesses, HandOverWhatIsThrown) {
  const auto fail = [](const Send& send) {
    send_text(send, "so far so good");
    throw Error("avatar.vrm: no mesh");
  };
  EXPECT_EQ(error_of([&] { run_in_processes(2, fail, [](Tag, Bytes) {}); }), "avatar.vrm: no mesh");
  EXPECT_TRUE(all_are_gone());
}

TEST(WorkerProcesses, SayWhoDied) {
  const auto die = [](const Send&) { ::raise(SIGKILL); };
  EXPECT_THAT(error_of([&] { run_in_processes(1, die, [](Tag, Bytes) {}); }),
              HasSubstr("signal 9"));
  const auto leave = [](const Send&) { ::_exit(0); };
  EXPECT_THAT(error_of([&] { run_in_processes(1, leave, [](Tag, Bytes) {}); }),
              HasSubstr("amid its work"));
}

TEST(WorkerProcesses, EndWithTheirListener) {
  const auto talk = [](const Send& send) {
    for (;;) send_text(send, "and on");
  };
  const auto full = [](Tag, Bytes) { throw Error("the disk is full"); };
  EXPECT_EQ(error_of([&] { run_in_processes(3, talk, full); }), "the disk is full");
  EXPECT_TRUE(all_are_gone());
}

}  // namespace
}  // namespace psgan::data
