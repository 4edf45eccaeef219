// Zip files with uncompressed entries: a data set of PNG images in one file.
// Zip64 is written where a size or a count needs it, so that a set may exceed 4 GB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace psgan {

/// The checksum that zip files and PNG use.
std::uint32_t crc32(std::span<const std::uint8_t> bytes);
std::uint32_t crc32(std::string_view text);

/// What happens to an unfinished zip under its temporary name.
enum class Unfinished {
  removed,   ///< Deleted with its writer; a new writer starts from the beginning.
  continued  ///< It stays, and a new writer continues after its last complete entry.
};

/// Writes to a temporary name beside `path` (.tmp); finish() syncs it and renames it to `path`.
/// Throws Error on every failure to write.
class ZipStoreWriter {
 public:
  explicit ZipStoreWriter(std::filesystem::path path, Unfinished unfinished = Unfinished::removed);
  ~ZipStoreWriter();
  ZipStoreWriter(const ZipStoreWriter&) = delete;
  ZipStoreWriter& operator=(const ZipStoreWriter&) = delete;

  /// Number of entries, including those of an unfinished zip.
  std::size_t entries() const { return entries_.size(); }

  /// Removes all entries but the first `count`.
  void keep(std::size_t count);

  void add(const std::string& name, std::span<const std::uint8_t> bytes);

  /// The same for bytes that are not all in memory: `body` is called with a function that takes
  /// them piece by piece.
  using Sink = std::function<void(std::span<const std::uint8_t>)>;
  void add_pieces(const std::string& name, const std::function<void(const Sink&)>& body);

  void finish();

 private:
  struct Entry {
    std::string name;
    std::uint32_t crc = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;
  };
  static std::string local_header(const Entry& entry);
  void check_entry(const std::string& name, std::uint64_t size) const;
  void take_over();
  void write(std::span<const std::uint8_t> bytes);
  void write(const std::string& bytes);

  std::filesystem::path path_, temporary_;
  Unfinished unfinished_;
  std::ofstream file_;
  std::vector<Entry> entries_;
  std::uint64_t offset_ = 0;
  bool finished_ = false;
};

/// Reads stored (uncompressed) entries. Throws Error naming the file if it is not a zip, is
/// truncated, or has a compressed or encrypted entry. read() may be called from several threads at
/// once.
class ZipStoreReader {
 public:
  explicit ZipStoreReader(std::filesystem::path path);

  const std::filesystem::path& path() const { return path_; }
  bool contains(const std::string& name) const { return entries_.count(name) != 0; }
  std::vector<std::string> names() const;

  /// An entry's bytes, checked against its CRC-32. Throws Error naming file and entry.
  std::vector<std::uint8_t> read(const std::string& name) const;

 private:
  struct Entry {
    std::uint32_t crc = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;  ///< Of the local header.
  };

  std::filesystem::path path_;
  std::uint64_t file_size_ = 0;
  std::map<std::string, Entry> entries_;
};

}  // namespace psgan
