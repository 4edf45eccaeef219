// A finished character: parts with their materials, ready to be written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "characters/colour.h"
#include "characters/mesh.h"
#include "characters/springs.h"

namespace psgan::characters {

struct Material {
  std::string name;
  Colour colour{1};  ///< Times the texture, if there is one.
  Colour shade{0.75f};
  std::vector<std::uint8_t> texture;  ///< A PNG file, or empty.
  float outline = 0.0022f;            ///< Width in metres; 0 draws none.
  Colour line{0.2f, 0.12f, 0.16f};
  float shading_shift = -0.05f;  ///< MToon: where the terminator lies, from −1 (lit) to 1.
  float toony = 0.93f;           ///< MToon: 1 is a hard edge.
  bool double_sided = false;
  bool cut_out = false;  ///< Texture's alpha below one half is left out.
};

/// A material of one colour with the shade and line that go with it.
Material plain(std::string name, const Colour& colour);

struct Part {
  Material material;
  Mesh mesh;  ///< Skinned.
};

struct Character {
  std::string title;
  std::vector<Part> parts;
  std::vector<SpringChain> chains{};  ///< Numbered after the rig's joints in the skin.
};

}  // namespace psgan::characters
