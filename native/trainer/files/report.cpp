#include "trainer/files/report.h"

namespace psgan::trainer {
namespace {

constexpr const char* head = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; --line: #8884; --soft: #8889; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.6rem; font-weight: 600; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
th { font-weight: 600; border-bottom-color: var(--soft); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1rem 0 0; } figcaption { font-size: .9rem; opacity: .75; margin-bottom: .4rem; }
img { max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px;
  background: #fff; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; }
</style>
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

std::string base64(std::string_view bytes) {
  constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t k) {
      return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u;
    };
    const unsigned three = byte(0) << 16 | byte(1) << 8 | byte(2);
    for (unsigned k = 0; k < 4; ++k) {
      out += i + k > bytes.size() ? '=' : digits[three >> (18 - 6 * k) & 63];
    }
  }
  return out;
}

HtmlReport::HtmlReport(const std::string& title) {
  body_ = std::string(head) + "<title>" + escaped(title) + "</title></head><body>\n<h1>" +
          escaped(title) + "</h1>\n";
}

void HtmlReport::heading(const std::string& text) { body_ += "<h2>" + escaped(text) + "</h2>\n"; }

void HtmlReport::paragraph(const std::string& text) { body_ += "<p>" + escaped(text) + "</p>\n"; }

void HtmlReport::table(const std::vector<std::vector<std::string>>& rows, int text_columns) {
  body_ += "<table>\n";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    body_ += "<tr>";
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      const bool number = c > 0 && c + static_cast<std::size_t>(text_columns) < rows[r].size();
      const std::string tag = r == 0 ? "th" : "td";
      body_ += "<" + tag + (number ? " class=\"number\">" : ">") + escaped(rows[r][c]) + "</" +
               tag + ">";
    }
    body_ += "</tr>\n";
  }
  body_ += "</table>\n";
}

void HtmlReport::picture(const std::string& caption, const std::vector<std::uint8_t>& png) {
  const std::string_view bytes(reinterpret_cast<const char*>(png.data()), png.size());
  body_ += "<figure><figcaption>" + escaped(caption) + "</figcaption><img alt=\"" +
           escaped(caption) + "\" src=\"data:image/png;base64," + base64(bytes) + "\"></figure>\n";
}

void HtmlReport::begin_columns() { body_ += "<div class=\"columns\"><div>\n"; }
void HtmlReport::next_column() { body_ += "</div><div>\n"; }
void HtmlReport::end_columns() { body_ += "</div></div>\n"; }

std::string HtmlReport::html() const { return body_ + "</body></html>\n"; }

}  // namespace psgan::trainer
