// Work on several threads.
#pragma once

#include <functional>

namespace psgan::data {

/// Runs `work` on so many threads at once and waits for all. What the first of them throws is
/// thrown here, after `stop` has told the others to end.
void run_on_threads(int count, const std::function<void()>& work,
                    const std::function<void()>& stop);

/// One for each core, or as many as were asked for.
int threads_wanted(int asked);

}  // namespace psgan::data
