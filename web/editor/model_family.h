// Models that belong together: the same characters drawn by a light and a full network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "psgan/generator_spec.h"

namespace psgan::web {

/// One entry of models/index.json. `light` and `full` are names of model folders; `full` is empty
/// where there is one network alone. `name` is the share link's m=.
struct ModelFamily {
  std::string name;
  std::string light;
  std::string full;

  bool has(const std::string& model) const {
    return model == name || model == light || (!full.empty() && model == full);
  }
};

/// Which network of a family draws.
enum class Detail {
  automatic,  ///< The light one at once, then the full one where the machine is fast enough.
  light,
  full,
};

std::string_view name(Detail detail);     ///< "auto", "light" or "full".
Detail detail_named(const std::string&);  ///< Automatic for any other text.

/// Reads models/index.json: {"models": ["NAME", {"name": …, "light": …, "full": …}, …]}, where a
/// name alone is a family of one. Throws Error naming the entry that is wrong.
std::vector<ModelFamily> model_families(const std::string& index_json);

/// The folders' names, each once.
std::vector<std::string> model_names(const std::vector<ModelFamily>& families);

/// What a picture costs, in multiply-adds: the convolutions, and the condition maps as what drawing
/// them was measured to weigh beside these. Only the ratio of two networks means something.
double cost(const GeneratorSpec& spec);

/// The longest time of a picture, ms, with which the full network may draw: 15 pictures a second.
inline constexpr double smooth = 1000.0 / 15;

/// The median; 0 of none.
double median(std::vector<double> values);

}  // namespace psgan::web
