// Writes a data set: pictures are encoded on other threads while the next ones are drawn.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <future>
#include <vector>

#include "data/image.h"
#include "psgan/dataset.h"
#include "psgan/zip_store.h"

namespace psgan {

/// Belongs to one thread. The zip appears at finish(), or never.
class DatasetWriter {
 public:
  DatasetWriter(const std::filesystem::path& path, int resolution, int png_level);

  /// Adds the next picture; `entry`'s name is given by its number, StyleGAN's way:
  /// 00012/img00012345.png.
  void add(Image image, DatasetImage entry);

  /// Writes what is under way, and the table of contents.
  void finish();

 private:
  void write_oldest();

  ZipStoreWriter zip_;
  DatasetIndex index_;
  int png_level_;
  std::size_t written_ = 0, most_under_way_;
  std::deque<std::future<std::vector<std::uint8_t>>> under_way_;
};

}  // namespace psgan
