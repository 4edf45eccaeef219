// What a keypoint file's JSON says, whoever wrote it: frames of people, whose points are still in
// the file's order and units.
#pragma once

#include <string>
#include <vector>

#include "psgan/openpose_layouts.h"

namespace psgan {

struct FoundPerson {
  std::string where;  ///< For sentences: "a.json, person 0".
  FoundBody body;     ///< As many points as a known layout has.
};

struct FoundFrame {
  std::vector<FoundPerson> people;
  int width = 0, height = 0;  ///< Of the canvas; 0 if the file does not say.
  std::string skeleton;       ///< The field of that name, or empty.
};

/// The frames of a file, at least one. Read are
/// - OpenPose's objects with a list "people", and lists of them, one a frame;
/// - editors' objects { width, height, keypoints: [[[x, y], …], …] };
/// - lists of objects with "keypoints" (AlphaPose, mmpose; those of one "image_id" are a frame),
///   mmpose's "instance_info", COCO's "annotations".
/// A body is a list of numbers, x, y and how sure, or x and y alone; or a list of such points.
/// Numbers may stand in quotation marks; null and NaN are missing points, missing people, no
/// canvas. A person without a body's points, as where only hands were asked for, is passed over. A
/// point is present if both numbers are there and its confidence is above 0. Throws Error naming
/// `where`, the person and what is wrong.
std::vector<FoundFrame> frames_of_json(const std::string& text, const std::string& where);

}  // namespace psgan
