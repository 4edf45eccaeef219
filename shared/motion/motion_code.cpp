#include "motion/motion_code.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "psgan/base64_bits.h"

namespace psgan {
namespace {

constexpr int time_bits = 12, ease_bits = 2, place_bits = 11, direction_bits = 8, length_bits = 12;
constexpr std::size_t head_characters = base64_length(time_bits + 1 + 1 + 4);
constexpr std::size_t length_characters = base64_length(bone_count * length_bits);
constexpr int key_bits =
    time_bits + ease_bits + 1 + 3 * place_bits + bone_count * 2 * direction_bits;
constexpr std::size_t key_characters = base64_length(key_bits);
constexpr std::size_t hidden_characters = base64_length(keypoint_count);
constexpr float length_steps = 2048;  // a metre
// Proportions nearer than this to the project's own are those.
constexpr float same_proportions = 0.012f;
constexpr std::size_t most_keys = 300;

unsigned steps_of(float v, float least, float most, int bits) {
  const auto last = static_cast<float>((1 << bits) - 1);
  const float share = (v - least) / (most - least);
  if (!(share > 0)) return 0;  // NaN as well
  return static_cast<unsigned>(std::lround(std::min(share, 1.f) * last));
}
float value_of(unsigned steps, float least, float most, int bits) {
  const auto last = static_cast<float>((1 << bits) - 1);
  return least + (most - least) * static_cast<float>(steps) / last;
}

unsigned ticks(float seconds) {
  return static_cast<unsigned>(
      std::clamp(std::lround(seconds / KeyedMotion::tick), 0l, (1l << time_bits) - 1));
}
float seconds_of(unsigned ticks) { return static_cast<float>(ticks) * KeyedMotion::tick; }

float sign(float v) { return v < 0 ? -1.f : 1.f; }

/// A direction on the octahedron |x| + |y| + |z| = 1, its back half folded outwards.
glm::vec2 unfolded(glm::vec3 v) {
  const float sum = std::abs(v.x) + std::abs(v.y) + std::abs(v.z);
  if (!(sum > 1e-9f)) return {0, 0};
  v /= sum;
  if (v.z >= 0) return {v.x, v.y};
  return {(1 - std::abs(v.y)) * sign(v.x), (1 - std::abs(v.x)) * sign(v.y)};
}
glm::vec3 folded(glm::vec2 p) {
  glm::vec3 v(p.x, p.y, 1 - std::abs(p.x) - std::abs(p.y));
  if (v.z < 0) v = {(1 - std::abs(p.y)) * sign(p.x), (1 - std::abs(p.x)) * sign(p.y), v.z};
  return glm::normalize(v);
}

glm::vec3 read_place(BitReader& bits) {
  const float x = value_of(bits.take(place_bits), -1, 1, place_bits);
  const float y = value_of(bits.take(place_bits), 0, 2, place_bits);
  const float z = value_of(bits.take(place_bits), -1, 1, place_bits);
  return {x, y, z};
}

glm::vec3 read_direction(BitReader& bits) {
  const float x = value_of(bits.take(direction_bits), -1, 1, direction_bits);
  const float y = value_of(bits.take(direction_bits), -1, 1, direction_bits);
  return folded({x, y});
}

std::string encode_key(const Keyframe& key, const BoneLengths& lengths) {
  const auto hidden = [&](int i) { return key.figure.sight[i] == Sight::hidden; };
  bool any = false;
  for (int i = 0; i < keypoint_count; ++i) any = any || hidden(i);
  BitWriter bits;
  bits.put(ticks(key.time), time_bits);
  bits.put(static_cast<unsigned>(key.ease), ease_bits);
  bits.put(any ? 1 : 0, 1);

  // What a reader will make of it, so that each bone corrects the ones before it.
  Figure read;
  const glm::vec3 pelvis = key.figure[Keypoint::pelvis];
  std::array<unsigned, 3> place;
  for (int i = 0; i < 3; ++i) {
    const float least = i == 1 ? 0 : -1;
    place[i] = steps_of(pelvis[i], least, least + 2, place_bits);
    bits.put(place[i], place_bits);
    read[Keypoint::pelvis][i] = value_of(place[i], least, least + 2, place_bits);
  }
  for (int b = 0; b < bone_count; ++b) {
    const glm::vec2 flat = unfolded(key.figure[bones[b].to] - read[bones[b].from]);
    glm::vec2 kept;
    for (int i = 0; i < 2; ++i) {
      const unsigned steps = steps_of(flat[i], -1, 1, direction_bits);
      bits.put(steps, direction_bits);
      kept[i] = value_of(steps, -1, 1, direction_bits);
    }
    read[bones[b].to] = read[bones[b].from] + folded(kept) * lengths[b];
  }
  std::string text = bits.finish();
  if (!any) return text;
  BitWriter mask;
  for (int i = 0; i < keypoint_count; ++i) mask.put(hidden(i) ? 1 : 0, 1);
  return text + mask.finish();
}

std::optional<Keyframe> decode_key(std::string_view text, const BoneLengths& lengths) {
  if (!is_base64url(text)) return std::nullopt;
  if (text.size() != key_characters && text.size() != key_characters + hidden_characters)
    return std::nullopt;
  BitReader bits(text.substr(0, key_characters));
  Keyframe key;
  key.time = seconds_of(bits.take(time_bits));
  key.ease = static_cast<Ease>(bits.take(ease_bits));
  const bool any = bits.take(1) != 0;
  if (any != (text.size() > key_characters)) return std::nullopt;
  key.figure[Keypoint::pelvis] = read_place(bits);
  for (int b = 0; b < bone_count; ++b)
    key.figure[bones[b].to] = key.figure[bones[b].from] + read_direction(bits) * lengths[b];
  if (any) {
    BitReader mask(text.substr(key_characters));
    for (Sight& sight : key.figure.sight)
      sight = mask.take(1) != 0 ? Sight::hidden : Sight::automatic;
  }
  return key;
}

/// Of all keys, the mean: joints between bones that are not drawn move them a little.
BoneLengths mean_lengths(const KeyedMotion& motion) {
  BoneLengths mean{};
  for (const Keyframe& key : motion.keys) {
    const BoneLengths here = bone_lengths(key.figure);
    for (int b = 0; b < bone_count; ++b)
      mean[b] += here[b] / static_cast<float>(motion.keys.size());
  }
  return mean;
}

}  // namespace

std::string encode_motion(const KeyedMotion& motion) {
  BoneLengths lengths = mean_lengths(motion);
  bool own = true;
  for (int b = 0; b < bone_count; ++b)
    own = own && std::abs(lengths[b] - own_bone_lengths()[b]) < same_proportions;
  BitWriter head;
  head.put(ticks(motion.duration), time_bits);
  head.put(motion.loop ? 1 : 0, 1);
  head.put(own ? 0 : 1, 1);
  head.put(0, 4);
  std::string text = head.finish();
  if (own) {
    lengths = own_bone_lengths();
  } else {
    BitWriter bits;
    for (float& length : lengths) {
      const auto steps = static_cast<unsigned>(
          std::clamp(std::lround(length * length_steps), 0l, (1l << length_bits) - 1));
      bits.put(steps, length_bits);
      length = static_cast<float>(steps) / length_steps;
    }
    text += bits.finish();
  }
  for (const Keyframe& key : motion.keys) {
    text += '.';
    text += encode_key(key, lengths);
  }
  return text;
}

KeyParts key_parts_of(const KeyedMotion& motion) {
  KeyParts parts;
  for (std::size_t k = 0; k < motion.keys.size(); ++k) {
    if (!motion.keys[k].parts.empty()) parts[static_cast<int>(k) + 1] = motion.keys[k].parts;
  }
  return parts;
}

std::optional<DecodedMotion> decode_motion(std::string_view text, const KeyParts& parts) {
  const auto take = [&]() {
    const std::size_t end = std::min(text.find('.'), text.size());
    const std::string_view group = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return group;
  };
  const std::string_view head = take();
  if (head.size() < head_characters || !is_base64url(head)) return std::nullopt;
  BitReader bits(head);
  DecodedMotion decoded;
  KeyedMotion& motion = decoded.motion;
  motion.duration = std::max(seconds_of(bits.take(time_bits)), KeyedMotion::shortest);
  motion.loop = bits.take(1) != 0;
  const bool own = bits.take(1) == 0;
  BoneLengths lengths = own_bone_lengths();
  if (head.size() != head_characters + (own ? 0 : length_characters)) return std::nullopt;
  if (!own) {
    BitReader list(head.substr(head_characters));
    for (float& length : lengths)
      length = static_cast<float>(list.take(length_bits)) / length_steps;
  }
  int number = 0;
  while (!text.empty()) {
    ++number;
    auto key = decode_key(take(), lengths);
    if (key && motion.keys.size() < most_keys) {
      if (const auto dressed = parts.find(number); dressed != parts.end()) {
        key->parts = dressed->second;
      }
      motion.put(*key);
    } else {
      ++decoded.lost;
    }
  }
  decoded.lost += static_cast<int>(std::distance(parts.upper_bound(number), parts.end()));
  if (motion.keys.empty()) return std::nullopt;
  return decoded;
}

}  // namespace psgan
