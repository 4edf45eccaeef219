// Images in memory, as PNG and as JPEG.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace psgan::trainer {

/// 8 bits RGB, rows from the top.
struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;  ///< [height, width, 3]
};

/// Throws Error naming `where` if the bytes are not a readable PNG.
Picture decode_png(std::span<const std::uint8_t> bytes, const std::string& where);

/// The same, what is transparent in it laid on white.
Picture decode_png_on_white(std::span<const std::uint8_t> bytes, const std::string& where);

/// A PNG file's bytes.
std::vector<std::uint8_t> encode_png(const Picture& picture);

/// Writes under a temporary name, then renames. Throws Error naming the file.
void write_png(const std::filesystem::path& path, const Picture& picture);

/// The same as a JPEG for the page, a fifth of a PNG's bytes.
void write_jpeg(const std::filesystem::path& path, const Picture& picture);

}  // namespace psgan::trainer
