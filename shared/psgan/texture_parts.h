// The parts of a wardrobe as a texture generator knows them: where on the texture atlas they lie.
//
// A layer is for parts that are never worn together, so that they can share what the cells say of
// it. It has two charts, within which places are continuous: those places of a part whose u is
// below 1/2 are in the first, the others in the second.
#pragma once

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace psgan {

struct TexturePart {
  /// A chart's texture covers these of the part's places: left, top, right, bottom.
  using Box = std::array<float, 4>;

  std::string name;  ///< As the data set's coordinates call it.
  int layer = 0;     ///< From 0.
  std::array<Box, 2> boxes{};

  friend bool operator==(const TexturePart&, const TexturePart&) = default;
};

using TextureParts = std::vector<TexturePart>;

/// One more than the highest layer.
int layers_of(const TextureParts& parts);
/// Two for each layer.
inline int charts_of(const TextureParts& parts) { return 2 * layers_of(parts); }
/// The number of the part with this name, or −1.
int find_part(const TextureParts& parts, const std::string& name);

/// [["hair", layer, [left, top, right, bottom], [left, top, right, bottom]], …]
nlohmann::json to_json(const TextureParts& parts);
/// Throws Error naming `where` and the part that is wrong: another form, a layer below 0 or above
/// 999, an empty box, a name that comes twice.
TextureParts texture_parts_from_json(const nlohmann::json& json, const std::string& where);

}  // namespace psgan
