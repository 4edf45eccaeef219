// The renderer's shader programs, made from one source with what a material needs left in: a
// software driver pays for every texture look-up, and for every shader that may discard a pixel.
#pragma once

#include <glm/glm.hpp>
#include <map>

#include "data/avatars/avatar.h"

namespace psgan::data {

/// Which parts of the shaders are in.
struct ShaderFeatures {
  bool lit_texture = false;
  bool shade_texture = false;  ///< Another one than the lit texture.
  bool same_texture = false;   ///< The lit texture colours the shade, too.
  bool emission_texture = false;
  bool cut_out = false;  ///< Pixels of low alpha are left out.
  bool blended = false;
  bool outline = false;
  bool coordinates = false;  ///< Part, place and light instead of a colour.

  friend auto operator<=>(const ShaderFeatures&, const ShaderFeatures&) = default;
};

/// A linked program and where its uniforms are (−1 for those that are not in it).
struct ShaderProgram {
  unsigned id = 0;
  int view_projection, light, uv_transform, hull, lit, shade, emission, terminator, cutoff,
      outline_color, outline_strength, part, own_coordinates;
};

/// Programs by their features, compiled when first asked for.
class ShaderLibrary {
 public:
  ~ShaderLibrary();

  /// Makes the program current.
  const ShaderProgram& use(const ShaderFeatures& features);

 private:
  std::map<ShaderFeatures, ShaderProgram> programs_;
};

}  // namespace psgan::data
