#include "psgan/share_link.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace psgan {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr int coordinate_bits = 11;
constexpr int coordinate_steps = 1 << coordinate_bits;
constexpr int pose_bits = keypoint_count * (2 * coordinate_bits + 1);
constexpr std::size_t pose_characters = (pose_bits + 5) / 6;

unsigned quantised(float v) {
  // A lost number must not become a wild one: NaN compares false and gives 0.
  if (!(v > 0)) return 0;
  return std::min(static_cast<unsigned>(std::lround(std::min(v, 1.0f) * coordinate_steps)),
                  static_cast<unsigned>(coordinate_steps - 1));
}

/// Bits, the most significant first, in groups of six.
class BitWriter {
 public:
  void put(unsigned value, int bits) {
    for (int bit = bits - 1; bit >= 0; --bit) {
      group_ = group_ << 1 | (value >> bit & 1);
      if (++filled_ == 6) flush();
    }
  }
  std::string finish() {
    while (filled_ != 0) put(0, 1);
    return std::move(text_);
  }

 private:
  void flush() {
    text_ += alphabet[group_];
    group_ = 0;
    filled_ = 0;
  }
  std::string text_;
  unsigned group_ = 0;
  int filled_ = 0;
};

class BitReader {
 public:
  explicit BitReader(std::string_view text) : text_(text) {}
  unsigned take(int bits) {
    unsigned value = 0;
    for (; bits > 0; --bits, ++position_) {
      const auto group = static_cast<unsigned>(alphabet.find(text_[position_ / 6]));
      value = value << 1 | (group >> (5 - position_ % 6) & 1);
    }
    return value;
  }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

template <typename T>
std::optional<T> number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool plain_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         text.find_first_not_of(alphabet) == std::string_view::npos;
}

/// At most 40 characters of a stranger's text for a message, made harmless to print.
std::string excerpt(std::string_view text) {
  std::string shown;
  for (const char c : text.substr(0, 40)) shown += c >= ' ' && c < 127 ? c : '?';
  return text.size() > 40 ? shown + "…" : shown;
}

constexpr int mix_steps = 1000;

}  // namespace

std::string encode_pose(const Pose& pose) {
  BitWriter bits;
  for (const PosePoint& point : pose.points) {
    bits.put(quantised(point.x), coordinate_bits);
    bits.put(quantised(point.y), coordinate_bits);
    bits.put(point.visible ? 1 : 0, 1);
  }
  return bits.finish();
}

std::optional<Pose> decode_pose(std::string_view text) {
  if (text.size() != pose_characters ||
      text.find_first_not_of(alphabet) != std::string_view::npos) {
    return std::nullopt;
  }
  BitReader bits(text);
  Pose pose;
  for (PosePoint& point : pose.points) {
    point.x = static_cast<float>(bits.take(coordinate_bits)) / coordinate_steps;
    point.y = static_cast<float>(bits.take(coordinate_bits)) / coordinate_steps;
    point.visible = bits.take(1) != 0;
  }
  return pose;
}

std::string to_fragment(const SharedState& state) {
  std::string fragment = "v=1";
  if (state.model) fragment += "&m=" + *state.model;
  if (state.seed) fragment += "&seed=" + std::to_string(*state.seed);
  if (state.seed2) fragment += "&seed2=" + std::to_string(*state.seed2);
  if (state.mix) fragment += "&mix=" + std::to_string(std::lround(*state.mix * mix_steps));
  if (state.pose) fragment += "&p=" + encode_pose(*state.pose);
  return fragment;
}

ParsedLink parse_fragment(std::string_view fragment) {
  ParsedLink link;
  if (!fragment.empty() && fragment[0] == '#') fragment.remove_prefix(1);
  const auto unreadable = [&link](std::string_view what, std::string_view value) {
    link.problems.push_back("The link's " + std::string(what) + " could not be read: \"" +
                            excerpt(value) + "\".");
  };
  while (!fragment.empty()) {
    const std::size_t end = std::min(fragment.find('&'), fragment.size());
    const std::string_view part = fragment.substr(0, end);
    fragment.remove_prefix(std::min(end + 1, fragment.size()));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) {
      if (!part.empty()) unreadable("part", part);
      continue;
    }
    const std::string_view key = part.substr(0, equals), value = part.substr(equals + 1);
    if (key == "v") {
      if (value != "1") {
        link.problems.push_back("The link is of version \"" + excerpt(value) +
                                "\", newer than this page; what is understood is used.");
      }
    } else if (key == "m") {
      if (plain_name(value)) {
        link.state.model = value;
      } else {
        unreadable("model", value);
      }
    } else if (key == "seed" || key == "seed2") {
      const auto seed = number<std::uint64_t>(value);
      if (!seed) unreadable("seed", value);
      (key == "seed" ? link.state.seed : link.state.seed2) = seed;
    } else if (key == "mix") {
      const auto steps = number<int>(value);
      if (steps && *steps >= 0 && *steps <= mix_steps) {
        link.state.mix = static_cast<float>(*steps) / mix_steps;
      } else {
        unreadable("mix", value);
      }
    } else if (key == "p") {
      link.state.pose = decode_pose(value);
      if (!link.state.pose) unreadable("pose", value);
    }
  }
  return link;
}

}  // namespace psgan
