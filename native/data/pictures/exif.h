// How a camera was held, as its pictures say it (EXIF's tag Orientation).
#pragma once

#include <cstdint>
#include <span>

#include "data/pictures/image.h"

namespace psgan::data {

/// The orientation in JPEG or PNG bytes: 1, upright, to 8 (CIPA DC-008, 4.6.4); 1 if they do not
/// say, or say it wrongly.
int exif_orientation(std::span<const std::uint8_t> bytes);

/// The picture as it is to be seen, stored with that orientation; any number of channels.
Image upright(const Image& stored, int orientation);

/// The picture in PNG or JPEG bytes as one sees it: decode_image(), upright.
Image decode_photo(std::span<const std::uint8_t> bytes, const std::string& where);

}  // namespace psgan::data
