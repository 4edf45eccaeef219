// Share links: the page's state in the URL's fragment, #v=1&m=starter&seed=42&p=...
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "psgan/pose.h"

namespace psgan {

/// What a link holds. Fields that a link leaves out stay empty, and the page keeps its own.
struct SharedState {
  std::optional<std::string> model;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> seed2;  ///< The second character of a mix.
  std::optional<float> mix;            ///< 0 = seed, 1 = seed2; in steps of 1/1000.
  std::optional<Pose> pose;            ///< Quantised to 1/2048.
};

struct ParsedLink {
  SharedState state;
  std::vector<std::string> problems;  ///< A sentence for each part that could not be read.
};

/// A pose as 77 characters of base64url: for each keypoint 11 bits x, 11 bits y, 1 bit visible.
std::string encode_pose(const Pose& pose);
std::optional<Pose> decode_pose(std::string_view text);

/// The fragment without '#'. Parts that are empty are left out.
std::string to_fragment(const SharedState& state);

/// Never throws: what can be read is used, `problems` says what was not. A leading '#' is allowed,
/// unknown keys are passed over, an unknown version is named.
ParsedLink parse_fragment(std::string_view fragment);

}  // namespace psgan
