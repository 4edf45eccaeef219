#include "data/pictures/image.h"

#include <png.h>
#include <stb_image.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>

#include "data/pictures/coordinate_map.h"
#include "psgan/error.h"
#include "psgan/side_colours.h"

namespace psgan::data {

Image white_image(int width, int height) {
  return {width, height, 3, std::vector<std::uint8_t>(std::size_t(width) * height * 3, 255)};
}

// ---- PNG -----------------------------------------------------------------------------------

namespace {

/// `bits` a channel, rows behind each other; 16 bits in this machine's order.
std::vector<std::uint8_t> encode(const std::uint8_t* pixels, int width, int height, int channels,
                                 int bits, int level) {
  std::vector<std::uint8_t> bytes;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png ? png_create_info_struct(png) : nullptr;
  if (!info) {
    png_destroy_write_struct(&png, nullptr);
    throw Error("PNG: out of memory");
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    throw Error("PNG: cannot encode a picture of " + std::to_string(width) + " × " +
                std::to_string(height));
  }
  const auto write = [](png_structp p, png_bytep data, png_size_t size) {
    auto* out = static_cast<std::vector<std::uint8_t>*>(png_get_io_ptr(p));
    out->insert(out->end(), data, data + size);
  };
  png_set_write_fn(png, &bytes, write, nullptr);
  png_set_compression_level(png, level);
  // Large flat areas: one filter is nearly as small as choosing among all, and twice as fast.
  png_set_filter(png, 0, PNG_FILTER_SUB);
  png_set_IHDR(png, info, width, height, bits,
               channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  if (bits == 16 && std::endian::native == std::endian::little) png_set_swap(png);
  const std::size_t row = std::size_t(width) * channels * (bits / 8);
  for (int y = 0; y < height; ++y) png_write_row(png, pixels + y * row);
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return bytes;
}

}  // namespace

std::vector<std::uint8_t> encode_png(const Image& image, int level) {
  return encode(image.pixels.data(), image.width, image.height, image.channels, 8, level);
}

std::vector<std::uint8_t> encode_png(const CoordinateMap& map, int level) {
  return encode(reinterpret_cast<const std::uint8_t*>(map.values.data()), map.size, map.size, 4, 16,
                level);
}

CoordinateMap decode_coordinates(std::span<const std::uint8_t> bytes, const std::string& where) {
  const int length = static_cast<int>(std::min<std::size_t>(bytes.size(), 1u << 30));
  int width = 0, height = 0, channels = 0;
  const bool deep = stbi_is_16_bit_from_memory(bytes.data(), length) != 0;
  const std::unique_ptr<stbi_us, void (*)(void*)> pixels(
      stbi_load_16_from_memory(bytes.data(), length, &width, &height, &channels, 4),
      stbi_image_free);
  if (!pixels || !deep || channels != 4 || width != height)
    throw Error(where + ": is no square PNG with four channels of 16 bits");
  return {width, {pixels.get(), pixels.get() + std::size_t(width) * height * 4}};
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

Image decode_image(std::span<const std::uint8_t> bytes, const std::string& where) {
  constexpr int most = 8192;
  int width = 0, height = 0, channels = 0;
  const int size = static_cast<int>(std::min<std::size_t>(bytes.size(), 1u << 30));
  if (!stbi_info_from_memory(bytes.data(), size, &width, &height, &channels) || width < 1 ||
      height < 1)
    throw Error(where + ": is no readable PNG or JPEG");
  if (width > most || height > most)
    throw Error(where + ": is " + std::to_string(width) + " × " + std::to_string(height) +
                " pixels, but this program takes at most " + std::to_string(most) + " × " +
                std::to_string(most));
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(bytes.data(), size, &width, &height, &channels, 4), stbi_image_free);
  if (!pixels) throw Error(where + ": is no readable PNG or JPEG (" + stbi_failure_reason() + ")");
  return {width,
          height,
          4,
          {pixels.get(), pixels.get() + std::size_t(width) * std::size_t(height) * 4}};
}

// ---- Scaling -------------------------------------------------------------------------------

namespace {

/// What one pixel of a scaled row takes from the row it comes from.
struct Share {
  int first = 0;
  std::vector<float> weights;
};

/// A triangle as wide as a new pixel, or as an old one where that is larger.
std::vector<Share> shares(int from, int to) {
  const float scale = float(from) / float(to), reach = std::max(1.f, scale);
  std::vector<Share> list(to);
  for (int i = 0; i < to; ++i) {
    const float centre = (float(i) + 0.5f) * scale - 0.5f;
    const int first = std::max(0, int(std::ceil(centre - reach)));
    const int last = std::min(from - 1, int(std::floor(centre + reach)));
    list[i].first = first;
    float sum = 0;
    for (int k = first; k <= last; ++k) {
      list[i].weights.push_back(std::max(1e-6f, 1 - std::abs(float(k) - centre) / reach));
      sum += list[i].weights.back();
    }
    for (float& w : list[i].weights) w /= sum;
  }
  return list;
}

}  // namespace

Image letterboxed(const Image& image, int size) {
  const int longer = std::max(image.width, image.height);
  const auto scaled = [&](int side) {
    return std::clamp(int(std::lround(double(side) * size / longer)), 1, size);
  };
  const int width = scaled(image.width), height = scaled(image.height);
  // Rows first, on white, then columns.
  std::vector<float> rows(std::size_t(image.height) * width * 3);
  const std::vector<Share> across = shares(image.width, width);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < width; ++x)
      for (std::size_t k = 0; k < across[x].weights.size(); ++k) {
        const std::uint8_t* p =
            &image.pixels[(std::size_t(y) * image.width + across[x].first + k) * 4];
        const float alpha = float(p[3]) / 255;
        for (int c = 0; c < 3; ++c)
          rows[(std::size_t(y) * width + x) * 3 + c] +=
              across[x].weights[k] * (255 + alpha * (float(p[c]) - 255));
      }
  Image result = white_image(size, size);
  const std::vector<Share> down = shares(image.height, height);
  const int left = (size - width) / 2, top = (size - height) / 2;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c) {
        float sum = 0;
        for (std::size_t k = 0; k < down[y].weights.size(); ++k)
          sum += down[y].weights[k] * rows[((down[y].first + k) * width + x) * 3 + c];
        result.pixels[(std::size_t(top + y) * size + left + x) * 3 + c] =
            std::uint8_t(std::clamp(std::lround(sum), 0L, 255L));
      }
  return result;
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

void draw_pose(Image& image, const Pose& pose, glm::ivec2 corner, int size,
               const Visibilities& visibility) {
  const auto color = [](Keypoint k) {
    const std::uint32_t rgb = side_colour(k);
    return glm::vec3(rgb >> 16, rgb >> 8 & 255, rgb & 255) / 255.f;
  };
  const auto at = [&](const PosePoint& p) {
    return glm::vec2(corner) + float(size) * glm::vec2(p.x, p.y);
  };
  const auto hidden = [&](Keypoint k) { return visibility[index(k)] == Visibility::hidden; };
  const float width = std::max(1.f, float(size) / 110.f);
  for (const bool behind : {true, false})  // what is seen lies over what is hidden
    for (const Bone& bone : bones) {
      if ((hidden(bone.from) || hidden(bone.to)) != behind) continue;
      if (!pose[bone.from].visible || !pose[bone.to].visible) continue;
      const glm::vec3 c = color(bone.to);
      draw_line(image, at(pose[bone.from]), at(pose[bone.to]), width,
                behind ? glm::mix(c, glm::vec3(1), 0.55f) : c);
    }
  for (int i = 0; i < keypoint_count; ++i) {
    const auto k = static_cast<Keypoint>(i);
    const PosePoint& p = pose.points[i];
    if (!p.visible) continue;
    const glm::vec2 centre = at(p);
    draw_line(image, centre, centre, 2.4f * width, color(k));
    if (hidden(k)) draw_line(image, centre, centre, 1.2f * width, glm::vec3(1));
  }
}

}  // namespace psgan::data
