// Pictures of cameras: how they were held, and what import-openpose makes of folders of them.
#include <gmock/gmock.h>

#include "data/pictures/exif.h"
#include "psgan/zip_store.h"

namespace psgan::data {
namespace {

using Bytes = std::vector<std::uint8_t>;

void append(Bytes& bytes, std::initializer_list<int> more) {
  for (const int byte : more) bytes.push_back(std::uint8_t(byte));
}

/// A TIFF file of one directory: another tag, then the orientation.
Bytes tiff(int orientation, bool big_endian) {
  Bytes bytes;
  const auto number = [&](std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i)
      bytes.push_back(std::uint8_t(value >> 8 * (big_endian ? count - 1 - i : i)));
  };
  append(bytes, {big_endian ? 'M' : 'I', big_endian ? 'M' : 'I'});
  number(42, 2);
  number(8, 4);
  number(2, 2);
  for (const auto& [tag, value] : {std::pair{0x100, 640}, {0x112, orientation}}) {
    number(std::uint32_t(tag), 2);
    number(3, 2);
    number(1, 4);
    number(std::uint32_t(value), 2);
    number(0, 2);
  }
  number(0, 4);
  return bytes;
}

/// The head of a JPEG: a JFIF segment, EXIF, and the beginning of the scan.
Bytes jpeg(const Bytes& exif) {
  Bytes bytes;
  append(bytes, {0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 'J', 'F'});
  const int length = int(exif.size()) + 8;
  append(bytes, {0xFF, 0xE1, length >> 8, length & 255, 'E', 'x', 'i', 'f', 0, 0});
  bytes.insert(bytes.end(), exif.begin(), exif.end());
  append(bytes, {0xFF, 0xDA, 0, 2});
  return bytes;
}

/// The PNG with EXIF behind its head.
Bytes with_exif(Bytes png, const Bytes& exif) {
  Bytes chunk{'e', 'X', 'I', 'f'};
  chunk.insert(chunk.end(), exif.begin(), exif.end());
  const std::uint32_t sum = crc32(chunk);
  const auto size = std::uint32_t(exif.size());
  Bytes whole;
  for (int i = 24; i >= 0; i -= 8) whole.push_back(std::uint8_t(size >> i));
  whole.insert(whole.end(), chunk.begin(), chunk.end());
  for (int i = 24; i >= 0; i -= 8) whole.push_back(std::uint8_t(sum >> i));
  png.insert(png.begin() + 33, whole.begin(), whole.end());
  return png;
}

/// 3 × 2 pixels of one channel each, numbered.
Image numbered() { return {3, 2, 1, {0, 1, 2, 3, 4, 5}}; }

TEST(Exif, SaysHowTheCameraWasHeld) {
  for (const bool big_endian : {false, true})
    for (int orientation = 1; orientation <= 8; ++orientation)
      EXPECT_EQ(exif_orientation(jpeg(tiff(orientation, big_endian))), orientation);
  EXPECT_EQ(exif_orientation(with_exif(encode_png(white_image(2, 2)), tiff(6, true))), 6);
}

TEST(Exif, WhatSaysNothingOrNonsenseIsUpright) {
  EXPECT_EQ(exif_orientation({}), 1);
  EXPECT_EQ(exif_orientation(encode_png(white_image(2, 2))), 1);
  EXPECT_EQ(exif_orientation(jpeg(tiff(9, true))), 1);
  EXPECT_EQ(exif_orientation(jpeg({})), 1);
  const Bytes whole = jpeg(tiff(6, false));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const int found = exif_orientation(std::span(whole).first(size));
    EXPECT_TRUE(found == 1 || found == 6) << size;
  }
  Bytes far = tiff(6, true);
  far[4] = 0xFF;  // a directory far beyond the end
  EXPECT_EQ(exif_orientation(jpeg(far)), 1);
}

// The eight cases of the standard's figure: where row 0 and column 0 of the stored picture are
// seen.
TEST(Exif, TurnsAndMirrorsThePicture) {
  const std::pair<int, Bytes> seen[] = {
      {1, {0, 1, 2, 3, 4, 5}},  // row 0 is the top, column 0 the left side
      {2, {2, 1, 0, 5, 4, 3}},  // top, right
      {3, {5, 4, 3, 2, 1, 0}},  // bottom, right
      {4, {3, 4, 5, 0, 1, 2}},  // bottom, left
      {5, {0, 3, 1, 4, 2, 5}},  // left side, top
      {6, {3, 0, 4, 1, 5, 2}},  // right side, top
      {7, {5, 2, 4, 1, 3, 0}},  // right side, bottom
      {8, {2, 5, 1, 4, 0, 3}},  // left side, bottom
  };
  for (const auto& [orientation, pixels] : seen) {
    const Image image = upright(numbered(), orientation);
    EXPECT_EQ(image.width, orientation < 5 ? 3 : 2);
    EXPECT_EQ(image.height, orientation < 5 ? 2 : 3);
    EXPECT_EQ(image.pixels, pixels) << orientation;
  }
}

TEST(Exif, PhotosAreDecodedUpright) {
  Image stored = white_image(4, 2);
  for (int x = 0; x < 4; ++x) stored.pixels[std::size_t(x) * 3] = 0;  // row 0 is cyan
  const Image photo = decode_photo(with_exif(encode_png(stored), tiff(6, false)), "a.png");
  ASSERT_EQ(photo.width, 2);
  ASSERT_EQ(photo.height, 4);
  EXPECT_EQ(photo.pixels[0], 255);
  EXPECT_EQ(photo.pixels[4], 0) << "row 0 is the right side";
}

}  // namespace
}  // namespace psgan::data
