#include "data/shaders.h"

namespace psgan::shaders {

const char* const figure_vertex = R"glsl(#version 430 core
layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec3 hull_normal;
layout(location = 3) in vec2 uv;
layout(location = 4) in uvec4 joints;
layout(location = 5) in vec4 weights;

layout(std430, binding = 0) readonly buffer Skin { mat4 skin[]; };

uniform mat4 view_projection;
uniform float outline;    // the hull's distance on the screen, in half pictures; 0 for the surface
uniform vec4 uv_transform;

out vec3 world_normal;
out vec2 texture_uv;

void main() {
  mat4 m = weights.x * skin[joints.x] + weights.y * skin[joints.y] + weights.z * skin[joints.z] +
           weights.w * skin[joints.w];
  vec4 world = m * vec4(position, 1.0);
  world_normal = mat3(m) * normal;
  texture_uv = uv * uv_transform.zw + uv_transform.xy;
  gl_Position = view_projection * world;
  if (outline > 0.0) {
    // The width is even on the screen: along the projected normal, in clip space, undone by the
    // division by w. Where the surface faces us the hull hides behind it anyway.
    vec2 along = (view_projection * vec4(mat3(m) * hull_normal, 0.0)).xy;
    float size = length(along);
    if (size > 1e-6) gl_Position.xy += along / size * outline * gl_Position.w;
  }
}
)glsl";

const char* const figure_fragment = R"glsl(#version 430 core
in vec3 world_normal;
in vec2 texture_uv;

uniform sampler2D lit_texture;
uniform sampler2D shade_texture;
uniform sampler2D emission_texture;
uniform vec4 lit;
uniform vec3 shade;
uniform vec3 emission;
uniform vec2 terminator;   // where N·L begins to be lit, and where it is
uniform float cutoff;      // alpha below this is not drawn; negative: alpha is ignored
uniform bool blended;
uniform vec3 light;        // towards the light
uniform float outline;
uniform vec4 outline_color;  // w: how much of it, the rest is the surface's own colour darkened
uniform float outline_strength;

out vec4 color;

void main() {
  vec4 base = lit * texture(lit_texture, texture_uv);
  if (cutoff >= 0.0 && base.a < cutoff) discard;
  color.a = blended ? base.a : 1.0;
  if (outline > 0.0) {
    vec3 dark = mix(base.rgb * base.rgb * 0.35, outline_color.rgb, outline_color.w);
    color.rgb = mix(base.rgb, dark, outline_strength);
    return;
  }
  vec3 n = normalize(gl_FrontFacing ? world_normal : -world_normal);
  float share = smoothstep(terminator.x, terminator.y, dot(n, light));
  vec3 dark = shade * texture(shade_texture, texture_uv).rgb;
  color.rgb = mix(dark, base.rgb, share) + emission * texture(emission_texture, texture_uv).rgb;
}
)glsl";

}  // namespace psgan::shaders
