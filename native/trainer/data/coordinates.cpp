#include "trainer/data/coordinates.h"

#include <cstdint>
#include <memory>
#include <vector>

#include "psgan/dataset.h"
#include "psgan/error.h"

#define STBI_ONLY_PNG
#include <stb/stb_image.h>

namespace psgan::trainer {

coordinates::PixelMap read_coordinates(const ZipStoreReader& zip, const std::string& picture) {
  const std::string name = coordinates_entry(picture);
  const std::vector<std::uint8_t> bytes = zip.read(name);
  int width = 0, height = 0, channels = 0;
  const std::unique_ptr<stbi_us, void (*)(void*)> values(
      stbi_load_16_from_memory(bytes.data(), int(bytes.size()), &width, &height, &channels, 4),
      stbi_image_free);
  if (!values || width != height) throw Error(name + ": no readable square PNG");
  return {width, {values.get(), std::size_t(width) * width * 4}};
}

}  // namespace psgan::trainer
