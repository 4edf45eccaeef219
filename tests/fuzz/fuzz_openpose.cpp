// A keypoint file from a stranger: people, or Error; and the figures that they become.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "motion/people.h"
#include "psgan/error.h"
#include "psgan/openpose.h"

namespace {

/// Ends the program if a point is no number, or visible outside the picture.
void whole(const psgan::Pose& pose) {
  try {
    psgan::check(pose, "fitted");
  } catch (const psgan::Error&) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const std::string text(reinterpret_cast<const char*>(data), size);
    for (const psgan::OpenPoseFile& file : psgan::read_openpose_frames(text, "fuzz.json"))
      psgan::to_json(file);
    const psgan::OpenPoseFile file = psgan::read_openpose(text, "fuzz.json", 640, 480);
    if (const auto largest = psgan::largest_person(file.people)) {
      psgan::check(psgan::letterboxed(file.people[*largest], file.width, file.height), "fuzz.json");
      // Whoever it is, the character can stand so.
      if (const auto figure = psgan::figure_of(file.people[*largest], file.ears[*largest]))
        whole(psgan::project(*figure));
    }
  } catch (const psgan::Error&) {
  }
  return 0;
}
