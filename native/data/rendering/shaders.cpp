#include "data/rendering/shaders.h"

#include <epoxy/gl.h>

#include <string>

#include "psgan/error.h"

namespace psgan::data {
namespace {

// Skins a vertex; a hull's is pushed outwards on the screen.
const char* const vertex_source = R"glsl(
layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec3 hull_normal;
layout(location = 3) in vec2 uv;
layout(location = 4) in uvec4 joints;
layout(location = 5) in vec4 weights;
#ifdef COORDINATES
layout(location = 6) in vec3 rest;  // x and y in the map of the rest pose, and the normal's z
out vec3 rest_place;
#endif

layout(std430, binding = 0) readonly buffer Skin { mat4 skin[]; };

uniform mat4 view_projection;
uniform float hull;       // its distance on the screen, in half pictures
uniform vec4 uv_transform;

out vec3 world_normal;
out vec2 texture_uv;

void main() {
  mat4 m = weights.x * skin[joints.x] + weights.y * skin[joints.y] + weights.z * skin[joints.z] +
           weights.w * skin[joints.w];
  gl_Position = view_projection * (m * vec4(position, 1.0));
  texture_uv = uv * uv_transform.zw + uv_transform.xy;
#ifdef COORDINATES
  rest_place = rest;
#endif
#ifdef OUTLINE
  // The width is even on the screen: along the projected normal, in clip space, the division by w
  // undone. Where the surface faces us the hull hides behind it anyway.
  vec2 along = (view_projection * vec4(mat3(m) * hull_normal, 0.0)).xy;
  float size = length(along);
  if (size > 1e-6) gl_Position.xy += along / size * hull * gl_Position.w;
#else
  world_normal = mat3(m) * normal;
#endif
}
)glsl";

// Two tones with a soft line between them, or the outline's colour.
const char* const fragment_source = R"glsl(
in vec3 world_normal;
in vec2 texture_uv;

uniform sampler2D lit_texture;
uniform sampler2D shade_texture;
uniform sampler2D emission_texture;
uniform vec4 lit;
uniform vec3 shade;
uniform vec3 emission;
uniform vec2 terminator;     // where N·L begins to be lit, and where it is
uniform float cutoff;        // alpha below this is not drawn
uniform vec3 light;          // towards the light
uniform vec4 outline_color;  // w: how much of it, the rest is the surface's own colour, darkened
uniform float outline_strength;

#ifdef COORDINATES
in vec3 rest_place;
uniform uint part;
uniform bool own_coordinates;
out uvec4 coordinates;

vec2 place() {
  bvec2 outside = notEqual(texture_uv, clamp(texture_uv, 0.0, 1.0));
  if (own_coordinates) return mix(texture_uv, fract(texture_uv), outside);
  vec2 at = clamp(rest_place.xy, 0.0, 1.0);
  // Half of the 65536 columns each: the last one of the front is still the front's.
  return vec2((at.x * 32767.0 + (rest_place.z < 0.0 ? 32768.0 : 0.0)) / 65535.0, at.y);
}
#else
out vec4 color;
#endif

void main() {
  vec4 texel = vec4(1.0);
#ifdef LIT_TEXTURE
  texel = texture(lit_texture, texture_uv);
#endif
  vec4 base = lit * texel;
#ifdef CUT_OUT
  if (base.a < cutoff) discard;
#endif
#if defined(OUTLINE) && defined(COORDINATES)
  coordinates = uvec4(part, uvec2(round(place() * 65535.0)), 0u);
#elif defined(OUTLINE)
  vec3 dark = mix(base.rgb * base.rgb * 0.35, outline_color.rgb, outline_color.w);
  color = vec4(mix(base.rgb, dark, outline_strength), 1.0);
#else
  vec3 n = normalize(gl_FrontFacing ? world_normal : -world_normal);
  float share = smoothstep(terminator.x, terminator.y, dot(n, light));
#ifdef COORDINATES
  coordinates = uvec4(part, uvec2(round(place() * 65535.0)), 1u + uint(round(share * 65534.0)));
#else
  vec3 dark = shade;
#ifdef SAME_TEXTURE
  dark *= texel.rgb;
#endif
#ifdef SHADE_TEXTURE
  dark *= texture(shade_texture, texture_uv).rgb;
#endif
  color = vec4(mix(dark, base.rgb, share), 1.0);
#ifdef EMISSION_TEXTURE
  color.rgb += emission * texture(emission_texture, texture_uv).rgb;
#else
  color.rgb += emission;
#endif
#ifdef BLENDED
  color.a = base.a;
#endif
#endif
#endif
}
)glsl";

unsigned compile(unsigned kind, const std::string& source) {
  const unsigned shader = glCreateShader(kind);
  const char* text = source.c_str();
  glShaderSource(shader, 1, &text, nullptr);
  glCompileShader(shader);
  int good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  if (!good) {
    char log[2000] = {};
    glGetShaderInfoLog(shader, sizeof log, nullptr, log);
    throw Error(std::string("the OpenGL driver refuses a shader: ") + log);
  }
  return shader;
}

std::string head_of(const ShaderFeatures& features) {
  std::string head = "#version 430 core\n";
  const auto define = [&](bool in, const char* name) {
    if (in) head.append("#define ").append(name).append("\n");
  };
  define(features.lit_texture, "LIT_TEXTURE");
  define(features.shade_texture, "SHADE_TEXTURE");
  define(features.same_texture, "SAME_TEXTURE");
  define(features.emission_texture, "EMISSION_TEXTURE");
  define(features.cut_out, "CUT_OUT");
  define(features.blended, "BLENDED");
  define(features.outline, "OUTLINE");
  define(features.coordinates, "COORDINATES");
  return head;
}

ShaderProgram link(const ShaderFeatures& features) {
  const std::string head = head_of(features);
  ShaderProgram program;
  program.id = glCreateProgram();
  for (const unsigned shader : {compile(GL_VERTEX_SHADER, head + vertex_source),
                                compile(GL_FRAGMENT_SHADER, head + fragment_source)}) {
    glAttachShader(program.id, shader);
    glDeleteShader(shader);
  }
  glLinkProgram(program.id);
  int good = 0;
  glGetProgramiv(program.id, GL_LINK_STATUS, &good);
  if (!good) throw Error("the OpenGL driver cannot link the renderer's shaders");

  const auto location = [&](const char* name) { return glGetUniformLocation(program.id, name); };
  program.view_projection = location("view_projection");
  program.light = location("light");
  program.uv_transform = location("uv_transform");
  program.hull = location("hull");
  program.lit = location("lit");
  program.shade = location("shade");
  program.emission = location("emission");
  program.terminator = location("terminator");
  program.cutoff = location("cutoff");
  program.outline_color = location("outline_color");
  program.outline_strength = location("outline_strength");
  program.part = location("part");
  program.own_coordinates = location("own_coordinates");
  glUseProgram(program.id);
  glUniform1i(location("lit_texture"), 0);
  glUniform1i(location("shade_texture"), 1);
  glUniform1i(location("emission_texture"), 2);
  return program;
}

}  // namespace

ShaderLibrary::~ShaderLibrary() {
  for (const auto& [features, program] : programs_) glDeleteProgram(program.id);
}

const ShaderProgram& ShaderLibrary::use(const ShaderFeatures& features) {
  auto it = programs_.find(features);
  if (it == programs_.end()) it = programs_.emplace(features, link(features)).first;
  glUseProgram(it->second.id);
  return it->second;
}

}  // namespace psgan::data
