// A data set's table of contents: dataset.json inside the zip, StyleGAN's labels with keypoints
// beside them.
//
//   { "skeleton": "psgan-20", "resolution": 128, "visibility": ["outside", "hidden", "seen"],
//     "labels":    [["00000/img00000000.png", 3], ...],        look of each image
//     "keypoints": [["00000/img00000000.png", [[x,y,v], ...20]], ...],
//     "poses":     [["00000/img00000000.png", 17, 0.25], ...], pose number, camera yaw in radians
//     "splits":    [["00000/img00000000.png", "train"], ...], or "test"; absent: all train
//     "traits":    [{"name": "hair", "kind": "choice", "options": ["bob", ...]}, ...],
//     "looks":     [{"hair": "bob", "hair-colour": [0.9,0.5,0.6], ...}, ...],   of look 0 and on
//     "sampler":   {"colours": [...], ...} }
//
// "traits" says of what the looks are made (psgan/traits.h), "looks" has the values of each, and
// "sampler", which may be absent, says how further ones are drawn (psgan/trait_sampler.h). Sets
// without traits say nothing of their looks; traits_of() then makes the look the only trait.
// v is 0 for a point outside the picture (or unknown), 1 for one that something hides, 2 for one
// that is seen. Sets without "visibility" have 1 for every point inside.
//
// Sets with coordinates say for each pixel which part of the figure its centre shows, and which
// place of that part, in a second PNG for each picture, coordinates/00000/img00000000.png, of the
// same size with four channels of 16 bits:
//   red         0 is the ground, else the part's number, from 1 on: its place in the look's list
//   green, blue the place (u, v), 0 to 65535 for 0 to 1, v down
//   alpha       0 on an outline, else 1 (in shade) to 65535 (in the light)
// and list each look's parts, which are its materials:
//   "parts": [[["skin", "texture"], ["bow", "rest"], ...], ...]    a list for each look
// Places of "texture" are the mesh's own texture coordinates (those outside of 0 to 1 without their
// whole number). A part without a texture has places of the "rest" pose, flattened into one map for
// all parts, 1.5 figures wide: what faces the front there has u below 1/2, u = (x/(1.5 h) + 1/2)/2,
// what faces the back the same and 1/2 more; v = (1.4 h − y)/(1.5 h). h is the figure's height, x
// runs to her left, y up from the ground.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "psgan/pose.h"
#include "psgan/trait_sampler.h"
#include "psgan/traits.h"

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

/// Of what a set's looks are made.
struct LookTraits {
  TraitSchema schema;              ///< Empty: the set does not say.
  std::vector<TraitValues> looks;  ///< Of look 0 and on.
  std::optional<TraitSampler> sampler;

  bool operator==(const LookTraits&) const = default;
};

/// What a part's coordinates are.
enum class Places : std::uint8_t { texture, rest };

/// A part of a look's figure: a material.
struct DatasetPart {
  std::string name;
  Places places = Places::texture;

  friend bool operator==(const DatasetPart&, const DatasetPart&) = default;
};

/// The parts of each look; empty: the set has no coordinates.
using PartsOfLooks = std::vector<std::vector<DatasetPart>>;

struct DatasetIndex {
  int resolution = 0;
  std::vector<DatasetImage> images;
  LookTraits traits{};  ///< Of every look, or empty.
  PartsOfLooks parts{};

  /// One more than the highest look.
  int looks() const;
};

/// The entry with the coordinates of an image.
std::string coordinates_entry(const std::string& image_name);

/// Makes nose and eyes of `pose` invisible if none of the three is seen.
void hide_unseen_face(Pose& pose, const Visibilities& visibility);

/// The traits of the set's looks; of a set that has none, the look as the only trait.
LookTraits traits_of(const DatasetIndex& index);

std::string to_json(const DatasetIndex& index);

/// The same for sets of any size, piece by piece. `each` calls its argument with every image in
/// order, once for each of the tables; `out` takes the text as it comes; `traits` may be empty.
using EachImage = std::function<void(const std::function<void(const DatasetImage&)>&)>;
void write_dataset_json(int resolution, bool has_splits, const LookTraits& traits,
                        const EachImage& each, const std::function<void(std::string_view)>& out,
                        const PartsOfLooks& parts = {});

/// Throws Error naming `where`, the image and the field: another skeleton, a missing keypoint list,
/// NaN, a visible point outside the image, a look without traits where others have them, parts that
/// are no list of names.
DatasetIndex dataset_index_from_json(const std::string& json, const std::string& where);

/// False for a table of contents that gives no keypoints, as StyleGAN's dataset_tool writes it, and
/// for a text that is no JSON object.
bool has_keypoints(const std::string& json);

/// Says what makes a set with keypoints of one without.
[[noreturn]] void fail_without_keypoints(const std::string& where);

/// A set of pictures alone, for training without poses: the PNG images among a zip's entries
/// `names`, in their order. Looks are the labels of StyleGAN's dataset.json (`json`, or empty), all
/// 0 where it has none. No keypoint is visible. Throws Error naming `where`: no image, a label that
/// is none, a resolution that is no power of two.
DatasetIndex index_without_keypoints(const std::vector<std::string>& names, int resolution,
                                     const std::string& json, const std::string& where);

}  // namespace psgan
