// Floats as short decimal numbers.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace psgan {

/// The number with the fewest digits that is read back as the same float: what to write in a file.
inline double few_digits(float value) {
  char text[32];
  for (int digits = 1; digits <= 9; ++digits) {
    std::snprintf(text, sizeof text, "%.*g", digits, double{value});
    if (std::strtof(text, nullptr) == value) break;
  }
  return std::strtod(text, nullptr);
}

}  // namespace psgan
