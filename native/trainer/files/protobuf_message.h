// The wire format of protocol buffers.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace psgan::trainer {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie");

/// One message, field by field: each call appends the field of that number.
class ProtobufMessage {
 public:
  ProtobufMessage& integer(int field, std::uint64_t value) {
    tag(field, 0);
    varint(value);
    return *this;
  }
  ProtobufMessage& float32(int field, float value) { return fixed(field, 5, value); }
  ProtobufMessage& float64(int field, double value) { return fixed(field, 1, value); }
  ProtobufMessage& text(int field, std::string_view value) {
    tag(field, 2);
    varint(value.size());
    bytes_.append(value);
    return *this;
  }
  ProtobufMessage& message(int field, const ProtobufMessage& value) {
    return text(field, value.bytes_);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  template <typename T>
  ProtobufMessage& fixed(int field, int wire_type, T value) {
    tag(field, wire_type);
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    bytes_.append(bytes, sizeof value);
    return *this;
  }
  void tag(int field, int wire_type) {
    varint(static_cast<std::uint64_t>(field) << 3 | static_cast<std::uint64_t>(wire_type));
  }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }

  std::string bytes_;
};

}  // namespace psgan::trainer
