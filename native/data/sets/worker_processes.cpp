#include "data/sets/worker_processes.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "psgan/error.h"

namespace psgan::data {
namespace {

enum class Kind : std::uint32_t { message, error, end };

struct FrameHead {
  Kind kind;
  Tag tag;
  std::uint32_t bytes;
};

/// False when the other end of the pipe is gone.
bool write_all(int pipe, const void* from, std::size_t bytes) {
  const char* at = static_cast<const char*>(from);
  while (bytes > 0) {
    const ssize_t written = ::write(pipe, at, bytes);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    at += written;
    bytes -= std::size_t(written);
  }
  return true;
}

bool read_all(int pipe, void* to, std::size_t bytes) {
  char* at = static_cast<char*>(to);
  while (bytes > 0) {
    const ssize_t got = ::read(pipe, at, bytes);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    bytes -= std::size_t(got);
  }
  return true;
}

[[noreturn]] void be_worker(int pipe, const std::function<void(const Send&)>& work) {
  const auto send = [pipe](Kind kind, Tag tag, Bytes bytes) {
    const FrameHead head{kind, tag, std::uint32_t(bytes.size())};
    // Without the process that waits for it, the work is of no use.
    if (!write_all(pipe, &head, sizeof head) || !write_all(pipe, bytes.data(), bytes.size()))
      ::_exit(1);
  };
  try {
    work([&](Tag tag, Bytes bytes) { send(Kind::message, tag, bytes); });
    send(Kind::end, 0, {});
  } catch (const std::exception& error) {
    send(Kind::error, 0,
         {reinterpret_cast<const std::uint8_t*>(error.what()), std::strlen(error.what())});
  }
  ::_exit(0);  // neither flushes nor tears down what belongs to the process it came from
}

std::string end_of(int status) {
  if (!WIFSIGNALED(status)) return "ended amid its work";
  const int signal = WTERMSIG(status);
  return "died of signal " + std::to_string(signal) + " (" + ::strsignal(signal) +
         (signal == SIGKILL ? "; is there memory enough?)" : ")");
}

/// One forked process and the pipe on which it is heard.
class Worker {
 public:
  explicit Worker(const std::function<void(const Send&)>& work) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
      throw Error(std::string("no pipe to another process: ") + std::strerror(errno));
    const pid_t parent = ::getpid();
    process_ = ::fork();
    if (process_ == 0) {
      ::close(ends[0]);
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent) ::_exit(1);
      be_worker(ends[1], work);
    }
    const int error = errno;
    ::close(ends[1]);
    pipe_ = ends[0];
    if (process_ > 0) return;
    ::close(pipe_);
    throw Error(std::string("no other process can be started: ") + std::strerror(error));
  }
  ~Worker() {
    ::close(pipe_);
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// −1 once it has said all: poll() passes over it.
  int pipe() const { return process_ > 0 ? pipe_ : -1; }

  /// Takes what has come; false at the end.
  bool hear(const Receive& receive) {
    FrameHead head;
    bytes_.clear();
    bool whole = read_all(pipe_, &head, sizeof head);
    if (whole) {
      bytes_.resize(head.bytes);
      whole = read_all(pipe_, bytes_.data(), bytes_.size());
    }
    if (whole && head.kind == Kind::message) {
      receive(head.tag, bytes_);
      return true;
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    if (!whole) throw Error("a drawing process " + end_of(status));
    if (head.kind == Kind::error) throw Error(std::string(bytes_.begin(), bytes_.end()));
    return false;
  }

 private:
  int pipe_ = -1;
  pid_t process_ = -1;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace

void run_in_processes(int count, const std::function<void(const Send&)>& work,
                      const Receive& receive) {
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < count; ++i) workers.push_back(std::make_unique<Worker>(work));
  std::vector<pollfd> pipes(workers.size());
  for (int left = count; left > 0;) {
    for (std::size_t i = 0; i < workers.size(); ++i) pipes[i] = {workers[i]->pipe(), POLLIN, 0};
    if (::poll(pipes.data(), pipes.size(), -1) < 0) {
      if (errno == EINTR) continue;
      throw Error(std::string("other processes cannot be heard: ") + std::strerror(errno));
    }
    for (std::size_t i = 0; i < workers.size(); ++i)
      if (pipes[i].revents != 0 && !workers[i]->hear(receive)) --left;
  }
}

}  // namespace psgan::data
