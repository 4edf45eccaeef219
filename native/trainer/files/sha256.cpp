#include "trainer/files/sha256.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdio>

namespace psgan::trainer {
namespace {

using Words = std::array<std::uint32_t, 8>;

constexpr std::array<int, 64> first_primes() {
  std::array<int, 64> primes{};
  int found = 0;
  for (int n = 2; found < 64; ++n) {
    bool prime = true;
    for (int d = 2; d * d <= n; ++d) prime = prime && n % d != 0;
    if (prime) primes[found++] = n;
  }
  return primes;
}

/// The standard's constants: 32 bits of the fraction of a root of a prime.
std::uint32_t fraction_bits(long double root) {
  return static_cast<std::uint32_t>((root - std::floor(root)) * 4294967296.0L);
}

struct Constants {
  Words start;
  std::array<std::uint32_t, 64> rounds;

  Constants() {
    const auto primes = first_primes();
    for (int i = 0; i < 8; ++i) start[i] = fraction_bits(std::sqrt((long double)primes[i]));
    for (int i = 0; i < 64; ++i) rounds[i] = fraction_bits(std::cbrt((long double)primes[i]));
  }
};

const Constants& constants() {
  static const Constants value;
  return value;
}

void add_block(Words& state, const std::uint8_t* block) {
  std::array<std::uint32_t, 64> w;
  for (int i = 0; i < 16; ++i) {
    w[i] = std::uint32_t{block[4 * i]} << 24 | std::uint32_t{block[4 * i + 1]} << 16 |
           std::uint32_t{block[4 * i + 2]} << 8 | block[4 * i + 3];
  }
  for (int i = 16; i < 64; ++i) {
    const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
    const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (int i = 0; i < 64; ++i) {
    const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + constants().rounds[i] + w[i];
    const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const std::uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
  }
  const Words turned = {a, b, c, d, e, f, g, h};
  for (int i = 0; i < 8; ++i) state[i] += turned[i];
}

}  // namespace

std::string sha256(std::span<const std::uint8_t> bytes) {
  Words state = constants().start;
  std::size_t at = 0;
  for (; at + 64 <= bytes.size(); at += 64) add_block(state, bytes.data() + at);

  // The rest, a 1 bit, zeros, and the length in bits fill one or two blocks.
  std::array<std::uint8_t, 128> tail{};
  const std::size_t rest = bytes.size() - at;
  for (std::size_t i = 0; i < rest; ++i) tail[i] = bytes[at + i];
  tail[rest] = 0x80;
  const std::size_t end = rest < 56 ? 64 : 128;
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (std::size_t i = 0; i < 8; ++i) {
    tail[end - 1 - i] = static_cast<std::uint8_t>(bits >> (8 * i));
  }
  for (std::size_t block = 0; block < end; block += 64) add_block(state, tail.data() + block);

  std::string text;
  for (const std::uint32_t word : state) {
    char digits[9];
    std::snprintf(digits, sizeof digits, "%08x", word);
    text += digits;
  }
  return text;
}

std::string sha256(std::string_view bytes) {
  return sha256(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

}  // namespace psgan::trainer
