// A link from a stranger: whatever it says, nothing is thrown, and what was read can be written.
#include <cstddef>
#include <cstdint>
#include <string>

#include "motion/motion_code.h"
#include "psgan/share_link.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const psgan::SharedState state = psgan::parse_fragment(text).state;
  psgan::to_fragment(state);
  if (const auto decoded = psgan::decode_motion(state.keys.value_or(text)))
    psgan::decode_motion(psgan::encode_motion(decoded->motion));
  return 0;
}
