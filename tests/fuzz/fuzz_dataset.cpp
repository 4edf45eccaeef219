// A data set's table of contents from a stranger: images, or Error; what was read can be written
// and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "psgan/dataset.h"
#include "psgan/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    // As training without poses does; entries are a StyleGAN zip's.
    psgan::index_without_keypoints({"00000/img00000000.png", "00000/img00000001.png"}, 64, text,
                                   "fuzz.zip");
  } catch (const psgan::Error&) {
  }
  if (!psgan::has_keypoints(text)) return 0;
  std::string written;
  try {
    const psgan::DatasetIndex index = psgan::dataset_index_from_json(text, "fuzz.zip");
    psgan::traits_of(index);
    written = psgan::to_json(index);
  } catch (const psgan::Error&) {
    return 0;
  }
  try {
    psgan::dataset_index_from_json(written, "written.zip");
  } catch (const psgan::Error&) {
    std::abort();
  }
  return 0;
}
