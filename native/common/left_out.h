// Files of a folder that cannot be read: the others are used, and the program says so.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

#include "psgan/error.h"

namespace psgan {

/// The work is done, but without some of the files: programs print it and exit with status 3.
class Incomplete : public Error {
 public:
  using Error::Error;
};

/// Names each file that is left out on standard error and counts them. Threads may share one.
class LeftOut {
 public:
  /// Runs `read`; false if it threw Error, which is printed and counted.
  bool reads(const std::function<void()>& read);
  std::size_t count() const { return count_; }
  /// When the work is done: throws Incomplete if `made` had to do without something.
  void tell(const std::string& made) const;

 private:
  std::mutex lock_;
  std::atomic<std::size_t> count_{0};
};

}  // namespace psgan
