// Deterministic pseudo-random numbers by hashing, the same on every machine.
#pragma once

#include <cstdint>

namespace psgan::characters {

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : state_(seed * 2654435761u + 0x9e3779b9u) {}

  /// From 0 to 2³² − 1.
  std::uint32_t next() {
    std::uint32_t x = (state_ += 0x9e3779b9u);
    x = (x ^ (x >> 16)) * 0x85ebca6bu;
    x = (x ^ (x >> 13)) * 0xc2b2ae35u;
    return x ^ (x >> 16);
  }
  float uniform(float low, float high) {
    return low + (high - low) * (float(next() >> 8) / 16777216.0f);
  }
  int below(int count) { return static_cast<int>(next() % static_cast<std::uint32_t>(count)); }
  bool chance(float share) { return uniform(0, 1) < share; }

 private:
  std::uint32_t state_;
};

}  // namespace psgan::characters
