#include "psgan/share_link.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "psgan/base64_bits.h"

namespace psgan {
namespace {

constexpr int coordinate_bits = 11;
constexpr int coordinate_steps = 1 << coordinate_bits;
constexpr std::size_t pose_characters = base64_length(keypoint_count * (2 * coordinate_bits + 1));
constexpr int depth_bits = 12;
constexpr int depth_middle = 1 << (depth_bits - 1);  // steps a metre
constexpr std::size_t depth_characters = base64_length(keypoint_count * depth_bits);
constexpr int share_steps = 1000;
constexpr std::size_t most_in_row = 16;
constexpr std::size_t most_key_characters = 20'000;

unsigned quantised(float v, int steps) {
  // A lost number must not become a wild one: NaN compares false and gives 0.
  if (!(v > 0)) return 0;
  return std::min(static_cast<unsigned>(std::lround(std::min(v, 1.0f) * static_cast<float>(steps))),
                  static_cast<unsigned>(steps - 1));
}

template <typename T>
std::optional<T> number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<int> number_within(std::string_view text, int least, int most) {
  const auto value = number<int>(text);
  return value && *value >= least && *value <= most ? value : std::nullopt;
}

std::optional<float> share(std::string_view text) {
  const auto steps = number_within(text, 0, share_steps);
  if (!steps) return std::nullopt;
  return static_cast<float>(*steps) / share_steps;
}

bool plain_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && is_base64url(text);
}

/// Takes off what stands before a separator, or all there is.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

constexpr std::size_t most_parts = 200;
constexpr int most_keys_dressed = 300;

/// The names and values of traits.
bool plain_trait_text(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool read_part(std::string_view name, std::string_view value,
               std::map<std::string, std::string>& parts) {
  if (!plain_trait_text(name) || !plain_trait_text(value) || parts.size() >= most_parts) {
    return false;
  }
  parts.insert_or_assign(std::string(name), std::string(value));
  return true;
}

std::string thousandths(float share) { return std::to_string(std::lround(share * share_steps)); }

/// Appends a part, with a separator before all but the first.
void append(std::string& text, char separator, const std::string& part) {
  if (!text.empty()) text += separator;
  text += part;
}

std::string walk_text(const std::vector<WalkStep>& walk) {
  std::string text;
  for (const WalkStep& step : walk) {
    append(text, '.', std::to_string(step.seed));
    text += '-';
    text += thousandths(step.share);
  }
  return text;
}

/// As many steps as can be read; false if that is not all.
bool read_walk(std::string_view text, std::vector<WalkStep>& walk) {
  while (!text.empty()) {
    std::string_view part = take_until(text, '.');
    const auto seed = number<std::uint64_t>(take_until(part, '-'));
    const auto step = share(part);
    if (!seed || !step || walk.size() == Character::most_steps) return false;
    walk.push_back({*seed, *step});
  }
  return true;
}

bool read_row(std::string_view text, std::vector<Character>& row) {
  while (!text.empty()) {
    std::string_view colours = take_until(text, '~');
    std::string_view part = take_until(colours, '_');
    const auto seed = number<std::uint64_t>(take_until(part, '.'));
    if (!seed || row.size() == most_in_row) return false;
    Character character;
    character.seed = *seed;
    if (!read_walk(part, character.walk)) return false;
    if (!colours.empty() && !(character.colours = number<std::uint64_t>(colours))) return false;
    row.push_back(std::move(character));
  }
  return true;
}

/// rowN.NAME: the number of the one in the row and the trait's name.
struct RowKey {
  std::size_t number = 0;  ///< From 0.
  std::string_view trait;
};

std::optional<RowKey> row_key(std::string_view key) {
  const std::size_t dot = key.find('.');
  if (!key.starts_with("row") || dot == std::string_view::npos) return std::nullopt;
  const auto place = number_within(key.substr(3, dot - 3), 1, most_in_row);
  if (!place) return std::nullopt;
  return RowKey{static_cast<std::size_t>(*place) - 1, key.substr(dot + 1)};
}

/// kN.NAME: the key's number and the trait's name.
struct KeyPart {
  int number = 0;  ///< From 1.
  std::string_view trait;
};

std::optional<KeyPart> key_part(std::string_view key) {
  const std::size_t dot = key.find('.');
  if (!key.starts_with('k') || dot == std::string_view::npos) return std::nullopt;
  const auto number = number_within(key.substr(1, dot - 1), 1, most_keys_dressed);
  if (!number) return std::nullopt;
  return KeyPart{*number, key.substr(dot + 1)};
}

/// A number behind one of the letters p, z and x, as in p1; nothing if the key is another.
std::optional<int> stance_key(std::string_view key) {
  if (key.size() < 2 || std::string_view("pzx").find(key[0]) == std::string_view::npos) {
    return std::nullopt;
  }
  return number_within(key.substr(1), key[0] == 'x' ? 0 : 1, static_cast<int>(most_in_row));
}

bool read_stance(char letter, std::string_view value, OnStage& stance) {
  if (letter == 'p') return (stance.pose = decode_pose(value)).has_value();
  if (letter == 'z') return (stance.depths = decode_depths(value)).has_value();
  return (stance.across = share(value)).has_value();
}

/// At most 40 characters of a stranger's text for a message, made harmless to print.
std::string excerpt(std::string_view text) {
  std::string shown;
  for (const char c : text.substr(0, 40)) shown += c >= ' ' && c < 127 ? c : '?';
  return text.size() > 40 ? shown + "…" : shown;
}

/// What a value is called in a message, if it could not be read; nothing if it could, or if the key
/// is of a later page.
const char* read_value(std::string_view key, std::string_view value, SharedState& state) {
  const auto into = [](auto& field, auto read, const char* what) -> const char* {
    if (!read) return what;
    field = *read;
    return nullptr;
  };
  const auto name = [&]() -> std::optional<std::string> {
    if (!plain_name(value)) return std::nullopt;
    return std::string(value);
  };
  if (key == "m") return into(state.model, name(), "model");
  if (key == "seed") return into(state.seed, number<std::uint64_t>(value), "seed");
  if (key == "seed2") return into(state.seed2, number<std::uint64_t>(value), "second seed");
  if (key == "mix") return into(state.mix, share(value), "mix");
  if (key == "walk") return read_walk(value, state.walk) ? nullptr : "walk";
  if (key == "even") state.even = value == "1";
  if (key == "colours") return into(state.colours, number<std::uint64_t>(value), "colours");
  if (key == "part") return into(state.part, part_named(value), "part to change");
  if (key.starts_with("part.")) {
    return read_part(key.substr(5), value, state.parts) ? nullptr : "part";
  }
  if (key == "look") return into(state.look, number_within(value, 0, 9999), "look");
  if (key == "variety") return into(state.variety, share(value), "variety");
  if (key == "row") return read_row(value, state.row) ? nullptr : "row of characters";
  if (key == "p") return into(state.pose, decode_pose(value), "pose");
  if (key == "z") return into(state.depths, decode_depths(value), "depth");
  if (key == "turn") return into(state.turn, number_within(value, -180, 180), "turn");
  if (key == "clip") return into(state.clip, name(), "motion");
  if (key == "t") return into(state.time, number_within(value, 0, 600'000), "time");
  if (key == "speed") {
    const auto percent = number_within(value, 10, 400);
    if (!percent) return "speed";
    state.speed = static_cast<float>(*percent) / 100;
  }
  if (key == "play") state.play = value == "1";
  if (key == "k") {
    const bool fine = value.size() <= most_key_characters &&
                      value.find_first_not_of(".", 0) != std::string_view::npos;
    if (!fine) return "motion";
    state.keys = value;
  }
  return nullptr;
}

}  // namespace

std::string encode_pose(const Pose& pose) {
  BitWriter bits;
  for (const PosePoint& point : pose.points) {
    bits.put(quantised(point.x, coordinate_steps), coordinate_bits);
    bits.put(quantised(point.y, coordinate_steps), coordinate_bits);
    bits.put(point.visible ? 1 : 0, 1);
  }
  return bits.finish();
}

std::optional<Pose> decode_pose(std::string_view text) {
  if (text.size() != pose_characters || !is_base64url(text)) return std::nullopt;
  BitReader bits(text);
  Pose pose;
  for (PosePoint& point : pose.points) {
    point.x = static_cast<float>(bits.take(coordinate_bits)) / coordinate_steps;
    point.y = static_cast<float>(bits.take(coordinate_bits)) / coordinate_steps;
    point.visible = bits.take(1) != 0;
  }
  return pose;
}

std::string encode_depths(const Depths& depths) {
  BitWriter bits;
  for (const float depth : depths)
    bits.put(quantised(0.5f + 0.5f * depth, 2 * depth_middle), depth_bits);
  return bits.finish();
}

std::optional<Depths> decode_depths(std::string_view text) {
  if (text.size() != depth_characters || !is_base64url(text)) return std::nullopt;
  BitReader bits(text);
  Depths depths;
  for (float& depth : depths)
    depth =
        static_cast<float>(static_cast<int>(bits.take(depth_bits)) - depth_middle) / depth_middle;
  return depths;
}

Character character_of(const SharedState& state) {
  Character character;
  character.seed = state.seed.value_or(character.seed);
  character.walk = state.walk;
  character.seed2 = state.seed2;
  if (state.seed2) character.mix = state.mix.value_or(0.5f);
  character.colours = state.colours;
  character.part = state.part.value_or(Part::everything);
  character.look = state.look;
  character.variety = state.variety.value_or(1.f);
  character.parts = state.parts;
  character.even = state.even || (state.walk.empty() && !state.seed2);
  return character;
}

std::string to_fragment(const SharedState& state) {
  std::string fragment = "v=1";
  const auto add = [&](const char* key, const std::string& value) {
    append(fragment, '&', key);
    fragment += '=';
    fragment += value;
  };
  if (state.model) add("m", *state.model);
  if (state.seed) add("seed", std::to_string(*state.seed));
  if (!state.walk.empty()) add("walk", walk_text(state.walk));
  if (state.seed2) add("seed2", std::to_string(*state.seed2));
  if (state.mix) add("mix", thousandths(*state.mix));
  const bool ways = state.seed2 || !state.walk.empty() ||
                    std::any_of(state.row.begin(), state.row.end(),
                                [](const Character& c) { return !c.walk.empty(); });
  if (ways && state.even) add("even", "1");
  if (state.colours) add("colours", std::to_string(*state.colours));
  if (state.part && *state.part != Part::everything) add("part", std::string(name(*state.part)));
  if (state.look) add("look", std::to_string(*state.look));
  if (state.variety) add("variety", thousandths(*state.variety));
  for (const auto& [trait, value] : state.parts) add(("part." + trait).c_str(), value);
  std::string row;
  for (const Character& c : state.row) {
    append(row, '~', std::to_string(c.seed));
    if (!c.walk.empty()) append(row, '.', walk_text(c.walk));
    if (c.colours) append(row, '_', std::to_string(*c.colours));
  }
  if (!row.empty()) add("row", row);
  for (std::size_t i = 0; i < state.row.size(); ++i) {
    const std::string key = "row" + std::to_string(i + 1) + '.';
    for (const auto& [trait, value] : state.row[i].parts) add((key + trait).c_str(), value);
  }
  for (const auto& [number, stance] : state.on_stage) {
    const std::string n = std::to_string(number);
    if (stance.pose) add(("p" + n).c_str(), encode_pose(*stance.pose));
    if (stance.pose && stance.depths) add(("z" + n).c_str(), encode_depths(*stance.depths));
    if (stance.across) add(("x" + n).c_str(), thousandths(*stance.across));
  }
  if (state.pose) add("p", encode_pose(*state.pose));
  if (state.depths) add("z", encode_depths(*state.depths));
  if (state.turn) add("turn", std::to_string(*state.turn));
  if (state.clip) add("clip", *state.clip);
  if (state.keys) add("k", *state.keys);
  for (const auto& [number, parts] : state.key_parts) {
    const std::string key = 'k' + std::to_string(number) + '.';
    for (const auto& [trait, value] : parts) add((key + trait).c_str(), value);
  }
  if (state.time) add("t", std::to_string(*state.time));
  if (state.speed) add("speed", std::to_string(std::lround(*state.speed * 100)));
  if (state.play) add("play", "1");
  return fragment;
}

ParsedLink parse_fragment(std::string_view fragment) {
  ParsedLink link;
  if (!fragment.empty() && fragment[0] == '#') fragment.remove_prefix(1);
  const auto unreadable = [&link](std::string_view what, std::string_view value) {
    link.problems.push_back("The link's " + std::string(what) + " could not be read: \"" +
                            excerpt(value) + "\".");
  };
  // The row itself may come later.
  std::vector<std::pair<RowKey, std::string_view>> row_parts;
  while (!fragment.empty()) {
    const std::string_view part = take_until(fragment, '&');
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
    } else if (const auto in_row = row_key(key)) {
      row_parts.emplace_back(*in_row, value);
    } else if (const auto part_of_key = key_part(key)) {
      if (!read_part(part_of_key->trait, value, link.state.key_parts[part_of_key->number])) {
        unreadable("part at a key frame", value);
      }
    } else if (const auto number = stance_key(key)) {
      if (!read_stance(key[0], value, link.state.on_stage[*number])) {
        unreadable(key[0] == 'x' ? "place on the stage" : "pose of one in the row", value);
      }
    } else if (const char* what = read_value(key, value, link.state)) {
      unreadable(what, value);
    }
  }
  std::erase_if(link.state.key_parts, [](const auto& key) { return key.second.empty(); });
  for (Character& c : link.state.row) c.even = link.state.even || c.walk.empty();
  for (const auto& [key, value] : row_parts) {
    auto& row = link.state.row;
    if (key.number >= row.size() || !read_part(key.trait, value, row[key.number].parts)) {
      unreadable("part of a character in the row", value);
    }
  }
  return link;
}

}  // namespace psgan
