// Writes a data set piece by piece, so that an interrupted run can go on where it was.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "psgan/dataset.h"
#include "psgan/zip_store.h"

namespace psgan::data {

/// Until finish(), the zip is PATH.tmp, and PATH.tmp.rows holds what dataset.json will say. A
/// process that is killed leaves both, and a new writer with the same settings takes over all
/// images that are whole. Memory does not grow with the set.
class DatasetWriter {
 public:
  /// `settings` says in one line what makes the pictures; what was begun with other ones is
  /// discarded.
  /// With `parts`, each image comes with its coordinates.
  DatasetWriter(const std::filesystem::path& path, int resolution, const std::string& settings,
                PartsOfLooks parts = {});

  /// How many images an interrupted run has left. The next one to add has this number.
  std::size_t taken_over() const { return taken_over_; }

  /// Adds image `number` as PNG bytes, and its coordinates' PNG; `entry`'s name is given here,
  /// StyleGAN's way: 00012/img00012345.png. Threads may call it out of order; it waits for nobody,
  /// but keeps what comes early.
  void add(std::size_t number, std::vector<std::uint8_t> png, const DatasetImage& entry,
           std::vector<std::uint8_t> coordinates = {});

  /// Writes the table of contents; the zip appears under its name. `traits` are those of all looks,
  /// or empty.
  void finish(const LookTraits& traits = {});

 private:
  struct Waiting {
    std::vector<std::uint8_t> png, coordinates;
    DatasetImage entry;
  };
  std::size_t entries_per_image() const { return parts_.empty() ? 1 : 2; }
  void open_rows(const std::string& settings);
  void write(const Waiting& image);

  std::filesystem::path rows_path_;
  int resolution_;
  bool has_splits_ = false;
  PartsOfLooks parts_;
  ZipStoreWriter zip_;
  std::fstream rows_;
  std::size_t rows_begin_ = 0, taken_over_ = 0, next_ = 0;
  std::mutex lock_;
  std::map<std::size_t, Waiting> waiting_;
};

/// For the settings of a DatasetWriter: another version of the program may draw other pictures.
std::uint32_t checksum_of_program();

}  // namespace psgan::data
