#include "data/pictures/exif.h"

#include <algorithm>
#include <string_view>

namespace psgan::data {
namespace {

using Bytes = std::span<const std::uint8_t>;

bool begins_with(Bytes bytes, std::string_view text) {
  return bytes.size() >= text.size() &&
         std::equal(text.begin(), text.end(), bytes.begin(),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

/// A whole number of so many bytes; 0 beyond the end.
std::size_t number(Bytes bytes, std::size_t at, int count, bool big_endian) {
  if (at > bytes.size() || bytes.size() - at < std::size_t(count)) return 0;
  std::size_t value = 0;
  for (int i = 0; i < count; ++i)
    value = value << 8 | bytes[at + std::size_t(big_endian ? i : count - 1 - i)];
  return value;
}

/// What comes behind EXIF's name: a TIFF file whose first directory has the tag.
int orientation_of_tiff(Bytes tiff) {
  const bool big = begins_with(tiff, "MM");
  if (!big && !begins_with(tiff, "II")) return 1;
  constexpr std::size_t orientation = 0x112, entry_bytes = 12;
  const std::size_t directory = number(tiff, 4, 4, big);
  const std::size_t entries = number(tiff, directory, 2, big);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * entry_bytes;
    if (number(tiff, entry, 2, big) != orientation) continue;
    const std::size_t value = number(tiff, entry + 8, 2, big);
    return value >= 1 && value <= 8 ? int(value) : 1;
  }
  return 1;
}

/// The segments before the picture itself.
int orientation_of_jpeg(Bytes jpeg) {
  constexpr std::size_t app1 = 0xE1, start_of_scan = 0xDA;
  for (std::size_t at = 2; at + 4 <= jpeg.size() && jpeg[at] == 0xFF;) {
    const std::size_t marker = jpeg[at + 1];
    if (marker == 0xFF) {  // Padding.
      ++at;
      continue;
    }
    const std::size_t length = number(jpeg, at + 2, 2, true);
    if (marker == start_of_scan || length < 2) break;
    const std::size_t begin = at + 4, end = std::min(jpeg.size(), at + 2 + length);
    const Bytes segment = jpeg.subspan(begin, end - begin);
    using namespace std::string_view_literals;
    constexpr std::string_view name = "Exif\0\0"sv;
    if (marker == app1 && begins_with(segment, name))
      return orientation_of_tiff(segment.subspan(name.size()));
    at += 2 + length;
  }
  return 1;
}

int orientation_of_png(Bytes png) {
  for (std::size_t at = 8; at + 12 <= png.size();) {
    const std::size_t length = number(png, at, 4, true);
    const Bytes chunk = png.subspan(at + 4);
    if (begins_with(chunk, "eXIf"))
      return orientation_of_tiff(chunk.subspan(4, std::min(length, chunk.size() - 4)));
    if (begins_with(chunk, "IEND")) break;
    at += 12 + length;
  }
  return 1;
}

}  // namespace

int exif_orientation(Bytes bytes) {
  if (begins_with(bytes, "\xFF\xD8")) return orientation_of_jpeg(bytes);
  if (begins_with(bytes, "\x89PNG")) return orientation_of_png(bytes);
  return 1;
}

Image upright(const Image& stored, int orientation) {
  if (orientation <= 1) return stored;
  const bool lies = orientation >= 5;
  Image image{lies ? stored.height : stored.width, lies ? stored.width : stored.height,
              stored.channels, std::vector<std::uint8_t>(stored.pixels.size())};
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      // Where the pixel is stored: rows and columns changed for 5 to 8, then from the other end.
      int from_x = lies ? y : x, from_y = lies ? x : y;
      const bool other_x =
          orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
      const bool other_y =
          orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
      if (other_x) from_x = stored.width - 1 - from_x;
      if (other_y) from_y = stored.height - 1 - from_y;
      const std::size_t from =
          (std::size_t(from_y) * std::size_t(stored.width) + std::size_t(from_x)) *
          std::size_t(stored.channels);
      const std::size_t to = (std::size_t(y) * std::size_t(image.width) + std::size_t(x)) *
                             std::size_t(stored.channels);
      std::copy_n(&stored.pixels[from], stored.channels, &image.pixels[to]);
    }
  return image;
}

Image decode_photo(Bytes bytes, const std::string& where) {
  return upright(decode_image(bytes, where), exif_orientation(bytes));
}

}  // namespace psgan::data
