// The project's own characters, by number.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "characters/looks.h"
#include "psgan/dataset.h"

namespace psgan::characters {

/// How many looks are composed by hand and have names; numbers beyond are combinations.
int named_looks();

/// "Sailor". Throws Error if the number is negative.
std::string look_title(int number);

/// Of what these looks are made, by their numbers, and how combinations are drawn: what a data set
/// of them says. Throws Error if a number is negative.
LookTraits traits_of_looks(const std::vector<int>& numbers);
LookTraits traits_of_looks(const std::vector<Look>& looks);

/// A complete VRM 1.0 file (binary glTF), the same bytes for the same number. Throws Error if the
/// number is negative.
std::vector<std::uint8_t> character_vrm(int number);

}  // namespace psgan::characters
