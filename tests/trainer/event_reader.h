// TensorBoard's Event messages, read by protobuf's library.
#pragma once

#include <cstdint>
#include <map>
#include <string>

struct ReadEvent {
  double wall_time = 0;
  std::int64_t step = 0;
  std::string file_version;
  int session_status = 0;
  std::map<std::string, float> scalars;
};

/// Throws std::runtime_error for a field that no Event has.
ReadEvent read_event(const std::string& bytes);
