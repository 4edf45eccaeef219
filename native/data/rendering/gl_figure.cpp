#include "data/rendering/gl_figure.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <cstddef>

#include "data/avatars/avatar_parts.h"

namespace psgan::data {
namespace {

unsigned make_texture(const Image& image) {
  unsigned texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_SRGB8_ALPHA8, image.width, image.height, 0, GL_RGBA,
               GL_UNSIGNED_BYTE, image.pixels.data());
  glGenerateMipmap(GL_TEXTURE_2D);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_NEAREST);
  return texture;
}

void float_attribute(int location, int components, std::size_t offset) {
  glEnableVertexAttribArray(location);
  glVertexAttribPointer(location, components, GL_FLOAT, GL_FALSE, sizeof(SurfaceVertex),
                        reinterpret_cast<const void*>(offset));
}

/// The current vertex array's sixth attribute.
unsigned make_places(const Avatar& avatar, const Surface& mesh) {
  const std::vector<glm::vec3> places = rest_places(avatar, mesh, rest_matrices(avatar));
  unsigned buffer = 0;
  glGenBuffers(1, &buffer);
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  glBufferData(GL_ARRAY_BUFFER, places.size() * sizeof(glm::vec3), places.data(), GL_STATIC_DRAW);
  glEnableVertexAttribArray(6);
  glVertexAttribPointer(6, 3, GL_FLOAT, GL_FALSE, sizeof(glm::vec3), nullptr);
  return buffer;
}

}  // namespace

GlFigure::GlFigure(const Avatar& avatar, bool with_places) {
  const Image white{1, 1, 4, {255, 255, 255, 255}};
  textures_.push_back(make_texture(white));
  for (const Image& image : avatar.images)
    textures_.push_back(make_texture(image.width > 0 ? image : white));

  for (const Surface& mesh : avatar.surfaces) {
    unsigned buffers[2], vertex_array = 0;
    glGenBuffers(2, buffers);
    glGenVertexArrays(1, &vertex_array);
    glBindVertexArray(vertex_array);
    glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
    glBufferData(GL_ARRAY_BUFFER, mesh.vertices.size() * sizeof(SurfaceVertex),
                 mesh.vertices.data(), GL_STATIC_DRAW);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[1]);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, mesh.indices.size() * 4, mesh.indices.data(),
                 GL_STATIC_DRAW);
    float_attribute(0, 3, offsetof(SurfaceVertex, position));
    float_attribute(1, 3, offsetof(SurfaceVertex, normal));
    float_attribute(2, 3, offsetof(SurfaceVertex, hull_normal));
    float_attribute(3, 2, offsetof(SurfaceVertex, uv));
    float_attribute(5, 4, offsetof(SurfaceVertex, weights));
    glEnableVertexAttribArray(4);
    glVertexAttribIPointer(4, 4, GL_UNSIGNED_SHORT, sizeof(SurfaceVertex),
                           reinterpret_cast<const void*>(offsetof(SurfaceVertex, joints)));
    buffers_.insert(buffers_.end(), buffers, buffers + 2);
    if (with_places) buffers_.push_back(make_places(avatar, mesh));
    vertex_arrays_.push_back(vertex_array);
    parts_.push_back({vertex_array, int(mesh.indices.size()), mesh.material, mesh.skin});
  }
  std::stable_sort(parts_.begin(), parts_.end(), [&](const GlPart& a, const GlPart& b) {
    const CelMaterial &x = avatar.materials[a.material], &y = avatar.materials[b.material];
    const bool x_last = x.alpha == Alpha::blend, y_last = y.alpha == Alpha::blend;
    if (x_last != y_last) return y_last;
    return x_last && x.render_order < y.render_order;
  });

  skin_buffers_.resize(avatar.skins.size());
  glGenBuffers(int(skin_buffers_.size()), skin_buffers_.data());
}

GlFigure::~GlFigure() {
  glDeleteBuffers(int(buffers_.size()), buffers_.data());
  glDeleteBuffers(int(skin_buffers_.size()), skin_buffers_.data());
  glDeleteVertexArrays(int(vertex_arrays_.size()), vertex_arrays_.data());
  glDeleteTextures(int(textures_.size()), textures_.data());
}

void GlFigure::pose(const Avatar& avatar, const std::vector<glm::mat4>& world) {
  std::vector<glm::mat4> matrices;
  for (std::size_t s = 0; s < avatar.skins.size(); ++s) {
    matrices.clear();
    for (const SkinJoint& joint : avatar.skins[s])
      matrices.push_back(world[joint.node] * joint.inverse_bind);
    if (matrices.empty()) matrices.push_back(glm::mat4(1));
    glBindBuffer(GL_SHADER_STORAGE_BUFFER, skin_buffers_[s]);
    glBufferData(GL_SHADER_STORAGE_BUFFER, matrices.size() * sizeof(glm::mat4), matrices.data(),
                 GL_STREAM_DRAW);
  }
}

void GlFigure::draw(const GlPart& part) const {
  glBindVertexArray(part.vertex_array);
  glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, skin_buffers_[part.skin]);
  glDrawElements(GL_TRIANGLES, part.index_count, GL_UNSIGNED_INT, nullptr);
}

}  // namespace psgan::data
