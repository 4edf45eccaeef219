// A data set's coordinates, read from its zip.
#pragma once

#include <string>

#include "psgan/coordinate_field.h"
#include "psgan/zip_store.h"

namespace psgan::trainer {

/// Those of the picture with this name. Throws Error naming the entry if it is no square PNG.
coordinates::PixelMap read_coordinates(const ZipStoreReader& zip, const std::string& picture);

}  // namespace psgan::trainer
