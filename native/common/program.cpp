#include "common/program.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <iostream>

#include "common/left_out.h"
#include "psgan/error.h"

namespace psgan {

int run_program(std::string_view name, const std::function<void()>& body) {
  try {
    body();
    return 0;
  } catch (const UsageError& error) {
    std::cerr << name << ": " << error.what() << "\n";
    return 2;
  } catch (const Incomplete& error) {
    std::cerr << name << ": " << error.what() << "\n";
    return 3;
  } catch (const std::exception& error) {
    std::cerr << name << ": " << error.what() << "\n";
    return 1;
  }
}

void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
  const std::string temporary = path.string() + ".tmp";
  const auto fail = [&](const char* what) {
    const std::string reason = std::strerror(errno);
    std::remove(temporary.c_str());
    throw Error(path.string() + ": " + what + ": " + reason);
  };
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) fail("cannot be written");
  for (std::size_t written = 0; written < bytes.size();) {
    const ssize_t count = ::write(file, bytes.data() + written, bytes.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const int reason = errno;
      ::close(file);
      errno = reason;
      fail("writing failed");
    }
    written += static_cast<std::size_t>(count);
  }
  // Synced before the rename, so that after a power cut the name never holds half a file.
  if (::fsync(file) != 0 || ::close(file) != 0) fail("writing failed");
  if (std::rename(temporary.c_str(), path.c_str()) != 0) fail("cannot be renamed into place");
  // The folder too: until then a power cut may take the new name away again.
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  if (const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); handle >= 0) {
    ::fsync(handle);
    ::close(handle);
  }
}

void write_file(const std::filesystem::path& path, std::string_view text) {
  write_file(path, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::vector<std::uint8_t> read_file(const std::filesystem::path& path) {
  const std::string text = read_text_file(path);
  return {text.begin(), text.end()};
}

std::string read_text_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(path.string() + ": no such file, or it cannot be opened");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) throw Error(path.string() + ": cannot be read");
  return text;
}

bool has_extension(const std::filesystem::path& path, std::string_view extension) {
  const std::string own = path.extension().string();
  return std::equal(own.begin(), own.end(), extension.begin(), extension.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  });
}

Progress::Progress(std::string what, std::string unit, std::uint64_t total, std::uint64_t before)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      total_(total),
      before_(before),
      start_(std::chrono::steady_clock::now()),
      shown_(start_ - std::chrono::hours(1)),
      terminal_(::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (terminal_) std::cerr << "\n";
}

double Progress::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Progress::update(std::uint64_t done, const std::string& note) {
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (done < total_ && now - shown_ < std::chrono::milliseconds(100)) return;
  shown_ = now;
  constexpr int width = 30;
  const double share = total_ == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total_);
  const double rate =
      done > before_ ? static_cast<double>(done - before_) / std::max(seconds(), 1e-9) : 0;
  const double left = rate > 0 ? static_cast<double>(total_ - done) / rate : 0;
  std::string bar(static_cast<std::size_t>(share * width), '=');
  bar.resize(width, ' ');
  char line[256];
  std::snprintf(line, sizeof line, "\r%s [%s] %3.0f%%  %.1f %s/s  %s left  %s\x1b[K", what_.c_str(),
                bar.c_str(), share * 100, rate, unit_.c_str(), duration_text(left).c_str(),
                note.c_str());
  std::cerr << line << std::flush;
}

std::string duration_text(double seconds) {
  const long long whole = std::llround(seconds);
  char text[64];
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%lld h %02lld min", whole / 3600, whole / 60 % 60);
  } else if (whole >= 60) {
    std::snprintf(text, sizeof text, "%lld min %02lld s", whole / 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%lld s", whole);
  }
  return text;
}

}  // namespace psgan
