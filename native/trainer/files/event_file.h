// TensorBoard's event files for training curves, written without TensorFlow.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

namespace psgan::trainer {

/// CRC-32C (Castagnoli) of bytes; TFRecord stores it rotated by 15 bits plus a constant.
std::uint32_t crc32c(std::string_view bytes);

/// One file of scalars: TFRecords (length, its checksum, data, its checksum) of Event messages.
class EventFile {
 public:
  /// events.out.tfevents.TIME.PROCESS in that folder. Entries of earlier files there from
  /// `first_step` on are invalidated for TensorBoard. Throws Error if it cannot be made.
  EventFile(const std::filesystem::path& folder, std::int64_t first_step);

  /// Adds scalars of one step; the file is complete after every call.
  void add(std::int64_t step, const std::map<std::string, double>& scalars);

 private:
  void write_record(const std::string& bytes);

  std::ofstream file_;
};

}  // namespace psgan::trainer
