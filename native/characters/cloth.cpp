#include "characters/cloth.h"

#include <cmath>

#include "characters/rig.h"
#include "characters/skin_weights.h"

namespace psgan::characters {
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

/// A piece of a layer and the joints that move it.
struct Piece {
  Mesh mesh;
  std::function<Pull(const glm::vec3&)> pull = body_pull;
};

/// Hands need smaller triangles than the rest.
Mesh whole_mesh(const Field& field, float cell) {
  constexpr float border = wrist_x - 0.012f;
  Mesh mesh = cut(surface_of(field, body_box, cell),
                  [](const glm::vec3& p) { return border + 0.004f - std::abs(p.x); });
  const Box hand{{border - 0.02f, shoulder_y - 0.07f, -0.1f}, {0.63f, shoulder_y + 0.07f, 0.1f}};
  const Mesh left =
      cut(surface_of(field, hand, 0.0075f), [](const glm::vec3& p) { return p.x - border; });
  mesh.append(left);
  mesh.append(mirrored(left));
  return mesh;
}

std::vector<Piece> pieces_of(Build build, const Cloth& cloth) {
  // Cells that the layer does not reach are not worth the body's full field.
  const auto near = [&cloth](const Field& field) {
    return [&cloth, field](const glm::vec3& p) {
      return cloth.region && cloth.region(p) < -0.05f ? 1.0f : field(p);
    };
  };
  std::vector<Piece> pieces;
  pieces.push_back({whole_mesh(near(body_field(build, cloth.ease)), cloth.cell)});
  if (!cloth.two_legs) return pieces;

  constexpr float crotch = 0.722f;
  pieces[0].mesh = cut(pieces[0].mesh, [](const glm::vec3& p) { return p.y - crotch + 0.004f; });
  const Box leg_box{{-0.10f, -0.03f, -0.24f}, {0.24f, 0.78f, 0.24f}};
  Mesh leg = surface_of(near(left_leg_field(build, cloth.ease)), leg_box, cloth.cell);
  leg = cut(leg, [](const glm::vec3& p) { return crotch + 0.006f - p.y; });
  const auto outward = [](float side) {
    return [side](const glm::vec3& p) {
      return body_pull({side * std::max(side * p.x, 0.03f), p.y, p.z});
    };
  };
  pieces.push_back({mirrored(leg), outward(-1)});
  pieces.push_back({std::move(leg), outward(1)});
  return pieces;
}

}  // namespace

std::vector<Part> layers(Build build, const std::vector<Cloth>& from_inside) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < from_inside.size(); ++i) {
    const Cloth& cloth = from_inside[i];
    if (cloth.only_hides) continue;
    const Region seen = [&](const glm::vec3& p) {
      float hidden = 1;
      for (std::size_t outer = i + 1; outer < from_inside.size(); ++outer)
        hidden = std::min(hidden, tuck - from_inside[outer].region(p));
      return hidden;
    };
    Mesh mesh;
    for (auto& piece : pieces_of(build, cloth)) {
      if (cloth.region) piece.mesh = cut(piece.mesh, cloth.region, 0.005f);
      piece.mesh = cut(piece.mesh, seen);
      skin(piece.mesh, piece.pull);
      mesh.append(piece.mesh);
    }
    if (mesh.indices.empty()) continue;  // socks in long boots
    Material material = plain(cloth.name, cloth.colour);
    if (cloth.print) apply_print(mesh, cloth, material);
    parts.push_back({std::move(material), std::move(mesh)});
  }
  return parts;
}

}  // namespace psgan::characters
