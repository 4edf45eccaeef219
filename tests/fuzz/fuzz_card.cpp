// A model's card from a stranger: a card that can be written and read again, or Error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "psgan/error.h"
#include "psgan/model_card.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string written;
  try {
    const std::string text(reinterpret_cast<const char*>(data), size);
    written = psgan::to_json(psgan::model_card_from_json(text, "fuzz.json"));
  } catch (const psgan::Error&) {
    return 0;
  }
  try {
    psgan::model_card_from_json(written, "written.json");
  } catch (const psgan::Error&) {
    std::abort();
  }
  return 0;
}
