// PNG files, and drawing on pictures.
#pragma once

#include <cstdint>
#include <filesystem>
#include <glm/glm.hpp>
#include <span>
#include <string>
#include <vector>

#include "psgan/dataset.h"
#include "psgan/pose.h"

namespace psgan::data {

/// Eight bits a channel, rows from the top, red green blue (alpha).
struct Image {
  int width = 0, height = 0, channels = 4;
  std::vector<std::uint8_t> pixels;
};

/// A white picture, three channels.
Image white_image(int width, int height);

/// PNG bytes of a picture with three or four channels; level is zlib's, 1 fast to 9 small.
std::vector<std::uint8_t> encode_png(const Image& image, int level = 4);

/// The picture in PNG bytes, as three channels. Throws Error naming `where`.
Image decode_png(std::span<const std::uint8_t> bytes, const std::string& where);

/// The picture in PNG or JPEG bytes, as four channels. Throws Error naming `where`, also for more
/// than 8192 × 8192 pixels.
Image decode_image(std::span<const std::uint8_t> bytes, const std::string& where);

/// A picture of any size, four channels, in the middle of a white square of so many pixels; larger
/// ones are averaged.
Image letterboxed(const Image& image, int size);

/// Copies `from` (three channels) into `to` with its upper left corner at x, y.
void paste(const Image& from, int x, int y, Image& to);

/// A line with round ends, ends and width in pixels, blended softly at its edge.
void draw_line(Image& image, glm::vec2 a, glm::vec2 b, float width, glm::vec3 color);

/// A pose's bones and keypoints over a square part of a picture: left side blue, right side red,
/// midline green. Points that are hidden are rings, and bones to them are pale.
void draw_pose(Image& image, const Pose& pose, glm::ivec2 corner, int size,
               const Visibilities& visibility = all_seen());

}  // namespace psgan::data
