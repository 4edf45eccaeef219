#include "data/sets/threads.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace psgan::data {

void run_on_threads(int count, const std::function<void()>& work,
                    const std::function<void()>& stop) {
  std::mutex lock;
  std::exception_ptr error;
  const auto run = [&] {
    try {
      work();
    } catch (...) {
      stop();
      const std::scoped_lock guard(lock);
      if (!error) error = std::current_exception();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back(run);
  for (std::thread& thread : threads) thread.join();
  if (error) std::rethrow_exception(error);
}

int threads_wanted(int asked) {
  return asked > 0 ? asked : std::max(1, int(std::thread::hardware_concurrency()));
}

}  // namespace psgan::data
