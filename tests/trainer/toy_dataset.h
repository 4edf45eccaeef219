// A data set made in code: flat-coloured dolls in random poses, a stand-in for rendered characters.
#pragma once

#include <cstdint>
#include <filesystem>

#include "psgan/dataset.h"
#include "psgan/pose.h"
#include "trainer/files/image_file.h"

namespace psgan::trainer {

/// Arms, legs and camera at random; the same number is the same pose.
Pose toy_pose(std::uint32_t number);

/// The doll of that look on white.
Picture draw_doll(const Pose& pose, int look, int resolution);

/// Of what the dolls of so many looks are made: an odd or an even number, and a colour.
LookTraits toy_traits(int looks);

/// looks × poses images. The last `test_poses` ones are marked for tests; their images may be left
/// white.
void write_toy_dataset(const std::filesystem::path& zip, int looks, int poses, int resolution,
                       int test_poses = 0, bool white_tests = false, const LookTraits& traits = {});

/// The same with traits and coordinates: a doll is of a body down to her middle, below which odd
/// looks wear a skirt and even ones trousers; a place is where in the picture it lies.
void write_toy_coordinates(const std::filesystem::path& zip, int looks, int poses, int resolution,
                           int test_poses = 0);

/// A set's table of contents without any image.
void write_index_alone(const std::filesystem::path& zip, const DatasetIndex& index);

/// Dolls as a zip of StyleGAN's dataset_tool: images alone, at most ten.
void write_images_without_keypoints(const std::filesystem::path& zip, int images, int resolution);

}  // namespace psgan::trainer
