#include "data/image.h"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "psgan/error.h"

namespace psgan {

Image white_image(int width, int height) {
  return {width, height, 3, std::vector<std::uint8_t>(std::size_t(width) * height * 3, 255)};
}

// ---- PNG -----------------------------------------------------------------------------------

std::vector<std::uint8_t> encode_png(const Image& image, int level) {
  std::vector<std::uint8_t> bytes;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png ? png_create_info_struct(png) : nullptr;
  if (!info) {
    png_destroy_write_struct(&png, nullptr);
    throw Error("PNG: out of memory");
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    throw Error("PNG: cannot encode a picture of " + std::to_string(image.width) + " × " +
                std::to_string(image.height));
  }
  const auto write = [](png_structp p, png_bytep data, png_size_t size) {
    auto* out = static_cast<std::vector<std::uint8_t>*>(png_get_io_ptr(p));
    out->insert(out->end(), data, data + size);
  };
  png_set_write_fn(png, &bytes, write, nullptr);
  png_set_compression_level(png, level);
  // Large flat areas: one filter is nearly as small as choosing among all, and twice as fast.
  png_set_filter(png, 0, PNG_FILTER_SUB);
  png_set_IHDR(png, info, image.width, image.height, 8,
               image.channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  const std::size_t row = std::size_t(image.width) * image.channels;
  for (int y = 0; y < image.height; ++y) png_write_row(png, &image.pixels[y * row]);
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return bytes;
}

Image decode_png(std::span<const std::uint8_t> bytes, const std::string& where) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  const auto fail = [&] {
    const std::string message = png.message;
    png_image_free(&png);
    throw Error(where + ": is no readable PNG (" + message + ")");
  };
  if (!png_image_begin_read_from_memory(&png, bytes.data(), bytes.size())) fail();
  png.format = PNG_FORMAT_RGB;
  Image image{int(png.width), int(png.height), 3, {}};
  image.pixels.resize(PNG_IMAGE_SIZE(png));
  const png_color white{255, 255, 255};
  if (!png_image_finish_read(&png, &white, image.pixels.data(), 0, nullptr)) fail();
  return image;
}

// ---- Drawing -------------------------------------------------------------------------------

void paste(const Image& from, int x, int y, Image& to) {
  for (int row = 0; row < from.height; ++row) {
    if (y + row < 0 || y + row >= to.height) continue;
    const int first = std::max(0, -x), last = std::min(from.width, to.width - x);
    if (last <= first) continue;
    std::memcpy(&to.pixels[(std::size_t(y + row) * to.width + x + first) * 3],
                &from.pixels[(std::size_t(row) * from.width + first) * 3],
                std::size_t(last - first) * 3);
  }
}

void draw_line(Image& image, glm::vec2 a, glm::vec2 b, float width, glm::vec3 color) {
  const float reach = 0.5f * width + 1;
  const int x0 = std::max(0, int(std::min(a.x, b.x) - reach));
  const int x1 = std::min(image.width - 1, int(std::max(a.x, b.x) + reach));
  const int y0 = std::max(0, int(std::min(a.y, b.y) - reach));
  const int y1 = std::min(image.height - 1, int(std::max(a.y, b.y) + reach));
  const glm::vec2 along = b - a;
  const float length2 = std::max(glm::dot(along, along), 1e-6f);
  for (int y = y0; y <= y1; ++y)
    for (int x = x0; x <= x1; ++x) {
      const glm::vec2 p(x + 0.5f, y + 0.5f);
      const float t = glm::clamp(glm::dot(p - a, along) / length2, 0.f, 1.f);
      const float distance = glm::distance(p, a + t * along);
      const float cover = glm::clamp(0.5f * width + 0.5f - distance, 0.f, 1.f);
      std::uint8_t* pixel = &image.pixels[(std::size_t(y) * image.width + x) * 3];
      for (int c = 0; c < 3; ++c)
        pixel[c] = std::uint8_t(std::lround(glm::mix(float(pixel[c]), 255 * color[c], cover)));
    }
}

void draw_pose(Image& image, const Pose& pose, glm::ivec2 corner, int size) {
  const auto color = [](Keypoint k) {
    if (mirrored(k) == k) return glm::vec3(0.15f, 0.62f, 0.35f);
    return index(k) < index(mirrored(k)) ? glm::vec3(0.16f, 0.42f, 0.85f)
                                         : glm::vec3(0.86f, 0.22f, 0.27f);
  };
  const auto at = [&](const PosePoint& p) {
    return glm::vec2(corner) + float(size) * glm::vec2(p.x, p.y);
  };
  const float width = std::max(1.f, size / 110.f);
  for (const Bone& bone : bones)
    if (pose[bone.from].visible && pose[bone.to].visible)
      draw_line(image, at(pose[bone.from]), at(pose[bone.to]), width, color(bone.to));
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint& p = pose.points[i];
    const glm::vec2 centre = at(p);
    if (p.visible) draw_line(image, centre, centre, 2.2f * width, color(static_cast<Keypoint>(i)));
  }
}

}  // namespace psgan
