#include "editor/texts.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "psgan/error.h"

namespace psgan::web {
namespace {

constexpr std::size_t most_missing = 1000;

std::map<std::string, std::string, std::less<>> dictionary;
std::set<std::string> missing;
std::vector<unsigned short> characters;

bool has_latin_letter(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

/// Characters from U+2000 on, among them all of Chinese and Japanese, begin with these bytes.
bool is_far_from_latin(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
}

/// Adds the characters of UTF-8 that take three bytes, which Latin and Greek letters do not.
void collect(std::string_view text, std::set<unsigned short>& found) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[i + k]); };
    if ((byte(0) & 0xF0) != 0xE0) continue;
    found.insert(
        static_cast<unsigned short>((byte(0) & 15) << 12 | (byte(1) & 63) << 6 | (byte(2) & 63)));
    i += 2;
  }
}

}  // namespace

void set_dictionary(const std::string& json) {
  std::map<std::string, std::string, std::less<>> read;
  try {
    nlohmann::json::parse(json).get_to(read);
  } catch (const nlohmann::json::exception&) {
    throw Error("The dictionary is damaged: it is no list of texts and their translations.");
  }
  dictionary = std::move(read);
  missing.clear();
  std::set<unsigned short> found;
  for (const auto& [english, translated] : dictionary) collect(translated, found);
  characters.assign(found.begin(), found.end());
}

const char* tr(const char* english) {
  if (dictionary.empty() || !*english) return english;
  const auto found = dictionary.find(std::string_view(english));
  if (found != dictionary.end()) return found->second.c_str();
  // What is translated already may pass by once more.
  const bool worth_telling = missing.size() < most_missing;
  if (worth_telling && has_latin_letter(english) && !is_far_from_latin(english)) {
    missing.insert(english);
  }
  return english;
}

std::string tr(const char* english, std::initializer_list<std::string_view> values) {
  std::string text = tr(english);
  std::size_t from = 0;
  for (const std::string_view value : values) {
    const std::size_t gap = text.find("{}", from);
    if (gap == std::string::npos) break;
    text.replace(gap, 2, value);
    from = gap + value.size();
  }
  return text;
}

const std::set<std::string>& untranslated() { return missing; }

const std::vector<unsigned short>& dictionary_characters() { return characters; }

}  // namespace psgan::web
