// The words of a BVH file, whichever program wrote it. Internal to the reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace psgan {

/// A file's bytes as UTF-8 without a byte-order mark: UTF-16 of either byte order is converted, and
/// what is neither that nor UTF-8 is taken for Latin-1.
std::string utf8_of(const std::string& bytes);

/// A name from a file for a message: no more than 40 bytes, cut between letters.
std::string shortened(std::string_view text);

/// In lower case (ASCII).
std::string lower_case(std::string_view text);

/// The text's words with the line each is in. Braces and colons are words of their own, wherever
/// they stand; "#", ";" and "//" at the beginning of a word make the rest of the line a comment.
/// Lines end with CR, LF or both.
class BvhWords {
 public:
  /// Both must outlive this.
  BvhWords(const std::string& text, const std::string& where) : text_(text), where_(where) {}

  bool at_end();
  /// The next word, left where it is; empty at the end.
  std::string_view peek();
  std::string_view next(const char* expected);
  /// Takes the next word if it is this one, upper or lower case alike.
  bool accept(std::string_view word);
  void expect(std::string_view word);

  /// A finite number; a comma is read as its decimal point. Numbers without a blank between them
  /// ("-1.5-2.5") are read one by one.
  float number(const char* what);
  /// The same, or nothing for "nan", "-1.#IND00", "inf" and the like, or beyond 1e7.
  std::optional<float> number_or_nothing(const char* what);
  int count(const char* what, int most);

  /// What is left of the line before a brace, without blanks around it: a joint's name.
  std::string name();

  [[noreturn]] void fail(const std::string& why) const;
  static std::string quoted(std::string_view word);

 private:
  void skip_space();
  std::size_t line_end(std::size_t from) const;
  bool comment_at(std::size_t at) const;

  const std::string& text_;
  const std::string& where_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace psgan
