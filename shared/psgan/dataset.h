// A data set's table of contents: dataset.json inside the zip, StyleGAN's labels with keypoints
// beside them.
//
//   { "skeleton": "psgan-20", "resolution": 128, "visibility": ["outside", "hidden", "seen"],
//     "labels":    [["00000/img00000000.png", 3], ...],        look of each image
//     "keypoints": [["00000/img00000000.png", [[x,y,v], ...20]], ...],
//     "poses":     [["00000/img00000000.png", 17, 0.25], ...], pose number, camera yaw in radians
//     "splits":    [["00000/img00000000.png", "train"], ...] } or "test"; absent: all train
//
// v is 0 for a point outside the picture (or unknown), 1 for one that something hides, 2 for one
// that is seen. Sets without "visibility" have 1 for every point inside.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "psgan/pose.h"

namespace psgan {

enum class Visibility : std::uint8_t { outside, hidden, seen };

using Visibilities = std::array<Visibility, keypoint_count>;

constexpr Visibilities all_seen() {
  Visibilities all{};
  all.fill(Visibility::seen);
  return all;
}

struct DatasetImage {
  std::string name;      ///< The zip's entry, a PNG of resolution × resolution.
  int look = 0;          ///< Which character, from 0.
  int pose_number = 0;   ///< Which of the set's poses, from 0.
  float camera_yaw = 0;  ///< Radians; 0 sees the figure's front.
  Pose pose;             ///< What networks take: a hidden point is visible at its place, too, but
                         ///< for a face of which nothing is seen: by it they tell front from back.
  Visibilities visibility = all_seen();  ///< What a person sees.
  bool test = false;                     ///< Kept back from training.
};

struct DatasetIndex {
  int resolution = 0;
  std::vector<DatasetImage> images;

  /// One more than the highest look.
  int looks() const;
};

/// Makes nose and eyes of `pose` invisible if none of the three is seen.
void hide_unseen_face(Pose& pose, const Visibilities& visibility);

std::string to_json(const DatasetIndex& index);

/// The same for sets of any size, piece by piece. `each` calls its argument with every image in
/// order, once for each of the tables; `out` takes the text as it comes.
using EachImage = std::function<void(const std::function<void(const DatasetImage&)>&)>;
void write_dataset_json(int resolution, bool has_splits, const EachImage& each,
                        const std::function<void(std::string_view)>& out);

/// Throws Error naming `where`, the image and the field: another skeleton, a missing keypoint list,
/// NaN, a visible point outside the image.
DatasetIndex dataset_index_from_json(const std::string& json, const std::string& where);

}  // namespace psgan
