// Work in several processes. Mesa's software driver renders for one thread at a time within a
// process, so that threads alone leave cores idle.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

namespace psgan::data {

using Bytes = std::span<const std::uint8_t>;
/// What kind of message it is, for those who send several; they choose the numbers.
using Tag = std::uint32_t;
using Send = std::function<void(Tag, Bytes)>;
using Receive = std::function<void(Tag, Bytes)>;

/// Runs `work` in `count` forked processes at once and calls `receive` here with every message
/// that they send. An exception of `work` there, or of `receive` here, ends them all and is
/// rethrown here; so does the death of a process. They die with this one. Call it before this
/// process has an OpenGL context or a thread: neither survives a fork.
void run_in_processes(int count, const std::function<void(const Send&)>& work,
                      const Receive& receive);

}  // namespace psgan::data
