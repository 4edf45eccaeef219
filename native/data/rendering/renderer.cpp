#include "data/rendering/renderer.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <cstring>
#include <glm/gtc/type_ptr.hpp>

#include "data/avatars/avatar_parts.h"
#include "data/rendering/gl_context.h"
#include "data/rendering/gl_figure.h"
#include "data/rendering/shaders.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

/// A framebuffer with one colour, sRGB if nothing else is said, and, if wanted, a depth attachment.
struct Target {
  unsigned framebuffer = 0, color = 0, depth = 0;
  int size = 0;

  Target(int pixels, int samples, bool with_depth, unsigned format = GL_SRGB8_ALPHA8)
      : size(pixels) {
    glGenFramebuffers(1, &framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    color = attach(format, GL_COLOR_ATTACHMENT0, samples);
    if (with_depth) depth = attach(GL_DEPTH_COMPONENT24, GL_DEPTH_ATTACHMENT, samples);
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
      throw Error("the OpenGL driver cannot draw into a picture of " + std::to_string(pixels) +
                  " × " + std::to_string(pixels));
  }
  ~Target() {
    glDeleteFramebuffers(1, &framebuffer);
    glDeleteRenderbuffers(1, &color);
    glDeleteRenderbuffers(1, &depth);
  }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  void copy_to(const Target& other) const {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, other.framebuffer);
    const unsigned what = GL_COLOR_BUFFER_BIT | (other.depth ? GL_DEPTH_BUFFER_BIT : 0);
    // From twice the size, linear filtering is the mean of each 2 × 2 block.
    glBlitFramebuffer(0, 0, size, size, 0, 0, other.size, other.size, what,
                      size == other.size ? GL_NEAREST : GL_LINEAR);
  }

 private:
  unsigned attach(unsigned format, unsigned point, int samples) const {
    unsigned buffer = 0;
    glGenRenderbuffers(1, &buffer);
    glBindRenderbuffer(GL_RENDERBUFFER, buffer);
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, format, size, size);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, point, GL_RENDERBUFFER, buffer);
    return buffer;
  }
};

/// Small pictures are drawn at twice their size and averaged: 16 samples a pixel keep eyes and
/// outlines clean where a pixel is as large as they are.
int drawn_size(int resolution) { return resolution < 256 ? 2 * resolution : resolution; }

/// An outline's width in pixels of the drawn picture, and how dark it is. 1.2 pixels at 512²; at
/// lower resolutions the same share of the picture would break into dots, so that it becomes
/// lighter rather than thinner than 0.6.
struct OutlineStyle {
  float pixels, strength;
};
OutlineStyle outline_style(int size) {
  const float share = 1.2f * float(size) / 512;
  const float pixels = std::max(share, 0.6f);
  return {pixels, std::clamp(0.35f + 0.65f * share / pixels, 0.f, 1.f)};
}

/// Towards the light, seen from the camera: from above, from the left, mostly from the front.
constexpr glm::vec3 key_light{-0.38f, 0.55f, 0.74f};

/// What is the same for all draws of a picture.
struct View {
  glm::mat4 matrix;
  glm::vec3 light;
};

View view_of(const Camera& camera, float figure_height) {
  const glm::vec3 front = towards(camera), right(front.z, 0, -front.x);
  const glm::vec3 light =
      key_light.x * right + key_light.y * glm::vec3(0, 1, 0) + key_light.z * front;
  return {view_projection(camera, figure_height), glm::normalize(light)};
}

/// A blended surface's pixels are its own from this alpha on.
constexpr float own_alpha = 0.5f;

ShaderFeatures features_of(const CelMaterial& m, bool outline, bool coordinates) {
  ShaderFeatures f;
  f.outline = outline;
  f.coordinates = coordinates;
  f.lit_texture = m.lit_texture >= 0;
  f.cut_out = m.alpha != Alpha::opaque;
  if (outline || coordinates) return f;
  f.same_texture = f.lit_texture && m.shade_texture == m.lit_texture;
  f.shade_texture = m.shade_texture >= 0 && !f.same_texture;
  f.emission_texture = m.emission_texture >= 0 && m.emission != glm::vec3(0);
  f.blended = m.alpha == Alpha::blend;
  return f;
}

}  // namespace

struct Renderer::State {
  State(int pixels, bool with_coordinates)
      : resolution(pixels),
        multisampled(drawn_size(pixels), 4, true),
        resolved(drawn_size(pixels), 0, true),
        averaged(pixels, 0, false) {
    if (with_coordinates) mapped.emplace(pixels, 0, true, GL_RGBA16UI);
    glGenBuffers(2, read_back);
    for (const unsigned buffer : read_back) {
      glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
      glBufferData(GL_PIXEL_PACK_BUFFER, picture_bytes(), nullptr, GL_STREAM_READ);
    }
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  }
  ~State() { glDeleteBuffers(2, read_back); }

  void begin_picture() const;
  void begin_map() const;
  const ShaderProgram& use(const CelMaterial& m, const View& view, bool outline);
  void draw_surface(const GlPart& part, const CelMaterial& m, const View& view);
  void draw_outline(const GlPart& part, const CelMaterial& m, const View& view);
  void draw_parts(const View& view);
  void draw_figure(const PosedBody& body, const Camera& camera);
  void finish_picture() const;
  void begin_read_back(int slot) const;
  Drawing take(int slot);

  /// A read-back buffer holds the colours, the depths of the drawn picture, and the coordinates.
  std::size_t color_bytes() const { return std::size_t(resolution) * resolution * 4; }
  std::size_t depth_bytes() const { return std::size_t(resolved.size) * resolved.size * 4; }
  std::size_t map_bytes() const { return mapped ? std::size_t(resolution) * resolution * 8 : 0; }
  std::size_t picture_bytes() const { return color_bytes() + depth_bytes() + map_bytes(); }

  GlContext context;
  int resolution;
  ShaderLibrary shaders;
  Target multisampled, resolved, averaged;
  std::optional<Target> mapped;
  bool mapping = false;  ///< Coordinates are drawn, not colours.
  std::vector<DatasetPart> part_list;
  unsigned read_back[2] = {};
  int under_way = -1;  ///< The slot of the picture that is being drawn, or −1.
  Avatar avatar;
  std::unique_ptr<GlFigure> figure;
};

void Renderer::State::begin_picture() const {
  glBindFramebuffer(GL_FRAMEBUFFER, multisampled.framebuffer);
  glViewport(0, 0, multisampled.size, multisampled.size);
  glEnable(GL_FRAMEBUFFER_SRGB);
  glEnable(GL_MULTISAMPLE);
  glEnable(GL_DEPTH_TEST);
  glDisable(GL_BLEND);
  glDepthMask(GL_TRUE);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glClearColor(1, 1, 1, 1);
  glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
}

void Renderer::State::begin_map() const {
  glBindFramebuffer(GL_FRAMEBUFFER, mapped->framebuffer);
  glViewport(0, 0, mapped->size, mapped->size);
  glDepthMask(GL_TRUE);
  const unsigned ground[4] = {0, 0, 0, 65535};
  glClearBufferuiv(GL_COLOR, 0, ground);
  glClear(GL_DEPTH_BUFFER_BIT);
}

/// Makes a material's program, numbers and textures current.
const ShaderProgram& Renderer::State::use(const CelMaterial& m, const View& view, bool outline) {
  const ShaderProgram& p = shaders.use(features_of(m, outline, mapping));
  const int images[] = {m.lit_texture, m.shade_texture, m.emission_texture};
  for (int unit = 0; unit < 3; ++unit) {
    glActiveTexture(GL_TEXTURE0 + unit);
    glBindTexture(GL_TEXTURE_2D, figure->texture(images[unit]));
  }
  glUniformMatrix4fv(p.view_projection, 1, GL_FALSE, glm::value_ptr(view.matrix));
  glUniform3fv(p.light, 1, glm::value_ptr(view.light));
  glUniform4fv(p.uv_transform, 1, glm::value_ptr(m.uv_transform));
  glUniform4fv(p.lit, 1, glm::value_ptr(m.lit));
  glUniform3fv(p.shade, 1, glm::value_ptr(m.unlit ? glm::vec3(m.lit) : m.shade));
  glUniform3fv(p.emission, 1, glm::value_ptr(m.emission));
  const float least = mapping ? own_alpha : 0.004f;
  glUniform1f(p.cutoff, m.alpha == Alpha::mask ? m.alpha_cutoff : least);
  // MToon's ramp from −shift − (1 − toony) to −shift + (1 − toony); never harder than a pixel or
  // two, or the terminator would flicker from picture to picture.
  const float softness = std::max(1 - m.shading_toony, 0.03f);
  const float low = m.unlit ? -3.f : -m.shading_shift - softness;
  glUniform2f(p.terminator, low, m.unlit ? -2.f : -m.shading_shift + softness);
  if (mapping) {
    const auto number = static_cast<std::size_t>(&m - avatar.materials.data());
    glUniform1ui(p.part, static_cast<unsigned>(number) + 1);
    glUniform1i(p.own_coordinates, part_list[number].places == Places::texture);
  }
  return p;
}

void Renderer::State::draw_surface(const GlPart& part, const CelMaterial& m, const View& view) {
  use(m, view, false);
  if (m.cull == Cull::none) {
    glDisable(GL_CULL_FACE);
  } else {
    glEnable(GL_CULL_FACE);
    glCullFace(m.cull == Cull::front ? GL_FRONT : GL_BACK);
  }
  const bool blended = m.alpha == Alpha::blend;
  (blended && !mapping ? glEnable : glDisable)(GL_BLEND);
  glDepthMask(m.depth_write || !blended);
  figure->draw(part);
}

void Renderer::State::draw_outline(const GlPart& part, const CelMaterial& m, const View& view) {
  const ShaderProgram& p = use(m, view, true);
  const OutlineStyle style = outline_style(multisampled.size);
  glUniform1f(p.hull, 2 * style.pixels / float(multisampled.size));
  glUniform1f(p.outline_strength, style.strength);
  const glm::vec3 color = m.outline_color.value_or(glm::vec3(0));
  glUniform4f(p.outline_color, color.x, color.y, color.z, m.outline_color ? 1.f : 0.f);
  glEnable(GL_CULL_FACE);
  glCullFace(GL_FRONT);
  figure->draw(part);
}

void Renderer::State::draw_figure(const PosedBody& body, const Camera& camera) {
  figure->pose(avatar, pose_matrices(avatar, body));
  const View view = view_of(camera, framed_height(avatar.humanoid));
  begin_picture();
  draw_parts(view);
  finish_picture();
  if (!mapped) return;
  begin_map();
  mapping = true;
  draw_parts(view);
  mapping = false;
}

void Renderer::State::draw_parts(const View& view) {
  const auto material = [&](const GlPart& part) -> const CelMaterial& {
    return avatar.materials[part.material];
  };
  // Opaque surfaces, then their outlines, most of which the depth test now rejects unseen; what
  // is blended comes last.
  const auto& parts = figure->parts();
  std::size_t first_blended = 0;
  for (; first_blended < parts.size(); ++first_blended) {
    const GlPart& part = parts[first_blended];
    if (material(part).alpha == Alpha::blend) break;
    draw_surface(part, material(part), view);
  }
  // A little behind the surface, so that creases and folds stay free of stray lines.
  glEnable(GL_POLYGON_OFFSET_FILL);
  glPolygonOffset(1.f, 4.f);
  for (std::size_t i = 0; i < first_blended; ++i)
    if (material(parts[i]).outline) draw_outline(parts[i], material(parts[i]), view);
  glDisable(GL_POLYGON_OFFSET_FILL);
  for (std::size_t i = first_blended; i < parts.size(); ++i)
    draw_surface(parts[i], material(parts[i]), view);
}

/// Resolves and averages.
void Renderer::State::finish_picture() const {
  multisampled.copy_to(resolved);
  if (averaged.size != resolved.size) resolved.copy_to(averaged);
}

/// Asks for the colours, the depths, and the coordinates.
void Renderer::State::begin_read_back(int slot) const {
  glBindBuffer(GL_PIXEL_PACK_BUFFER, read_back[slot]);
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  const Target& picture = averaged.size != resolved.size ? averaged : resolved;
  glBindFramebuffer(GL_READ_FRAMEBUFFER, picture.framebuffer);
  glReadPixels(0, 0, resolution, resolution, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, resolved.framebuffer);
  glReadPixels(0, 0, resolved.size, resolved.size, GL_DEPTH_COMPONENT, GL_FLOAT,
               reinterpret_cast<void*>(color_bytes()));
  if (mapped) {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, mapped->framebuffer);
    glReadPixels(0, 0, resolution, resolution, GL_RGBA_INTEGER, GL_UNSIGNED_SHORT,
                 reinterpret_cast<void*>(color_bytes() + depth_bytes()));
  }
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  glFlush();
}

Drawing Renderer::State::take(int slot) {
  Drawing drawing{{resolution, resolution, 3, {}}, {resolved.size, {}}, {}};
  drawing.image.pixels.resize(std::size_t(resolution) * resolution * 3);
  drawing.depth.values.resize(std::size_t(resolved.size) * resolved.size);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, read_back[slot]);
  const auto* from = static_cast<const std::uint8_t*>(
      glMapBufferRange(GL_PIXEL_PACK_BUFFER, 0, picture_bytes(), GL_MAP_READ_BIT));
  if (!from) throw Error("the OpenGL driver lost a picture (out of memory?)");
  // OpenGL's rows go upwards.
  for (int y = 0; y < resolution; ++y) {
    const std::uint8_t* source = from + std::size_t(resolution - 1 - y) * resolution * 4;
    std::uint8_t* target = &drawing.image.pixels[std::size_t(y) * resolution * 3];
    for (int x = 0; x < resolution; ++x) std::memcpy(target + 3 * x, source + 4 * x, 3);
  }
  const std::size_t row = std::size_t(resolved.size) * 4;
  for (int y = 0; y < resolved.size; ++y)
    std::memcpy(&drawing.depth.values[std::size_t(y) * resolved.size],
                from + color_bytes() + row * (resolved.size - 1 - y), row);
  if (mapped) {
    CoordinateMap& map = drawing.coordinates.emplace();
    map.size = resolution;
    map.values.resize(map_bytes() / 2);
    const std::uint8_t* first = from + color_bytes() + depth_bytes();
    const std::size_t line = std::size_t(resolution) * 8;
    for (int y = 0; y < resolution; ++y)
      std::memcpy(&map.values[std::size_t(y) * resolution * 4], first + line * (resolution - 1 - y),
                  line);
  }
  glUnmapBuffer(GL_PIXEL_PACK_BUFFER);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  return drawing;
}

Renderer::Renderer(int resolution, bool coordinates) {
  if (resolution < 4 || resolution > 2048)
    throw Error("resolution " + std::to_string(resolution) + " is outside 4 to 2048");
  state_ = std::make_unique<State>(resolution, coordinates);
}

Renderer::~Renderer() = default;

std::string Renderer::driver() const { return state_->context.driver(); }

void Renderer::show(Avatar avatar) {
  state_->figure = std::make_unique<GlFigure>(avatar, state_->mapped.has_value());
  state_->part_list = parts_of(avatar);
  state_->avatar = std::move(avatar);
}

const Avatar& Renderer::shown() const { return state_->avatar; }

std::optional<Drawing> Renderer::draw_ahead(const PosedBody& body, const Camera& camera) {
  if (!state_->figure) throw Error("no avatar is shown");
  state_->draw_figure(body, camera);
  const int slot = state_->under_way == 0 ? 1 : 0;
  state_->begin_read_back(slot);
  std::optional<Drawing> before = finish();
  state_->under_way = slot;
  return before;
}

std::optional<Drawing> Renderer::finish() {
  const int slot = state_->under_way;
  state_->under_way = -1;
  if (slot < 0) return std::nullopt;
  return state_->take(slot);
}

Image Renderer::draw(const PosedBody& body, const Camera& camera) {
  finish();
  draw_ahead(body, camera);
  return finish()->image;
}

}  // namespace psgan::data
