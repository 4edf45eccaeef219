// A data set's table of contents: dataset.json inside the zip, StyleGAN's labels with keypoints
// beside them.
//
//   { "skeleton": "psgan-20", "resolution": 128,
//     "labels":    [["00000/img00000000.png", 3], ...],        look of each image
//     "keypoints": [["00000/img00000000.png", [[x,y,v], ...20]], ...],
//     "poses":     [["00000/img00000000.png", 17, 0.25], ...] } pose number, camera yaw in radians
#pragma once

#include <string>
#include <vector>

#include "psgan/pose.h"

namespace psgan {

struct DatasetImage {
  std::string name;      ///< The zip's entry, a PNG of resolution × resolution.
  int look = 0;          ///< Which character, from 0.
  int pose_number = 0;   ///< Which of the set's poses, from 0.
  float camera_yaw = 0;  ///< Radians; 0 sees the figure's front.
  Pose pose;
};

struct DatasetIndex {
  int resolution = 0;
  std::vector<DatasetImage> images;

  /// One more than the highest look.
  int looks() const;
};

std::string to_json(const DatasetIndex& index);

/// Throws Error naming `where`, the image and the field: another skeleton, a missing keypoint list,
/// NaN, a visible point outside the image.
DatasetIndex dataset_index_from_json(const std::string& json, const std::string& where);

}  // namespace psgan
