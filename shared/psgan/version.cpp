#include "psgan/version.h"

namespace psgan {

std::string_view version() { return PSGAN_VERSION; }

}  // namespace psgan
