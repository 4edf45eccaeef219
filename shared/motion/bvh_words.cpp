#include "motion/bvh_words.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "psgan/error.h"

namespace psgan {
namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// Words of one letter.
bool stands_alone(char c) { return c == '{' || c == '}' || c == ':'; }

void append_utf8(std::string& text, std::uint32_t code) {
  const auto byte = [&](std::uint32_t bits) { text += static_cast<char>(bits); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F));
    byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F));
  }
}

std::string from_utf16(std::string_view bytes, bool big_endian) {
  std::string text;
  const auto unit = [&](std::size_t i) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<std::uint32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    std::uint32_t code = unit(i);
    if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size()) {
      const std::uint32_t low = unit(i + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    append_utf8(text, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
  }
  return text;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i++]);
    const int more = c < 0x80                ? 0
                     : c >= 0xC2 && c < 0xE0 ? 1
                     : c >= 0xE0 && c < 0xF0 ? 2
                     : c >= 0xF0 && c < 0xF5 ? 3
                                             : -1;
    if (more < 0) return false;
    for (int k = 0; k < more; ++k)
      if (i >= text.size() || (static_cast<unsigned char>(text[i++]) & 0xC0) != 0x80) return false;
  }
  return true;
}

/// What programs write for a number that is none: nan, -nan(ind), 1.#QNAN, -1.#IND00, inf.
bool spells_no_number(const std::string& word) {
  if (word.find_first_of("nNiI") == std::string::npos) return false;
  const std::string lower = lower_case(word);
  return lower.find("nan") != std::string::npos || lower.find("#ind") != std::string::npos ||
         lower.find("inf") != std::string::npos;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string shortened(std::string_view text) {
  std::size_t end = std::min<std::size_t>(text.size(), 40);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  return std::string(text.substr(0, end));
}

std::string utf8_of(const std::string& bytes) {
  const std::string_view all(bytes);
  if (all.starts_with("\xEF\xBB\xBF")) return utf8_of(bytes.substr(3));
  if (all.starts_with("\xFF\xFE")) return from_utf16(all.substr(2), false);
  if (all.starts_with("\xFE\xFF")) return from_utf16(all.substr(2), true);
  // Without a mark, text of plain letters shows by its zeros.
  if (all.size() >= 4 && all[0] != 0 && all[1] == 0 && all[3] == 0) return from_utf16(all, false);
  if (all.size() >= 4 && all[0] == 0 && all[1] != 0 && all[2] == 0) return from_utf16(all, true);
  if (is_utf8(all)) return bytes;
  std::string text;
  for (const char c : all) append_utf8(text, static_cast<unsigned char>(c));
  return text;
}

std::string BvhWords::quoted(std::string_view word) { return "\"" + shortened(word) + "\""; }

void BvhWords::fail(const std::string& why) const {
  throw Error(where_ + ", line " + std::to_string(line_) + ": " + why);
}

bool BvhWords::comment_at(std::size_t at) const {
  const std::string_view rest = std::string_view(text_).substr(at);
  return rest.starts_with('#') || rest.starts_with(';') || rest.starts_with("//");
}

std::size_t BvhWords::line_end(std::size_t from) const {
  return std::min(text_.find_first_of("\r\n", from), text_.size());
}

void BvhWords::skip_space() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (is_space(c)) {
      const bool pair = c == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
      if (c == '\n' || (c == '\r' && !pair)) ++line_;
      ++at_;
    } else if (comment_at(at_)) {
      at_ = line_end(at_);
    } else {
      return;
    }
  }
}

bool BvhWords::at_end() {
  skip_space();
  return at_ >= text_.size();
}

std::string_view BvhWords::peek() {
  if (at_end()) return {};
  std::size_t end = at_ + 1;
  if (!stands_alone(text_[at_]))
    while (end < text_.size() && !is_space(text_[end]) && !stands_alone(text_[end])) ++end;
  return std::string_view(text_).substr(at_, end - at_);
}

std::string_view BvhWords::next(const char* expected) {
  const std::string_view word = peek();
  if (word.empty()) fail(std::string("the file ends where ") + expected + " should be");
  at_ += word.size();
  return word;
}

bool BvhWords::accept(std::string_view word) {
  const std::string_view found = peek();
  if (lower_case(found) != lower_case(word)) return false;
  at_ += found.size();
  return true;
}

void BvhWords::expect(std::string_view word) {
  const std::string wanted = quoted(word);
  if (accept(word)) return;
  fail("found " + quoted(next(wanted.c_str())) + " where " + wanted + " should be");
}

std::optional<float> BvhWords::number_or_nothing(const char* what) {
  std::string word(next(what));
  const std::size_t begin = at_ - word.size();
  const auto wrong = [&] {
    const bool commas = word.find(',') != std::string::npos;
    fail(std::string(what) + " is " + quoted(word) + ", which is no number" +
         (commas ? " (a comma can only be its decimal point)" : ""));
  };
  if (spells_no_number(word)) return std::nullopt;
  const std::string as_written = word;
  if (word.ends_with(',')) word.back() = ' ';
  const std::size_t comma = word.find(',');
  if (comma != std::string::npos) {
    if (word.find_first_of(",.", comma + 1) != std::string::npos || word.find('.') < comma) {
      word = as_written;
      wrong();
    }
    word[comma] = '.';
  }
  // Not std::from_chars, which Emscripten's library knows for whole numbers only.
  char* end = nullptr;
  const float value = std::strtof(word.c_str(), &end);
  const auto read = static_cast<std::size_t>(end - word.c_str());
  const bool whole = read == word.size() || word.find_first_not_of(' ', read) == std::string::npos;
  // Columns of a fixed width leave no blank before a sign.
  const bool sign_follows = !whole && read > 0 && (word[read] == '-' || word[read] == '+');
  if (read == 0 || (!whole && !sign_follows)) {
    word = as_written;
    wrong();
  }
  if (sign_follows) at_ = begin + read;
  constexpr float most = 1e7f;
  if (!(std::abs(value) <= most)) return std::nullopt;
  return value;
}

float BvhWords::number(const char* what) {
  const std::string_view word = peek();
  const std::optional<float> value = number_or_nothing(what);
  if (!value) fail(std::string(what) + " is " + quoted(word) + ", which is no number");
  return *value;
}

int BvhWords::count(const char* what, int most) {
  const float value = number(what);
  if (value < 0 || value > float(most) || value != std::floor(value))
    fail(std::string(what) + " must be a whole number from 0 to " + std::to_string(most));
  return int(value);
}

std::string BvhWords::name() {
  const std::size_t end = line_end(at_);
  std::size_t stop = at_;
  while (stop < end && text_[stop] != '{' && text_[stop] != '}' &&
         !(is_space(text_[stop]) && stop + 1 < end && comment_at(stop + 1)))
    ++stop;
  std::string name = text_.substr(at_, stop - at_);
  at_ = stop;
  constexpr std::string_view blanks = " \t\v\f\"";
  name.erase(0, std::min(name.find_first_not_of(blanks), name.size()));
  name.erase(name.find_last_not_of(blanks) + 1);
  return name;
}

}  // namespace psgan
