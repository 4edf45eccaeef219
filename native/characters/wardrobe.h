// The project's own characters, by number.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace psgan::characters {

/// How many looks are composed by hand and have names; numbers beyond are combinations.
int named_looks();

/// "Sailor". Throws Error if the number is negative.
std::string look_title(int number);

/// A complete VRM 1.0 file (binary glTF), the same bytes for the same number. Throws Error if the
/// number is negative.
std::vector<std::uint8_t> character_vrm(int number);

}  // namespace psgan::characters
