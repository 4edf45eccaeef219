#include "view/picture.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <string>
#include <utility>

#include "psgan/error.h"
#include "view/damage.h"

namespace psgan::web {
namespace {

// A triangle that covers the target; no vertex data.
constexpr const char* vertex_source = R"(#version 300 es
out vec2 place;
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  place = corner;
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
})";

// Catmull-Rom along one axis: passes through the source's pixels, so nothing gets softer than it
// is. Smoother filters, with or without sharpening after them, wipe out eyes, which are three
// pixels wide. First along x, then along y: a third of the time of 4 × 4 pixels at once.
constexpr const char* sharp_source = R"(#version 300 es
precision highp float;
uniform sampler2D source;
uniform ivec2 along;  // (1, 0) or (0, 1)
uniform vec2 written;  // a sum v as v · [0] + [1]
in vec2 place;
out vec4 colour;

void main() {
  ivec2 size = textureSize(source, 0);
  vec2 at = place * vec2(size);
  ivec2 pixel = ivec2(at);
  float x = dot(at, vec2(along)) - 0.5, t = fract(x), t2 = t * t, t3 = t2 * t;
  vec4 weights = vec4(-0.5 * t3 + t2 - 0.5 * t, 1.5 * t3 - 2.5 * t2 + 1.0,
                      -1.5 * t3 + 2.0 * t2 + 0.5 * t, 0.5 * t3 - 0.5 * t2);
  ivec2 across = pixel * (ivec2(1) - along);
  int first = int(floor(x)) - 1, last = (size.x - 1) * along.x + (size.y - 1) * along.y;
  vec3 sum = vec3(0.0);
  for (int i = 0; i < 4; ++i) {
    sum += weights[i] * texelFetch(source, across + along * clamp(first + i, 0, last), 0).rgb;
  }
  colour = vec4(sum * written[0] + written[1], 1.0);
})";

// Between the passes numbers may lie somewhat beyond 0 and 1: ten bits hold them from −1/2 to 3/2,
// 0 and 1 exactly.
constexpr float most = 1023, zero = 256, one = 768;

constexpr int largest_side = 1536;

unsigned compile(unsigned kind, const char* text) {
  const unsigned shader = glCreateShader(kind);
  glShaderSource(shader, 1, &text, nullptr);
  glCompileShader(shader);
  int good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  if (!good) {
    char log[512] = {};
    glGetShaderInfoLog(shader, sizeof log, nullptr, log);
    throw Error(std::string("This browser's graphics could not compile a shader: ") + log);
  }
  return shader;
}

unsigned link(const char* fragment_source) {
  const unsigned program = glCreateProgram();
  for (const auto& [kind, text] : {std::pair{GL_VERTEX_SHADER, vertex_source},
                                   std::pair{GL_FRAGMENT_SHADER, fragment_source}}) {
    const unsigned shader = compile(kind, text);
    glAttachShader(program, shader);
    glDeleteShader(shader);
  }
  glLinkProgram(program);
  return program;
}

unsigned plain_texture(unsigned filter) {
  unsigned texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, static_cast<int>(filter));
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, static_cast<int>(filter));
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  return texture;
}

}  // namespace

Picture::~Picture() {
  if (!sharp_) return;  // Nothing was ever shown, perhaps for want of WebGL.
  for (const unsigned texture : {source_, between_, target_}) glDeleteTextures(1, &texture);
  glDeleteFramebuffers(1, &frame_buffer_);
  glDeleteVertexArrays(1, &vertices_);
  glDeleteProgram(sharp_);
}

void Picture::build_program() {
  sharp_ = link(sharp_source);
  along_ = glGetUniformLocation(sharp_, "along");
  written_ = glGetUniformLocation(sharp_, "written");
  source_ = plain_texture(GL_LINEAR);
  between_ = plain_texture(GL_NEAREST);
  target_ = plain_texture(GL_LINEAR);
  glGenFramebuffers(1, &frame_buffer_);
  glGenVertexArrays(1, &vertices_);
}

void Picture::swap(Picture& other) noexcept {
  std::swap(side_, other.side_);
  std::swap(enlarged_, other.enlarged_);
  std::swap(rows_between_, other.rows_between_);
  std::swap(stale_, other.stale_);
  std::swap(sharp_, other.sharp_);
  std::swap(source_, other.source_);
  std::swap(between_, other.between_);
  std::swap(target_, other.target_);
  std::swap(frame_buffer_, other.frame_buffer_);
  std::swap(vertices_, other.vertices_);
  std::swap(along_, other.along_);
  std::swap(written_, other.written_);
}

void Picture::upload(std::span<const std::uint8_t> rgba, int side) {
  if (side <= 0 || rgba.size() != static_cast<std::size_t>(side) * side * 4) {
    throw Error("A picture of " + std::to_string(rgba.size()) + " bytes is not " +
                std::to_string(side) + "² pixels of RGBA.");
  }
  bind(side);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, side, side, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
}

void Picture::bind(int side) {
  if (!sharp_) build_program();
  glBindTexture(GL_TEXTURE_2D, source_);
  side_ = side;
  stale_ = true;
  texture_changed(source_);
}

std::vector<std::uint8_t> Picture::enlarged(int pixels) {
  texture(pixels);
  std::vector<std::uint8_t> rgba(static_cast<std::size_t>(enlarged_) * enlarged_ * 4);
  glBindFramebuffer(GL_FRAMEBUFFER, frame_buffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target_, 0);
  glReadPixels(0, 0, enlarged_, enlarged_, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  return rgba;
}

unsigned Picture::texture(int pixels) {
  pixels = std::clamp(pixels, 1, largest_side);
  if (!stale_ && pixels == enlarged_) return target_;
  if (pixels != enlarged_) {
    glBindTexture(GL_TEXTURE_2D, target_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, pixels, pixels, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  }
  if (pixels != enlarged_ || side_ != rows_between_) {
    glBindTexture(GL_TEXTURE_2D, between_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB10_A2, pixels, side_, 0, GL_RGBA,
                 GL_UNSIGNED_INT_2_10_10_10_REV, nullptr);
    rows_between_ = side_;
  }
  enlarged_ = pixels;
  glBindFramebuffer(GL_FRAMEBUFFER, frame_buffer_);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_BLEND);
  glActiveTexture(GL_TEXTURE0);
  glBindVertexArray(vertices_);
  glUseProgram(sharp_);
  const auto pass = [&](unsigned from, unsigned to, int rows) {
    glViewport(0, 0, pixels, rows);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, to, 0);
    glBindTexture(GL_TEXTURE_2D, from);
    glDrawArrays(GL_TRIANGLES, 0, 3);
  };
  glUniform2i(along_, 1, 0);
  glUniform2f(written_, (one - zero) / most, zero / most);
  pass(source_, between_, side_);
  glUniform2i(along_, 0, 1);
  glUniform2f(written_, most / (one - zero), -zero / (one - zero));
  pass(between_, target_, pixels);
  glBindVertexArray(0);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  stale_ = false;
  texture_changed(target_);
  return target_;
}

}  // namespace psgan::web
