// A photograph from a stranger: how its camera was held, and a picture turned by it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "data/pictures/exif.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using psgan::data::Image;
  const int orientation = psgan::data::exif_orientation({data, size});
  if (orientation < 1 || orientation > 8) std::abort();
  const Image stored{2, 3, 1, {1, 2, 3, 4, 5, 6}};
  Image turned = psgan::data::upright(stored, orientation);
  if (turned.width != (orientation < 5 ? 2 : 3) || turned.height != 5 - turned.width) std::abort();
  // Every pixel is somewhere.
  std::sort(turned.pixels.begin(), turned.pixels.end());
  if (turned.pixels != stored.pixels) std::abort();
  return 0;
}
