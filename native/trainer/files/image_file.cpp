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

Picture decode_png(std::span<const std::uint8_t> bytes, const std::string& where) {
  Picture picture;
  int channels = 0;
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &picture.width,
                            &picture.height, &channels, 3),
      stbi_image_free);
  if (!pixels) throw Error(where + ": not a readable PNG: " + stbi_failure_reason());
  picture.rgb.assign(pixels.get(), pixels.get() + std::size_t{3} * picture.width * picture.height);
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
