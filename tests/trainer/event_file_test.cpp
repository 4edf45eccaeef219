// TensorBoard's event files, read back with protobuf's own parser and a checksum bit by bit.
#include "trainer/files/event_file.h"

#include <gtest/gtest.h>

#include <cstring>

#include "common/program.h"
#include "event_reader.h"
#include "temporary_folder.h"

namespace psgan::trainer {
namespace {

/// CRC-32C by its definition: a division of polynomials.
std::uint32_t plain_crc32c(const std::string& bytes) {
  std::uint32_t crc = 0xffffffffu;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int i = 0; i < 8; ++i) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78u : 0);
  }
  return ~crc;
}

template <typename T>
T number_at(const std::string& bytes, std::size_t place) {
  T value{};
  std::memcpy(&value, bytes.data() + place, sizeof value);
  return value;
}

/// The data of each TFRecord; checks both checksums.
std::vector<std::string> records_of(const std::string& file) {
  const auto mask = [](std::uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8u; };
  std::vector<std::string> records;
  for (std::size_t place = 0; place < file.size();) {
    const auto length = number_at<std::uint64_t>(file, place);
    EXPECT_EQ(number_at<std::uint32_t>(file, place + 8), mask(plain_crc32c(file.substr(place, 8))));
    records.push_back(file.substr(place + 12, length));
    EXPECT_EQ(number_at<std::uint32_t>(file, place + 12 + length),
              mask(plain_crc32c(records.back())));
    place += 16 + length;
  }
  return records;
}

TEST(EventFiles, ChecksumIsTheStandardsOne) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aau);  // RFC 3720, B.4
}

TEST(EventFiles, AreReadBackByProtobuf) {
  const TemporaryFolder folder;
  {
    EventFile events(folder.path(), 2000);
    events.add(2500, {{"loss_G", 1.25}, {"loss_D", std::nan("")}, {"alpha", 0.5}});
    events.add(3000, {{"loss_G", -3.5}});
  }
  std::filesystem::path path;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) path = entry.path();
  EXPECT_TRUE(path.filename().string().starts_with("events.out.tfevents."));
  const std::vector<std::string> records = records_of(read_text_file(path));
  ASSERT_EQ(records.size(), 4u);
  EXPECT_EQ(read_event(records[0]).file_version, "brain.Event:2");
  EXPECT_EQ(read_event(records[1]).session_status, 1);
  EXPECT_EQ(read_event(records[1]).step, 2000);
  const ReadEvent third = read_event(records[2]);
  EXPECT_EQ(third.step, 2500);
  EXPECT_GT(third.wall_time, 1.6e9);
  EXPECT_EQ(third.scalars, (std::map<std::string, float>{{"loss_G", 1.25f}, {"alpha", 0.5f}}));
  EXPECT_EQ(read_event(records[3]).scalars.at("loss_G"), -3.5f);
}

}  // namespace
}  // namespace psgan::trainer
