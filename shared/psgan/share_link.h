// Share links: the page's state in the URL's fragment.
//
//   #v=1&m=starter&seed=42&p=…&z=…&clip=wave&t=1250&play=1
//
// Keys, in any order; a key that a link leaves out leaves the page's own state as it is:
//
//   v        version of the format, 1. Keys are added without a new version: a page ignores
//            keys that it does not know.
//   m        the model's name
//   seed     the character's seed, 0 to 2^64 − 1
//   walk     steps from it towards other seeds, SEED-SHARE.SEED-SHARE…, shares in 1/1000
//   seed2    the second character of a mixture
//   mix      its share in 1/1000
//   even     1: mixture and walks are Character::even; links from before that have them otherwise
//   colours  the seed whose colours she wears
//   part     figure or colours: what mixing changes; everything without it
//   look     the look that is kept, from 0
//   variety  how much of the latent beside its look is kept, in 1/1000, 0 to 1000
//   part.NAME  the value chosen for a trait of that name (traits.h, to_text()): part.hair=bob,
//            part.hair-colour=f0a0b4, part.hair-length=250
//   row      others beside her, each SEED.walk-step.walk-step…, then _COLOURS if they are another
//            seed's, with ~ between them
//   rowN.NAME  the value chosen for a trait of the N-th of the row, from 1
//   pN, zN   the own pose of the N-th of the row and its depths, as p and z; without it she does
//            what the first character does
//   xN       where on the stage the N-th of the row stands, the first character being number 0: the
//            middle of her picture from the left in 1/1000, 0 to 1000; without it in her turn
//   p        the pose in the image, 77 characters (encode_pose)
//   z        its depths, 40 characters (encode_depths)
//   turn     how far the motion is turned to her left, whole degrees from −180 to 180
//   clip     one of the built-in motions by its name
//   k        a motion of key frames (shared/motion/motion_code.h); takes precedence over clip
//   kN.NAME  the value that the N-th key of k, from 1, dresses her in, for a trait of that name,
//            as k2.top=coat
//   t        where in the motion the page is, milliseconds
//   speed    of the motion in percent, 10 to 400
//   play     1: the motion plays
//
// Numbers are decimal; packed values are base64url (base64_bits.h). Every link of version 1 stays
// readable.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "psgan/character.h"
#include "psgan/pose.h"

namespace psgan {

/// Of the keypoints, metres towards us.
using Depths = std::array<float, keypoint_count>;

/// How one on the stage stands, where that is her own.
struct OnStage {
  std::optional<Pose> pose;  ///< Quantised to 1/2048. Nothing: she does what the first does.
  std::optional<Depths> depths;
  std::optional<float> across;  ///< Of the stage, from the left, 0 to 1 in steps of 1/1000.
  friend bool operator==(const OnStage&, const OnStage&) = default;
};

/// What a link holds. Fields that a link leaves out stay empty, and the page keeps its own.
struct SharedState {
  std::optional<std::string> model;
  std::optional<std::uint64_t> seed;
  std::vector<WalkStep> walk;
  std::optional<std::uint64_t> seed2;  ///< The second character of a mix.
  std::optional<float> mix;            ///< 0 = seed, 1 = seed2; in steps of 1/1000.
  bool even = false;                   ///< Of mixture and walks, also the row's.
  std::optional<std::uint64_t> colours;
  std::optional<Part> part;
  std::optional<int> look;
  std::optional<float> variety;              ///< In steps of 1/1000.
  std::map<std::string, std::string> parts;  ///< Chosen for single traits.
  std::vector<Character> row;                ///< Seeds, walks, colours and chosen parts alone.
  std::map<int, OnStage>
      on_stage;              ///< Of the row from 1; 0 is the first character, with a place alone.
  std::optional<Pose> pose;  ///< Quantised to 1/2048.
  std::optional<Depths> depths;  ///< Quantised to 1/2048 m, ±1 m.
  std::optional<int> turn;       ///< Degrees.
  std::optional<std::string> clip;
  std::optional<std::string> keys;  ///< As written; motion_code.h reads it.
  std::map<int, std::map<std::string, std::string>> key_parts;  ///< By the keys' numbers, from 1.
  std::optional<int> time;                                      ///< Milliseconds.
  std::optional<float> speed;                                   ///< 1 = as made; in steps of 1/100.
  bool play = false;
};

struct ParsedLink {
  SharedState state;
  std::vector<std::string> problems;  ///< A sentence for each part that could not be read.
};

/// A pose as 77 characters of base64url: for each keypoint 11 bits x, 11 bits y, 1 bit visible.
std::string encode_pose(const Pose& pose);
std::optional<Pose> decode_pose(std::string_view text);

/// Depths as 40 characters: for each keypoint 12 bits, from −1 to 1 m.
std::string encode_depths(const Depths& depths);
std::optional<Depths> decode_depths(std::string_view text);

/// The character of a link that has a seed.
Character character_of(const SharedState& state);

/// The fragment without '#'.
std::string to_fragment(const SharedState& state);

/// Reads any text: what can be read is used, for the rest there is a sentence. The '#' may be
/// there. Never throws.
ParsedLink parse_fragment(std::string_view fragment);

}  // namespace psgan
