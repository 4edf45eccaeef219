#include "trainer/files/image_file.h"

#define STBI_ONLY_PNG
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <memory>

#include "common/program.h"
#include "psgan/error.h"

namespace psgan::trainer {

namespace {

/// Rows from the top, `channels` bytes a pixel.
struct DecodedPng {
  int width = 0, height = 0;
  std::unique_ptr<stbi_uc, void (*)(void*)> pixels{nullptr, stbi_image_free};
};

DecodedPng decoded(std::span<const std::uint8_t> bytes, const std::string& where, int channels) {
  DecodedPng png;
  int in_file = 0;
  png.pixels.reset(stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &png.width,
                                         &png.height, &in_file, channels));
  if (!png.pixels) throw Error(where + ": not a readable PNG: " + stbi_failure_reason());
  return png;
}

}  // namespace

Picture decode_png(std::span<const std::uint8_t> bytes, const std::string& where) {
  const DecodedPng png = decoded(bytes, where, 3);
  const stbi_uc* from = png.pixels.get();
  return {png.width, png.height, {from, from + std::size_t{3} * png.width * png.height}};
}

Picture decode_png_on_white(std::span<const std::uint8_t> bytes, const std::string& where) {
  const DecodedPng png = decoded(bytes, where, 4);
  Picture picture{png.width, png.height, {}};
  const std::size_t pixels = std::size_t{1} * png.width * png.height;
  picture.rgb.reserve(3 * pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const stbi_uc* rgba = png.pixels.get() + 4 * i;
    for (int c = 0; c < 3; ++c) {
      const int covered = rgba[c] * rgba[3] + 255 * (255 - rgba[3]);
      picture.rgb.push_back(static_cast<std::uint8_t>((covered + 127) / 255));
    }
  }
  return picture;
}

namespace {

constexpr int jpeg_quality = 90;  // of 100; edges stay clean

/// For stb's functions that write piece by piece into a std::vector, `context`.
void append(void* context, void* data, int size) {
  const auto* from = static_cast<const std::uint8_t*>(data);
  auto& to = *static_cast<std::vector<std::uint8_t>*>(context);
  to.insert(to.end(), from, from + size);
}

void expect_encoded(int done, const Picture& picture, const char* kind) {
  if (done) return;
  throw Error("a picture of " + std::to_string(picture.width) + "×" +
              std::to_string(picture.height) + " pixels cannot be encoded as " + kind);
}

}  // namespace

std::vector<std::uint8_t> encode_png(const Picture& picture) {
  std::vector<std::uint8_t> bytes;
  expect_encoded(stbi_write_png_to_func(append, &bytes, picture.width, picture.height, 3,
                                        picture.rgb.data(), picture.width * 3),
                 picture, "PNG");
  return bytes;
}

void write_png(const std::filesystem::path& path, const Picture& picture) {
  write_file(path, encode_png(picture));
}

void write_jpeg(const std::filesystem::path& path, const Picture& picture) {
  std::vector<std::uint8_t> bytes;
  expect_encoded(stbi_write_jpg_to_func(append, &bytes, picture.width, picture.height, 3,
                                        picture.rgb.data(), jpeg_quality),
                 picture, "JPEG");
  write_file(path, bytes);
}

}  // namespace psgan::trainer
