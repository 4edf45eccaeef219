// Work on several threads.
#pragma once

#include <functional>

namespace psgan::data {

/// Runs `work` on `count` threads at once and waits for all. The first exception is rethrown here,
/// after `stop` has told the others to end.
void run_on_threads(int count, const std::function<void()>& work,
                    const std::function<void()>& stop);

/// `asked`, or one for each core if it is 0.
int threads_wanted(int asked);

}  // namespace psgan::data
