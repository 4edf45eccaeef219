// A data set made in code: flat-coloured dolls in random poses, a stand-in for rendered characters.
#pragma once

#include <cstdint>
#include <filesystem>

#include "psgan/pose.h"
#include "trainer/files/image_file.h"

namespace psgan::trainer {

/// Arms, legs and camera at random; the same number is the same pose.
Pose toy_pose(std::uint32_t number);

/// The doll of that look on white.
Picture draw_doll(const Pose& pose, int look, int resolution);

/// looks × poses images. The last `test_poses` ones are marked for tests; their images may be left
/// white.
void write_toy_dataset(const std::filesystem::path& zip, int looks, int poses, int resolution,
                       int test_poses = 0, bool white_tests = false);

}  // namespace psgan::trainer
