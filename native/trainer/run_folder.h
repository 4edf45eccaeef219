// A run's folder, named as in StyleGAN's: runs/00003-fast-avatar-64/.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "trainer/image_file.h"
#include "trainer/options.h"
#include "trainer/snapshot.h"

namespace psgan {

class RunFolder {
 public:
  /// Makes the next number's folder in outdir.
  static RunFolder create(const std::filesystem::path& outdir, const TrainingOptions& options);
  /// The folder that a snapshot lies in.
  static RunFolder of_snapshot(const std::filesystem::path& snapshot);
  /// The newest snapshot of the newest run in outdir that has one.
  static std::optional<std::filesystem::path> latest_snapshot(const std::filesystem::path& outdir);

  const std::filesystem::path& path() const { return path_; }

  /// options.json
  void write_options(const TrainingOptions& options) const;
  /// A line of log.txt, and of standard output.
  void log(const std::string& line) const;
  /// A line of training_stats.jsonl.
  void add_stats(const Json& stats) const;
  /// fakes000010.png, the number being thousands of images; "reals" likewise without a number.
  void write_fakes(std::uint64_t images, const Picture& picture) const;
  /// snapshot-000010.pt; of the older ones the last `keep` − 1 stay.
  std::filesystem::path write_snapshot(const Snapshot& snapshot) const;

 private:
  explicit RunFolder(std::filesystem::path path) : path_(std::move(path)) {}
  void append(const char* file, const std::string& line) const;

  std::filesystem::path path_;
};

}  // namespace psgan
