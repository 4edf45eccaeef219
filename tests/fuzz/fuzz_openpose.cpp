// A keypoint file from a stranger: people, or Error.
#include <cstddef>
#include <cstdint>
#include <string>

#include "psgan/error.h"
#include "psgan/openpose.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const psgan::OpenPoseFile file = psgan::read_openpose(text, "fuzz.json");
    if (const auto largest = psgan::largest_person(file.people))
      psgan::check(psgan::letterboxed(file.people[*largest], 640, 480), "fuzz.json");
    psgan::to_json(file);
  } catch (const psgan::Error&) {
  }
  return 0;
}
