// Reports as one HTML file with embedded images.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "trainer/files/image_file.h"

namespace psgan::trainer {

/// A page under construction. Texts are escaped.
class HtmlReport {
 public:
  explicit HtmlReport(const std::string& title);

  void heading(const std::string& text);
  void paragraph(const std::string& text);
  /// The first row is the head; columns after the first are numbers, but for `text_columns` at the
  /// end.
  void table(const std::vector<std::vector<std::string>>& rows, int text_columns = 0);
  void picture(const std::string& caption, const std::vector<std::uint8_t>& png);
  /// What is added between these calls is laid out side by side.
  void begin_columns();
  void next_column();
  void end_columns();

  std::string html() const;

 private:
  std::string body_;
};

/// Base64 (RFC 4648).
std::string base64(std::string_view bytes);

}  // namespace psgan::trainer
