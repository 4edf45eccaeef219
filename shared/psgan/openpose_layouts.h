// In which order the programs that find people in pictures write a body's points.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "psgan/skeleton.h"

namespace psgan {

/// A place in a body: one of the 20 keypoints by its index, or one of these.
using BodyPart = std::uint8_t;
enum : BodyPart {
  left_ear_part = keypoint_count,
  right_ear_part,
  left_small_toe_part,
  right_small_toe_part,
  body_part_count,
  no_part = 255,  ///< Passed over.
};

/// A point as the file has it.
struct FoundPoint {
  float x = 0, y = 0;
  bool present = false;
};

/// A body's points in the file's order.
using FoundBody = std::vector<FoundPoint>;

struct BodyLayout {
  std::string_view name;
  std::vector<BodyPart> parts;
};

/// Those that are known, by the number of their points; BODY_25 before BODY_25B and COCO before
/// Human3.6M, which have as many.
std::span<const BodyLayout> body_layouts();

/// Whether a layout has so many points.
bool known_point_count(std::size_t points);

/// "15 (MPI), 17 (COCO, Human3.6M) …", for sentences.
std::string known_point_counts();

/// For bodies of one number of points the layout in which they hang together best: the one whose
/// bones are shortest. The first one unless another's are far shorter.
const BodyLayout& layout_of(std::span<const FoundBody* const> bodies);

/// The body's points by their parts.
std::array<FoundPoint, body_part_count> by_part(const FoundBody& body, const BodyLayout& layout);

}  // namespace psgan
