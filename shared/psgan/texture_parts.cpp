#include "psgan/texture_parts.h"

#include <algorithm>
#include <cmath>

#include "psgan/json.h"

namespace psgan {
namespace {

constexpr int most_layers = 1000;
constexpr std::size_t most_parts = 4096;

bool is_box(const Json& json) {
  if (!json.is_array() || json.size() != 4) return false;
  for (const Json& number : json) {
    if (!number.is_number() || !std::isfinite(number.get<float>())) return false;
  }
  return json[0].get<float>() < json[2].get<float>() && json[1].get<float>() < json[3].get<float>();
}

bool is_part(const Json& json) {
  return json.is_array() && json.size() == 4 && json[0].is_string() &&
         json[1].is_number_integer() && json[1].get<std::int64_t>() >= 0 &&
         json[1].get<std::int64_t>() < most_layers && is_box(json[2]) && is_box(json[3]);
}

}  // namespace

int layers_of(const TextureParts& parts) {
  int layers = 0;
  for (const TexturePart& part : parts) layers = std::max(layers, part.layer + 1);
  return layers;
}

int find_part(const TextureParts& parts, const std::string& name) {
  const auto found = std::find_if(parts.begin(), parts.end(),
                                  [&](const TexturePart& part) { return part.name == name; });
  return found == parts.end() ? -1 : static_cast<int>(found - parts.begin());
}

Json to_json(const TextureParts& parts) {
  Json json = Json::array();
  for (const TexturePart& part : parts) {
    json.push_back({part.name, part.layer, part.boxes[0], part.boxes[1]});
  }
  return json;
}

TextureParts texture_parts_from_json(const Json& json, const std::string& where) {
  if (!json.is_array()) throw Error(where + ": \"parts\" should be a list, found " + json.dump());
  if (json.size() > most_parts) {
    throw Error(where + ": \"parts\" lists " + std::to_string(json.size()) + ", expected at most " +
                std::to_string(most_parts));
  }
  TextureParts parts;
  for (const Json& one : json) {
    if (!is_part(one)) {
      throw Error(where + ": \"parts\" has " + one.dump() +
                  ", expected [name, layer, [left, top, right, bottom], [left, top, right, "
                  "bottom]]");
    }
    TexturePart part{one[0].get<std::string>(),
                     one[1].get<int>(),
                     {one[2].get<TexturePart::Box>(), one[3].get<TexturePart::Box>()}};
    if (find_part(parts, part.name) >= 0) {
      throw Error(where + ": \"parts\" has \"" + part.name + "\" twice");
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace psgan
