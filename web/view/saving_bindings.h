// What the script asks of the editor to make files.
#pragma once

namespace psgan::web {

/// Called once, among the other bindings.
void bind_saving();

}  // namespace psgan::web
