#include "trainer/run_folder.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <vector>

#include "common/program.h"

namespace psgan {
namespace fs = std::filesystem;
namespace {

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

std::vector<fs::path> snapshots_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const fs::path& path : sorted_entries(folder)) {
    if (path.filename().string().starts_with("snapshot-") && path.extension() == ".pt") {
      found.push_back(path);
    }
  }
  return found;
}

}  // namespace

RunFolder RunFolder::create(const fs::path& outdir, const TrainingOptions& options) {
  int number = 0;
  for (const fs::path& path : sorted_entries(outdir))
    number = std::max(number, run_number(path) + 1);
  char digits[16];
  std::snprintf(digits, sizeof digits, "%05d", number);
  const fs::path path = outdir / (std::string(digits) + "-" + options.cfg + "-" +
                                  fs::path(options.data).stem().string() + "-" +
                                  std::to_string(options.spec.resolution));
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw Error(path.string() + ": the folder cannot be made: " + error.message());
  return RunFolder(path);
}

RunFolder RunFolder::of_snapshot(const fs::path& snapshot) {
  return RunFolder(fs::absolute(snapshot).parent_path());
}

std::optional<fs::path> RunFolder::latest_snapshot(const fs::path& outdir) {
  std::vector<fs::path> folders = sorted_entries(outdir);
  for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
    if (run_number(*folder) < 0) continue;
    if (const auto found = snapshots_in(*folder); !found.empty()) return found.back();
  }
  return std::nullopt;
}

void RunFolder::write_options(const TrainingOptions& options) const {
  write_file(path_ / "options.json", to_json(options).dump(2) + "\n");
}

void RunFolder::append(const char* file, const std::string& line) const {
  std::ofstream out(path_ / file, std::ios::app);
  out << line << "\n" << std::flush;
  if (!out) throw Error((path_ / file).string() + ": cannot be written");
}

void RunFolder::log(const std::string& line) const {
  std::cout << line << "\n" << std::flush;
  append("log.txt", line);
}

void RunFolder::add_stats(const Json& stats) const { append("training_stats.jsonl", stats.dump()); }

void RunFolder::write_fakes(std::uint64_t images, const Picture& picture) const {
  write_png(path_ / ("fakes" + six_digits(images) + ".png"), picture);
}

fs::path RunFolder::write_snapshot(const Snapshot& snapshot) const {
  const fs::path path = path_ / ("snapshot-" + six_digits(snapshot.progress.images) + ".pt");
  psgan::write_snapshot(path, snapshot);
  auto found = snapshots_in(path_);
  const auto keep = static_cast<std::size_t>(snapshot.options.keep);
  for (std::size_t i = 0; i + keep < found.size(); ++i) fs::remove(found[i]);
  return path;
}

}  // namespace psgan
