#include "trainer/training/run_folder.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <vector>

#include "common/program.h"

namespace psgan::trainer {
namespace fs = std::filesystem;
namespace {

constexpr const char* stats_file = "training_stats.jsonl";

std::string six_digits(std::uint64_t images) {
  char text[32];
  std::snprintf(text, sizeof text, "%06llu", static_cast<unsigned long long>(images / 1000));
  return text;
}

/// The number that a run's folder begins with, or −1.
int run_number(const fs::path& folder) {
  const std::string name = folder.filename().string();
  const auto digits = static_cast<std::size_t>(
      std::find_if_not(name.begin(), name.end(),
                       [](unsigned char c) { return std::isdigit(c) != 0; }) -
      name.begin());
  if (digits != 5 || name.size() < 6 || name[5] != '-') return -1;
  return std::stoi(name.substr(0, digits));
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  if (!fs::is_directory(folder)) return entries;
  for (const auto& entry : fs::directory_iterator(folder)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace

RunFolder RunFolder::create(const fs::path& outdir, const TrainingOptions& options) {
  int number = 0;
  for (const fs::path& path : sorted_entries(outdir))
    number = std::max(number, run_number(path) + 1);
  char digits[16];
  std::snprintf(digits, sizeof digits, "%05d", number);
  const std::string method =
      options.method == Method::psgan ? "" : name(options.method) + std::string("-");
  const fs::path path = outdir / (std::string(digits) + "-" + method + options.cfg + "-" +
                                  fs::path(options.data).stem().string() + "-" +
                                  std::to_string(options.spec.resolution));
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw Error(path.string() + ": the folder cannot be made: " + error.message());
  return RunFolder(path);
}

RunFolder RunFolder::of_snapshot(const fs::path& snapshot, const fs::path& outdir,
                                 const TrainingOptions& options) {
  const fs::path folder = fs::absolute(snapshot).parent_path();
  if (!fs::exists(folder / "options.json")) return create(outdir, options);
  // What a killed run was writing.
  for (const fs::path& path : sorted_entries(folder)) {
    if (path.extension() == ".tmp") fs::remove(path);
  }
  return RunFolder(folder);
}

FoundSnapshot RunFolder::latest_snapshot(const fs::path& outdir) {
  std::vector<fs::path> folders = sorted_entries(outdir);
  for (auto path = folders.rbegin(); path != folders.rend(); ++path) {
    const RunFolder folder(*path);
    if (run_number(*path) >= 0 && !folder.snapshots().empty()) return folder.last_good_snapshot();
  }
  throw Error(outdir.string() + ": there is no snapshot in it to go on from");
}

std::vector<fs::path> RunFolder::snapshots() const {
  std::vector<fs::path> found;
  for (const fs::path& path : sorted_entries(path_)) {
    if (path.filename().string().starts_with("snapshot-") && path.extension() == ".pt") {
      found.push_back(path);
    }
  }
  return found;
}

FoundSnapshot RunFolder::last_good_snapshot() const {
  const std::vector<fs::path> paths = snapshots();
  FoundSnapshot found;
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) {
    try {
      found.snapshot = read_snapshot(*path);
      found.path = *path;
      return found;
    } catch (const Error& error) {
      found.passed_over.push_back(error.what());
    }
  }
  std::string reasons;
  for (const std::string& reason : found.passed_over) reasons += "\n  " + reason;
  throw Error(path_.string() + ": there is no readable snapshot in it" + reasons);
}

void RunFolder::write_options(const TrainingOptions& options) const {
  if (is_silent()) return;
  write_file(path_ / "options.json", to_json(options).dump(2) + "\n");
}

void RunFolder::append(const char* file, const std::string& line) const {
  if (is_silent()) return;
  std::ofstream out(path_ / file, std::ios::app);
  out << line << "\n" << std::flush;
  if (!out) std::cerr << (path_ / file).string() << ": cannot be written\n";
}

void RunFolder::log(const std::string& line) const {
  if (is_silent()) return;
  std::cout << line << "\n" << std::flush;
  append("log.txt", line);
}

void RunFolder::add_stats(const Json& stats) const { append(stats_file, stats.dump()); }

void RunFolder::forget_stats_after(std::uint64_t images) const {
  const fs::path path = path_ / stats_file;
  if (!fs::exists(path)) return;
  std::istringstream lines(read_text_file(path));
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    // A line that a killed run left half is no JSON.
    const Json stats = Json::parse(line, nullptr, false);
    if (stats.is_object() && stats.value("kimg", 0.0) * 1000 <= static_cast<double>(images) + 0.5) {
      kept += line + "\n";
    }
  }
  write_file(path, kept);
}

void RunFolder::write_fakes(std::uint64_t images, const Picture& picture) const {
  write_picture("fakes" + six_digits(images) + ".png", picture);
}

void RunFolder::write_picture(const std::string& name, const Picture& picture) const {
  write_png(path_ / name, picture);
}

fs::path RunFolder::write_snapshot(const Snapshot& snapshot) const {
  const fs::path path = path_ / ("snapshot-" + six_digits(snapshot.progress.images) + ".pt");
  trainer::write_snapshot(path, snapshot);
  const auto found = snapshots();
  const auto keep = static_cast<std::size_t>(snapshot.options.keep);
  for (std::size_t i = 0; i + keep < found.size(); ++i) fs::remove(found[i]);
  return path;
}

void RunFolder::check_space(std::uint64_t snapshot_bytes, int keep) const {
  // One more than stay: the oldest goes only when the newest is there.
  const auto missing =
      static_cast<std::uint64_t>(keep) + 1 - std::min<std::uint64_t>(keep, snapshots().size());
  const std::uint64_t free = fs::space(path_).available;
  if (free >= missing * snapshot_bytes) return;
  throw Error(path_.string() + ": the disk has " + std::to_string(free >> 20) + " MiB left, but " +
              std::to_string(keep) + " snapshots of " + std::to_string(snapshot_bytes >> 20) +
              " MiB are to be kept; a smaller --keep, or an "
              "--outdir elsewhere?");
}

}  // namespace psgan::trainer
