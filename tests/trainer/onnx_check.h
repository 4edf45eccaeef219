// libonnx's checker and shape inference behind a header of our own: ONNX's and LibTorch's do not
// meet in one file.
#pragma once

#include <string>

namespace psgan::trainer {

/// Checks a model and infers all shapes strictly. Returns the shape of output `name` as text
/// ("N,3,64,64"); throws what libonnx throws.
std::string check_onnx(const std::string& model, const std::string& name);

}  // namespace psgan::trainer
