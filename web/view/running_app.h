// The one editor of the page, and how its values go to the script and back.
#pragma once

#include <emscripten/val.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "editor/model_inputs.h"
#include "view/app.h"

namespace psgan::web {

extern std::unique_ptr<App> app;  ///< Null until the script starts it.

inline std::vector<std::uint8_t> bytes_of(const emscripten::val& typed_array) {
  return emscripten::convertJSArrayToNumberVector<std::uint8_t>(typed_array);
}

inline emscripten::val copied(const std::vector<float>& numbers) {
  return emscripten::val::global("Float32Array")
      .new_(emscripten::val(emscripten::typed_memory_view(numbers.size(), numbers.data())));
}

inline emscripten::val copied(const InputValues& values) {
  emscripten::val inputs = emscripten::val::object();
  for (const auto& [name, numbers] : values) inputs.set(name, copied(numbers));
  return inputs;
}

/// A picture's bytes as the script takes them.
inline emscripten::val copied(const std::vector<std::uint8_t>& rgba) {
  return emscripten::val::global("Uint8ClampedArray")
      .new_(emscripten::val(emscripten::typed_memory_view(rgba.size(), rgba.data())));
}

}  // namespace psgan::web
