#include "characters/cloth.h"

#include <cmath>

#include "characters/rig.h"
#include "characters/skin_weights.h"

namespace psgan {
namespace {

/// A hem hides this much of what lies under it from being left out.
constexpr float tuck = 0.014f;

constexpr float panel_margin = 0.02f;
constexpr float pixels_per_metre = 900;

/// Gives each triangle the front or the back panel of a texture, side by side, and paints both.
void apply_print(Mesh& mesh, const Cloth& cloth, Material& material) {
  glm::vec2 low(1e9f), high(-1e9f);
  for (const auto& v : mesh.vertices) {
    low = glm::min(low, glm::vec2(v.position));
    high = glm::max(high, glm::vec2(v.position));
  }
  low -= panel_margin;
  high += panel_margin;
  const glm::vec2 size = high - low;

  Mesh panels;
  std::vector<std::array<std::int64_t, 2>> copies(mesh.vertices.size(), {-1, -1});
  for (std::size_t t = 0; t + 2 < mesh.indices.size(); t += 3) {
    float facing = 0;
    for (int c = 0; c < 3; ++c) facing += mesh.vertices[mesh.indices[t + std::size_t(c)]].normal.z;
    const std::size_t side = facing < 0 ? 1 : 0;
    for (int c = 0; c < 3; ++c) {
      const auto i = mesh.indices[t + std::size_t(c)];
      if (copies[i][side] < 0) {
        copies[i][side] = static_cast<std::int64_t>(panels.vertices.size());
        Vertex v = mesh.vertices[i];
        const auto at = (glm::vec2(v.position) - low) / size;
        v.uv = {(at.x + float(side)) * 0.5f, 1 - at.y};
        panels.vertices.push_back(v);
      }
      panels.indices.push_back(static_cast<std::uint32_t>(copies[i][side]));
    }
  }
  mesh = std::move(panels);

  const int width = static_cast<int>(std::ceil(size.x * pixels_per_metre));
  const int height = static_cast<int>(std::ceil(size.y * pixels_per_metre));
  const Canvas canvas(width * 2, height, low, low + size * glm::vec2(2, 1), cloth.colour);
  for (const bool back : {false, true}) {
    cairo_save(canvas.pen());
    if (back) cairo_translate(canvas.pen(), size.x, 0);
    cairo_rectangle(canvas.pen(), low.x, low.y, size.x, size.y);
    cairo_clip(canvas.pen());
    cloth.print(canvas, back);
    cairo_restore(canvas.pen());
  }
  material.texture = canvas.png();
  const float light = glm::dot(cloth.colour, Colour(0.3f, 0.59f, 0.11f));
  material.colour = Colour(1);
  material.shade = glm::mix(Colour(0.66f, 0.60f, 0.74f), Colour(0.80f, 0.77f, 0.88f), light);
}

/// Hands need smaller triangles than the rest.
Mesh mesh_of(const Field& field, float cell) {
  constexpr float border = wrist_x - 0.012f;
  Mesh mesh = cut(surface_of(field, body_box, cell),
                  [](const glm::vec3& p) { return border + 0.004f - std::abs(p.x); });
  const Box hand{{border - 0.02f, shoulder_y - 0.07f, -0.1f}, {0.63f, shoulder_y + 0.07f, 0.1f}};
  const Mesh left =
      cut(surface_of(field, hand, 0.0058f), [](const glm::vec3& p) { return p.x - border; });
  mesh.append(left);
  mesh.append(mirrored(left));
  return mesh;
}

}  // namespace

std::vector<Part> layers(Build build, const std::vector<Cloth>& from_inside) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < from_inside.size(); ++i) {
    const Cloth& cloth = from_inside[i];
    const Field field = body_field(build, cloth.ease);
    // Cells that the layer does not reach are not worth the body's full field.
    const Field near = [&](const glm::vec3& p) {
      return cloth.region && cloth.region(p) < -0.05f ? 1.0f : field(p);
    };
    Mesh mesh = mesh_of(near, cloth.cell);
    if (cloth.region) mesh = cut(mesh, cloth.region, 0.005f);
    mesh = cut(mesh, [&](const glm::vec3& p) {
      float hidden = 1;
      for (std::size_t outer = i + 1; outer < from_inside.size(); ++outer)
        if (!from_inside[outer].shows_below)
          hidden = std::min(hidden, tuck - from_inside[outer].region(p));
      return hidden;
    });
    skin(mesh, body_pull);
    Material material = plain(cloth.name, cloth.colour);
    if (cloth.print) apply_print(mesh, cloth, material);
    parts.push_back({std::move(material), std::move(mesh)});
  }
  return parts;
}

}  // namespace psgan
