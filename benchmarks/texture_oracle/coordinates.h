// A data set's coordinates, read from its zip.
#pragma once

#include <string>

#include "psgan/zip_store.h"
#include "texture_oracle/field.h"

namespace psgan::texture_oracle {

/// Those of the picture with this name. Throws Error naming the entry if it is no square PNG.
PixelMap read_coordinates(const ZipStoreReader& zip, const std::string& picture);

}  // namespace psgan::texture_oracle
