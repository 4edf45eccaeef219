// An avatar in the GPU's memory. Internal to the renderer.
#pragma once

#include <cstdint>
#include <glm/glm.hpp>
#include <vector>

#include "data/avatars/avatar.h"

namespace psgan::data {

/// One draw: triangles of one material.
struct GlPart {
  unsigned vertex_array = 0;
  int index_count = 0;
  int material = 0;
  int skin = 0;
};

/// Buffers and textures of an avatar; lives no longer than its context.
class GlFigure {
 public:
  /// `with_places`: the vertices have their places in the rest pose, too.
  GlFigure(const Avatar& avatar, bool with_places);
  ~GlFigure();
  GlFigure(const GlFigure&) = delete;
  GlFigure& operator=(const GlFigure&) = delete;

  /// Opaque and masked parts first, then blended ones by their order.
  const std::vector<GlPart>& parts() const { return parts_; }

  /// The texture of an avatar's image, or a white one for −1.
  unsigned texture(int image) const { return textures_[image + 1]; }

  /// Uploads every skin's matrices for a pose, node world matrices given.
  void pose(const Avatar& avatar, const std::vector<glm::mat4>& world);

  /// Draws a part's triangles with the current program.
  void draw(const GlPart& part) const;

 private:
  std::vector<GlPart> parts_;
  std::vector<unsigned> buffers_, vertex_arrays_, textures_, skin_buffers_;
};

}  // namespace psgan::data
