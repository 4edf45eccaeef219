// Reading JSON with errors that name the file and the field.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "psgan/error.h"

namespace psgan {

using Json = nlohmann::json;

/// Parses a text that must be a JSON object. Throws Error naming `where`.
inline Json parse_json_object(const std::string& text, const std::string& where) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) throw Error(where + ": this is not valid JSON");
  if (!json.is_object()) throw Error(where + ": expected a JSON object, found something else");
  return json;
}

/// A field of that type. Throws Error naming `where` and the field.
template <typename T>
T field(const Json& object, const char* key, const std::string& where) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  if (found == object.end()) throw Error(where + ": the field \"" + key + "\" is missing");
  // The library converts silently between all kinds of numbers, and negative ones to huge unsigned
  // ones: the kind is checked here.
  if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    const bool fits =
        std::is_unsigned_v<T> ? found->is_number_unsigned() : found->is_number_integer();
    if (!fits)
      throw Error(where + ": the field \"" + key + "\" should be a whole number, found " +
                  found->dump());
  }
  try {
    return found->get<T>();
  } catch (const Json::exception&) {
    throw Error(where + ": the field \"" + key + "\" has the wrong type: " + found->dump());
  }
}

}  // namespace psgan
