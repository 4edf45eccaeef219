#include "trainer/files/event_file.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <cmath>

#include "psgan/error.h"
#include "trainer/files/protobuf_message.h"

namespace psgan::trainer {
namespace {

double wall_time() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// Field numbers of tensorflow/core/util/event.proto and framework/summary.proto.
namespace event_field {
constexpr int wall_time = 1, step = 2, file_version = 3, summary = 5, session_log = 7;
}
namespace summary_field {
constexpr int value = 1, tag = 1, simple_value = 2;
}
constexpr int session_status = 1, session_start = 1;

ProtobufMessage event(std::int64_t step) {
  ProtobufMessage message;
  message.float64(event_field::wall_time, wall_time());
  message.integer(event_field::step, static_cast<std::uint64_t>(step));
  return message;
}

template <typename T>
std::string bytes_of(T value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

std::string masked_checksum(std::string_view bytes) {
  const std::uint32_t crc = crc32c(bytes);
  return bytes_of(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  static const std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> entries{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t crc = i;
      for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0u);
      entries[i] = crc;
    }
    return entries;
  }();
  std::uint32_t crc = 0xffffffffu;
  for (const char c : bytes) crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xff] ^ crc >> 8;
  return crc ^ 0xffffffffu;
}

EventFile::EventFile(const std::filesystem::path& folder, std::int64_t first_step) {
  const auto path =
      folder / ("events.out.tfevents." + std::to_string(static_cast<long long>(wall_time())) + "." +
                std::to_string(::getpid()));
  file_.open(path, std::ios::binary | std::ios::app);
  if (!file_) throw Error(path.string() + ": cannot be written");
  write_record(event(0).text(event_field::file_version, "brain.Event:2").bytes());
  ProtobufMessage start;
  start.integer(session_status, session_start);
  write_record(event(first_step).message(event_field::session_log, start).bytes());
}

void EventFile::add(std::int64_t step, const std::map<std::string, double>& scalars) {
  ProtobufMessage summary;
  for (const auto& [tag, value] : scalars) {
    if (!std::isfinite(value)) continue;
    ProtobufMessage entry;
    entry.text(summary_field::tag, tag)
        .float32(summary_field::simple_value, static_cast<float>(value));
    summary.message(summary_field::value, entry);
  }
  write_record(event(step).message(event_field::summary, summary).bytes());
}

void EventFile::write_record(const std::string& bytes) {
  const std::string length = bytes_of(static_cast<std::uint64_t>(bytes.size()));
  file_ << length << masked_checksum(length) << bytes << masked_checksum(bytes) << std::flush;
  file_.clear();  // a full disk takes a point of a curve, not the run
}

}  // namespace psgan::trainer
