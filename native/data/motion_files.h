// Motion from files.
#pragma once

#include <filesystem>
#include <vector>

#include "motion/clip.h"

namespace psgan {

/// Every .bvh file of a folder as a clip, in the order of their names. Throws Error naming the file
/// (and line) that cannot be read, or the folder if there are none.
std::vector<Clip> bvh_clips(const std::filesystem::path& folder);

}  // namespace psgan
