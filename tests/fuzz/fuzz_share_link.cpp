// A link from a stranger: whatever it says, nothing is thrown, and what was read can be written.
#include <cstddef>
#include <cstdint>
#include <string>

#include "psgan/share_link.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  psgan::to_fragment(psgan::parse_fragment(text).state);
  return 0;
}
