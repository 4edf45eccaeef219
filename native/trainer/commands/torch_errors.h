// LibTorch's errors as sentences.
#pragma once

#include <c10/util/Exception.h>

#include "psgan/error.h"

namespace psgan::trainer {

/// Runs a command's body; what LibTorch throws becomes an Error without LibTorch's own call stack,
/// which tells a user nothing.
template <typename Body>
void with_torch_errors(Body&& body) {
  try {
    body();
  } catch (const c10::Error& error) {
    throw Error(std::string("LibTorch: ") + error.what_without_backtrace());
  }
}

}  // namespace psgan::trainer
