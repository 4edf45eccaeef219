// A run's folder, named as in StyleGAN's: runs/00003-fast-avatar-64/,
// runs/00004-pg2-fast-avatar-64/.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "trainer/files/image_file.h"
#include "trainer/training/options.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// A snapshot that was found and read.
struct FoundSnapshot {
  std::filesystem::path path;
  Snapshot snapshot;
  std::vector<std::string> passed_over;  ///< For each newer one: why it could not be read.
};

class RunFolder {
 public:
  /// Makes the next number's folder in outdir.
  static RunFolder create(const std::filesystem::path& outdir, const TrainingOptions& options);
  /// The run that a snapshot belongs to: its folder, if that is one of a run (it has an
  /// options.json), else the next number's in outdir.
  static RunFolder of_snapshot(const std::filesystem::path& snapshot,
                               const std::filesystem::path& outdir, const TrainingOptions& options);
  /// The newest readable snapshot of the newest run in outdir that has any. Throws Error if there
  /// is no snapshot, or none of that run's can be read.
  static FoundSnapshot latest_snapshot(const std::filesystem::path& outdir);

  /// For all processes of a data-parallel run but the first: nothing is written or printed.
  static RunFolder silent() { return RunFolder({}); }

  const std::filesystem::path& path() const { return path_; }
  bool is_silent() const { return path_.empty(); }
  /// The run's snapshots, the oldest first.
  std::vector<std::filesystem::path> snapshots() const;
  /// The newest one that can be read. Throws Error if there is none.
  FoundSnapshot last_good_snapshot() const;

  /// options.json
  void write_options(const TrainingOptions& options) const;
  /// Appends a line to log.txt and prints it. A full disk does not end a run.
  void log(const std::string& line) const;
  /// Appends a line to training_stats.jsonl, likewise.
  void add_stats(const Json& stats) const;
  /// Removes from training_stats.jsonl what is about more than the first `images` images: it will
  /// be written again.
  void forget_stats_after(std::uint64_t images) const;
  /// fakes000010.png, the number being thousands of images.
  void write_fakes(std::uint64_t images, const Picture& picture) const;
  /// fakes_init.png, reals.png
  void write_picture(const std::string& name, const Picture& picture) const;
  /// snapshot-000010.pt; of the older ones the last `keep` − 1 are kept.
  std::filesystem::path write_snapshot(const Snapshot& snapshot) const;
  /// Throws Error if the disk has no room for `keep` snapshots of `snapshot_bytes` bytes.
  void check_space(std::uint64_t snapshot_bytes, int keep) const;

 private:
  explicit RunFolder(std::filesystem::path path) : path_(std::move(path)) {}
  void append(const char* file, const std::string& line) const;

  std::filesystem::path path_;
};

}  // namespace psgan::trainer
