// LibTorch's errors as user-facing errors.
#pragma once

#include <c10/util/Exception.h>

#include "psgan/error.h"

namespace psgan::trainer {

/// Runs a command's body and converts LibTorch's exceptions to Error, without LibTorch's call
/// stack.
template <typename Body>
void with_torch_errors(Body&& body) {
  try {
    body();
  } catch (const c10::Error& error) {
    throw Error(std::string("LibTorch: ") + error.what_without_backtrace());
  }
}

}  // namespace psgan::trainer
