#include "motion/joint_vocabulary.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "motion/bvh_words.h"

namespace psgan {
namespace {

using Words = std::vector<std::string>;

constexpr std::pair<std::string_view, LimbWord> limb_words[] = {
    {"clavicle", LimbWord::collar},
    {"collar", LimbWord::collar},
    {"collarbone", LimbWord::collar},
    {"clav", LimbWord::collar},
    {"scapula", LimbWord::collar},
    {"shoulderblade", LimbWord::collar},
    {"shoulder", LimbWord::shoulder},
    {"shldr", LimbWord::shoulder},
    {"shldrbend", LimbWord::shoulder},
    {"肩", LimbWord::shoulder},
    {"arm", LimbWord::arm},
    {"armbend", LimbWord::arm},
    {"腕", LimbWord::arm},
    {"upperarm", LimbWord::upper_arm},
    {"uparm", LimbWord::upper_arm},
    {"uarm", LimbWord::upper_arm},
    {"armupper", LimbWord::upper_arm},
    {"armup", LimbWord::upper_arm},
    {"humerus", LimbWord::upper_arm},
    {"bicep", LimbWord::upper_arm},
    {"upperarmbend", LimbWord::upper_arm},
    {"shoulderjoint", LimbWord::upper_arm},
    {"forearm", LimbWord::lower_arm},
    {"lowerarm", LimbWord::lower_arm},
    {"lowarm", LimbWord::lower_arm},
    {"larm", LimbWord::lower_arm},
    {"farm", LimbWord::lower_arm},
    {"armlower", LimbWord::lower_arm},
    {"armlow", LimbWord::lower_arm},
    {"elbow", LimbWord::lower_arm},
    {"forearmbend", LimbWord::lower_arm},
    {"ulna", LimbWord::lower_arm},
    {"ひじ", LimbWord::lower_arm},
    {"肘", LimbWord::lower_arm},
    {"hand", LimbWord::hand},
    {"wrist", LimbWord::hand},
    {"fist", LimbWord::hand},
    {"palm", LimbWord::hand},
    {"手首", LimbWord::hand},
    {"hip", LimbWord::hip},
    {"leg", LimbWord::leg},
    {"足", LimbWord::leg},
    {"脚", LimbWord::leg},
    {"thigh", LimbWord::upper_leg},
    {"upperleg", LimbWord::upper_leg},
    {"upleg", LimbWord::upper_leg},
    {"uleg", LimbWord::upper_leg},
    {"legupper", LimbWord::upper_leg},
    {"legup", LimbWord::upper_leg},
    {"femur", LimbWord::upper_leg},
    {"thighbend", LimbWord::upper_leg},
    {"shin", LimbWord::lower_leg},
    {"calf", LimbWord::lower_leg},
    {"lowerleg", LimbWord::lower_leg},
    {"lowleg", LimbWord::lower_leg},
    {"lleg", LimbWord::lower_leg},
    {"leglower", LimbWord::lower_leg},
    {"leglow", LimbWord::lower_leg},
    {"knee", LimbWord::lower_leg},
    {"tibia", LimbWord::lower_leg},
    {"shank", LimbWord::lower_leg},
    {"crus", LimbWord::lower_leg},
    {"ひざ", LimbWord::lower_leg},
    {"膝", LimbWord::lower_leg},
    {"ankle", LimbWord::ankle},
    {"足首", LimbWord::ankle},
    {"foot", LimbWord::foot},
    {"feet", LimbWord::foot},
    {"toe", LimbWord::toes},
    {"toes", LimbWord::toes},
    {"toebase", LimbWord::toes},
    {"ball", LimbWord::toes},
    {"つま先", LimbWord::toes},
};

constexpr std::string_view helper_words[] = {
    "ik",     "fk",   "twist",  "roll",  "pole",   "target", "ctrl",   "control", "effector",
    "goal",   "nub",  "end",    "dummy", "helper", "tip",    "mch",    "vis",     "swing",
    "attach", "prop", "weapon", "hair",  "skirt",  "finger", "thumb",  "index",   "middle",
    "mid",    "ring", "pinky",  "heel",  "sec",    "adj",    "offset", "aim",     "socket",
};

constexpr std::pair<std::string_view, Side> side_words[] = {
    {"left", Side::left},   {"right", Side::right}, {"l", Side::left},  {"r", Side::right},
    {"lft", Side::left},    {"rgt", Side::right},   {"lt", Side::left}, {"rt", Side::right},
    {"hidari", Side::left}, {"migi", Side::right},  {"左", Side::left}, {"右", Side::right},
};

std::optional<Side> side_word(std::string_view word) {
  for (const auto& [name, side] : side_words)
    if (word == name) return side;
  return std::nullopt;
}

enum class Letter { none, lower, upper, digit, other };

Letter kind(char c) {
  if (c >= 'a' && c <= 'z') return Letter::lower;
  if (c >= 'A' && c <= 'Z') return Letter::upper;
  if (c >= '0' && c <= '9') return Letter::digit;
  return static_cast<unsigned char>(c) >= 0x80 ? Letter::other : Letter::none;
}

/// "J_Bip_L_UpperArm" is j, bip, l, upper, arm; "LFArm" is lf, arm; "Toe0" is toe, 0.
Words split(std::string_view name) {
  Words words;
  Letter before = Letter::none;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const Letter here = kind(name[i]);
    const Letter after = i + 1 < name.size() ? kind(name[i + 1]) : Letter::none;
    const bool same = here == before || (before == Letter::upper && here == Letter::lower);
    const bool next_begins =
        here == Letter::upper && before == Letter::upper && after == Letter::lower;
    if (here != Letter::none) {
      if (!same || next_begins) words.emplace_back();
      words.back() += name[i];
    }
    before = here;
  }
  for (std::string& word : words) word = lower_case(word);
  return words;
}

std::string joined(std::span<const std::string> words) {
  std::string all;
  for (const std::string& word : words) all += word;
  return all;
}

std::string_view without_numbers(std::string_view part) {
  while (!part.empty() && kind(part.back()) == Letter::digit) part.remove_suffix(1);
  return part;
}

/// Words that stand in nearly every name say nothing about a joint: "mixamorig", "bip", "001".
std::set<std::string> shared_words(const std::vector<Words>& names) {
  constexpr int fewest = 6;
  std::map<std::string, int> count;
  int named = 0;
  for (const Words& words : names) {
    if (words.empty()) continue;
    ++named;
    for (const std::string& word : std::set<std::string>(words.begin(), words.end())) ++count[word];
  }
  std::set<std::string> shared;
  for (const auto& [word, times] : count)
    if (named >= fewest && 4 * times >= 3 * named && !side_word(word) && !limb_word(word))
      shared.insert(word);
  return shared;
}

/// How many letters all names begin with: prefixes may be written without a break.
std::size_t shared_letters(const std::vector<Words>& names) {
  std::optional<std::string> prefix;
  int named = 0;
  for (const Words& words : names) {
    const std::string name = joined(words);
    if (name.empty()) continue;
    ++named;
    if (!prefix) prefix = name;
    const auto differ = std::mismatch(prefix->begin(), prefix->end(), name.begin(), name.end());
    prefix->erase(differ.first, prefix->end());
  }
  constexpr int fewest_names = 6, fewest_letters = 3;
  return named >= fewest_names && prefix && prefix->size() >= fewest_letters ? prefix->size() : 0;
}

/// A side glued to the part: "lthigh", "handleft", "左腕".
void take_glued_side(NameWords& name) {
  for (const auto& [word, side] : side_words) {
    std::string_view rest = name.part;
    if (rest.size() <= word.size()) continue;
    if (rest.starts_with(word))
      rest.remove_prefix(word.size());
    else if (word.size() > 3 && rest.ends_with(word))
      rest.remove_suffix(word.size());
    else
      continue;
    if (!limb_word(rest)) continue;
    name.side = side;
    name.part = rest;
    return;
  }
}

NameWords name_words(Words words, std::size_t prefix) {
  NameWords name;
  for (std::size_t left = prefix; left > 0 && !words.empty();) {
    const std::size_t taken = std::min(left, words.front().size());
    words.front().erase(0, taken);
    left -= taken;
    if (words.front().empty()) words.erase(words.begin());
  }
  for (const std::string& word : words)
    if (std::find(std::begin(helper_words), std::end(helper_words), word) != std::end(helper_words))
      name.helper = true;
  std::erase_if(words, [&](const std::string& word) {
    const auto side = side_word(word);
    if (side) name.side = *side;
    return side.has_value();
  });
  name.part = joined(words);
  for (std::size_t i = 1; i < words.size(); ++i)
    name.tails.push_back(joined(std::span(words).subspan(i)));
  if (name.side == Side::none) take_glued_side(name);
  return name;
}

}  // namespace

std::optional<LimbWord> limb_word(std::string_view part) {
  for (const std::string_view spelled : {part, without_numbers(part)})
    for (const auto& [name, word] : limb_words)
      if (spelled == name) return word;
  return std::nullopt;
}

std::vector<NameWords> words_of(const std::vector<std::string>& names) {
  std::vector<Words> all;
  for (const std::string& name : names)
    all.push_back(split(std::string_view(name).substr(name.find_last_of(":|/") + 1)));
  const std::set<std::string> shared = shared_words(all);
  for (Words& words : all)
    std::erase_if(words, [&](const std::string& word) { return shared.contains(word); });
  const std::size_t prefix = shared_letters(all);
  std::vector<NameWords> result;
  for (Words& words : all) result.push_back(name_words(std::move(words), prefix));
  return result;
}

}  // namespace psgan
