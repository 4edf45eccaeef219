// Shared by both native programs: exit statuses, progress, and atomic writing of files.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace psgan {

/// Runs a program's body: 0 when it returns, 1 after Error (printed as "NAME: sentence"), 2 after
/// UsageError. Any other exception is printed and gives 1.
int run_program(std::string_view name, const std::function<void()>& body);

/// Writes a file under a temporary name, syncs it, and renames it. Throws Error naming the file.
void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
void write_file(const std::filesystem::path& path, std::string_view text);

/// A whole file. Throws Error naming it.
std::vector<std::uint8_t> read_file(const std::filesystem::path& path);
std::string read_text_file(const std::filesystem::path& path);

/// Whether a path ends in this (".bvh"), upper or lower case.
bool has_extension(const std::filesystem::path& path, std::string_view extension);

/// A progress line: share, items per second, time left. Silent when standard error is not a
/// terminal. `before` items were done by an earlier run.
class Progress {
 public:
  Progress(std::string what, std::string unit, std::uint64_t total, std::uint64_t before = 0);
  ~Progress();
  void update(std::uint64_t done, const std::string& note = {});
  double seconds() const;
  /// For work that turns out to be more or less than expected.
  void set_total(std::uint64_t total) { total_ = total; }

 private:
  std::string what_, unit_;
  std::uint64_t total_, before_;
  std::chrono::steady_clock::time_point start_, shown_;
  bool terminal_;
};

/// "1 h 02 min", "3 min 10 s", "8 s".
std::string duration_text(double seconds);

}  // namespace psgan
