// A motion of key frames on figures: what the timeline edits and a link contains.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "motion/clip.h"
#include "motion/figure.h"

namespace psgan {

/// How a figure moves from a key to the next one.
enum class Ease : std::uint8_t {
  flow,    ///< On a curve through the keys, without stopping at them.
  linear,  ///< Straight, at constant speed.
  soft,    ///< Eases in and out.
  hold,    ///< Stays, then jumps.
};
inline constexpr int ease_count = 4;

struct Keyframe {
  float time = 0;  ///< Seconds, a multiple of KeyedMotion::tick.
  Ease ease = Ease::flow;
  Figure figure{};
  /// What she wears from here on, values by traits' names as links write both (outfits.h).
  std::map<std::string, std::string> parts{};
  friend bool operator==(const Keyframe&, const Keyframe&) = default;
};

struct KeyedMotion {
  static constexpr float tick = 1 / 60.f;        ///< The finest step of time, seconds.
  static constexpr float longest = 4095 * tick;  ///< About 68 s.
  static constexpr float shortest = 6 * tick;

  std::vector<Keyframe> keys;  ///< By time, at distinct times, none after `duration`.
  float duration = 2;          ///< Seconds; in a loop the first key repeats at this time.
  bool loop = true;

  /// Inserts a key at its nearest tick, replacing one at the same tick; returns its index.
  int put(Keyframe key);
  /// Moves a key in time, at most to the end and not onto another key; returns its new index.
  int move(int key, float time);
  void remove(int key);
  /// Stretches the motion and its keys to another duration.
  void stretch(float seconds);

  friend bool operator==(const KeyedMotion&, const KeyedMotion&) = default;
};

/// The nearest tick.
float to_tick(float seconds);

/// The figure at a time, with the bone lengths of the keys around it. Needs at least one key.
Figure figure_at(const KeyedMotion& motion, float seconds);

/// A clip as key frames: as few as keep every point within `tolerance` (metres), at most `most`.
/// Longer clips are cut at KeyedMotion::longest.
KeyedMotion keyed(const Clip& clip, float tolerance = 0.02f, int most = 60);

}  // namespace psgan
