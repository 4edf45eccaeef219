// What the script is told of models, asks to be drawn and brings back.
#pragma once

namespace psgan::web {

/// Called once, among the other bindings.
void bind_models();

}  // namespace psgan::web
