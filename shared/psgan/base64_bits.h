// Numbers of any width in base64url text, six bits a character, the most significant bit first.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace psgan {

inline constexpr std::string_view base64url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Number of characters that `bits` bits take.
constexpr std::size_t base64_length(int bits) { return static_cast<std::size_t>((bits + 5) / 6); }

inline bool is_base64url(std::string_view text) {
  return text.find_first_not_of(base64url) == std::string_view::npos;
}

class BitWriter {
 public:
  void put(unsigned value, int bits) {
    for (int bit = bits - 1; bit >= 0; --bit) {
      group_ = group_ << 1 | (value >> bit & 1);
      if (++filled_ == 6) flush();
    }
  }
  /// The text; the last character is padded with zeros.
  std::string finish() {
    while (filled_ != 0) put(0, 1);
    return std::move(text_);
  }

 private:
  void flush() {
    text_ += base64url[group_];
    group_ = 0;
    filled_ = 0;
  }
  std::string text_;
  unsigned group_ = 0;
  int filled_ = 0;
};

/// Reads text that is_base64url; beyond its end bits are zero.
class BitReader {
 public:
  explicit BitReader(std::string_view text) : text_(text) {}
  unsigned take(int bits) {
    unsigned value = 0;
    for (; bits > 0; --bits, ++position_) {
      const std::size_t at = position_ / 6;
      const auto group = at < text_.size() ? static_cast<unsigned>(base64url.find(text_[at])) : 0u;
      value = value << 1 | (group >> (5 - position_ % 6) & 1);
    }
    return value;
  }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace psgan
