#include "motion/outfits.h"

#include <algorithm>
#include <cmath>

#include "psgan/error.h"

namespace psgan {
namespace {

float within(const KeyedMotion& motion, float seconds) {
  if (!motion.loop) return seconds;
  seconds = std::fmod(seconds, motion.duration);
  return seconds < 0 ? seconds + motion.duration : seconds;
}

std::optional<TraitValue> read(const Trait& trait, const std::string& text) {
  try {
    return value_from_text(trait, text);
  } catch (const Error&) {
    return std::nullopt;
  }
}

struct Next {
  const std::string* text = nullptr;
  float time = 0;
};

/// The next key after one that names the trait, on a time that runs on over a loop's end.
Next next_of(const KeyedMotion& motion, int key, const std::string& trait) {
  const int count = static_cast<int>(motion.keys.size());
  for (int step = 1; step < count && (motion.loop || key + step < count); ++step) {
    const Keyframe& other = motion.keys[(key + step) % count];
    const auto part = other.parts.find(trait);
    if (part == other.parts.end()) continue;
    return {&part->second, other.time + (key + step < count ? 0 : motion.duration)};
  }
  return {};
}

std::string value_at(const KeyedMotion& motion, int key, float seconds, const Trait& trait) {
  const Keyframe& from = motion.keys[key];
  const std::string& text = from.parts.at(trait.name);
  if (trait.kind == TraitKind::choice || from.ease == Ease::hold) return text;
  const Next next = next_of(motion, key, trait.name);
  if (!next.text) return text;
  const auto a = read(trait, text), b = read(trait, *next.text);
  if (!a || !b) return text;
  float t = std::clamp((seconds - from.time) / std::max(next.time - from.time, KeyedMotion::tick),
                       0.f, 1.f);
  if (from.ease == Ease::soft) t = t * t * (3 - 2 * t);
  TraitValue value = *a;
  for (std::size_t c = 0; c < value.colour.size(); ++c) {
    value.colour[c] = std::lerp(a->colour[c], b->colour[c], t);
  }
  value.amount = std::lerp(a->amount, b->amount, t);
  return to_text(trait, value);
}

}  // namespace

std::optional<int> key_that_dresses(const KeyedMotion& motion, float seconds,
                                    const std::string& trait) {
  seconds = within(motion, seconds);
  std::optional<int> found;
  for (int k = 0; k < static_cast<int>(motion.keys.size()); ++k) {
    if (motion.keys[k].time > seconds + 1e-4f) break;
    if (motion.keys[k].parts.contains(trait)) found = k;
  }
  return found;
}

std::map<std::string, std::string> outfit_at(const KeyedMotion& motion, float seconds,
                                             const TraitSchema& schema) {
  seconds = within(motion, seconds);
  std::map<std::string, std::string> outfit;
  for (const Trait& trait : schema) {
    const auto key = key_that_dresses(motion, seconds, trait.name);
    if (key) outfit[trait.name] = value_at(motion, *key, seconds, trait);
  }
  return outfit;
}

}  // namespace psgan
