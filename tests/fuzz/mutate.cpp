// Runs a fuzz target without libFuzzer: changes its seeds at random, the same way every time.
//   fuzz_bvh -runs=5000 DIR
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string_view>

#include "common/program.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace psgan {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Random = std::mt19937;

std::size_t below(Random& random, std::size_t n) { return n == 0 ? 0 : random() % n; }

/// Another number in the place of one in a text, of the same length, so that files which give
/// their parts' lengths stay whole.
void change_number(Bytes& bytes, Random& random) {
  std::size_t at = below(random, bytes.size());
  while (at < bytes.size() && (bytes[at] < '0' || bytes[at] > '9')) ++at;
  constexpr std::string_view digits = "0123456789-.e9";
  for (; at < bytes.size() && bytes[at] >= '0' && bytes[at] <= '9'; ++at)
    bytes[at] = std::uint8_t(digits[below(random, digits.size())]);
}

void mutate(Bytes& bytes, Random& random) {
  const std::size_t at = below(random, bytes.size());
  const std::size_t length = 1 + below(random, std::min<std::size_t>(bytes.size() - at, 64));
  switch (random() % 8) {
    case 0:
      if (!bytes.empty()) bytes[at] = std::uint8_t(random());
      break;
    case 1:
      if (!bytes.empty()) bytes[at] ^= std::uint8_t(1u << random() % 8);
      break;
    case 2:
      bytes.erase(bytes.begin() + long(at),
                  bytes.begin() + long(std::min(at + length, bytes.size())));
      break;
    case 3: {
      const Bytes copy(bytes.begin() + long(at),
                       bytes.begin() + long(std::min(at + length, bytes.size())));
      bytes.insert(bytes.begin() + long(below(random, bytes.size())), copy.begin(), copy.end());
      break;
    }
    case 4:
      bytes.resize(below(random, bytes.size()));
      break;
    default:
      change_number(bytes, random);
  }
}

void run(long runs, const std::filesystem::path& folder) {
  std::vector<Bytes> seeds;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    seeds.push_back(read_file(entry.path()));
  std::sort(seeds.begin(), seeds.end());
  if (seeds.empty()) throw std::runtime_error(folder.string() + ": has no seeds");
  Random random(1);
  for (long i = 0; i < runs; ++i) {
    Bytes bytes = seeds[std::size_t(i) % seeds.size()];
    for (std::size_t changes = 1 + random() % 4; changes > 0 && !bytes.empty(); --changes)
      mutate(bytes, random);
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  }
  std::printf("%ld runs\n", runs);
}

}  // namespace
}  // namespace psgan

int main(int argc, char** argv) {
  if (argc != 3 || std::strncmp(argv[1], "-runs=", 6) != 0) {
    std::fprintf(stderr, "usage: %s -runs=N DIR\n", argv[0]);
    return 2;
  }
  return psgan::run_program("fuzz", [&] { psgan::run(std::atol(argv[1] + 6), argv[2]); });
}
