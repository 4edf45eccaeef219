// A motion of key frames as text for a link: groups of base64url with '.' between them.
//
//   HEAD[LENGTHS].KEY.KEY…
//
// HEAD     3 characters: 12 bits duration in ticks, 1 bit loop, 1 bit whether LENGTHS follow,
//          4 bits 0
// LENGTHS  38 characters: the 19 bones' lengths, 12 bits each, in 1/2048 m; left out for a figure
//          of the project's own proportions
// KEY      59 characters: 12 bits time in ticks, 2 bits ease, 1 bit whether points are invisible,
//          3 × 11 bits the pelvis' place (x and z from −1 m, y from 0, to 2 m), 19 × 16 bits the
//          bones' directions; then, if points are invisible, 4 characters: 20 bits, one for each
//
// A direction is two bytes on an octahedron, from the position of the decoded parent to the true
// one of the child, so that errors do not add up along a limb: points are exact to a few
// millimetres.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "motion/keyframes.h"

namespace psgan {

std::string encode_motion(const KeyedMotion& motion);

struct DecodedMotion {
  KeyedMotion motion;
  int lost = 0;  ///< Keys that could not be read, as in a truncated link.
};

/// What keys dress her in, by their numbers in the text, from 1: SharedState::key_parts.
using KeyParts = std::map<int, std::map<std::string, std::string>>;

/// The motion's, for a link with the text of encode_motion().
KeyParts key_parts_of(const KeyedMotion& motion);

/// Reads any text; nothing if no key of it can be read. Keys that only `parts` know are lost, too.
/// Never throws.
std::optional<DecodedMotion> decode_motion(std::string_view text, const KeyParts& parts = {});

}  // namespace psgan
