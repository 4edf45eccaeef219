#include "editor/model_family.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "psgan/enum_names.h"
#include "psgan/error.h"

namespace psgan::web {
namespace {

constexpr EnumNames<Detail, 3> details{{"auto", "light", "full"}};

/// A pixel of a condition map costs WebAssembly as much as so many multiply-adds.
constexpr double map_pixel = 60;
// A pixel that a texture generator paints, likewise: choosing charts, reading cells and texels.
constexpr double painted_pixel = 30000;

ModelFamily family_of(const nlohmann::json& entry) {
  if (entry.is_string()) return {entry, entry, ""};
  ModelFamily family{entry.at("name"), entry.at("light"), entry.value("full", "")};
  if (family.full == family.light) family.full.clear();
  return family;
}

}  // namespace

std::string_view name(Detail detail) { return details[detail]; }

Detail detail_named(const std::string& text) {
  return details.find(text).value_or(Detail::automatic);
}

std::vector<ModelFamily> model_families(const std::string& index_json) {
  std::vector<ModelFamily> families;
  try {
    const auto index = nlohmann::json::parse(index_json);
    const auto& entries = index.at("models");
    if (!entries.is_array()) throw Error("");
    for (const auto& entry : entries) families.push_back(family_of(entry));
  } catch (const std::exception&) {
    throw Error(
        "models/index.json is damaged: it holds no list \"models\" of names, or of objects with "
        "\"name\", \"light\" and \"full\".");
  }
  for (auto family = families.begin(); family != families.end(); ++family) {
    if (std::any_of(families.begin(), family,
                    [&](const ModelFamily& other) { return other.name == family->name; })) {
      throw Error("models/index.json names \"" + family->name + "\" twice.");
    }
  }
  return families;
}

std::vector<std::string> model_names(const std::vector<ModelFamily>& families) {
  std::vector<std::string> names;
  for (const ModelFamily& family : families) {
    for (const std::string& name : {family.light, family.full}) {
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
  }
  return names;
}

double cost(const GeneratorSpec& spec) {
  const double maps = channels(spec.encoding);
  const bool texture = spec.architecture == Architecture::texture;
  double sum = texture ? painted_pixel * spec.resolution * spec.resolution : 0;
  for (int r = 4; r <= (texture ? spec.cells : spec.resolution); r *= 2) {
    const double own = feature_maps(spec, r);
    const double below = r == 4 ? 0 : feature_maps(spec, r / 2);
    sum += r * r * (9 * own * (below + maps + own) + map_pixel * maps);
  }
  return sum;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace psgan::web
