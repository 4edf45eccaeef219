// SHA-256 (FIPS 180-4), for checksums of snapshots and exported models.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace psgan::trainer {

/// 64 hexadecimal digits.
std::string sha256(std::span<const std::uint8_t> bytes);
std::string sha256(std::string_view bytes);

}  // namespace psgan::trainer
