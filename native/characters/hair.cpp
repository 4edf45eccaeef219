#include "characters/hair.h"

#include <cmath>
#include <numbers>

#include "characters/canvas.h"
#include "characters/dice.h"
#include "characters/hair_styles.h"
#include "characters/mesher.h"
#include "characters/skin_weights.h"

namespace psgan::characters {

glm::vec3 on_skull(float azimuth, float elevation, float lift) {
  const float a = glm::radians(azimuth), e = glm::radians(elevation);
  const glm::vec3 direction{std::sin(a) * std::cos(e), std::sin(e), std::cos(a) * std::cos(e)};
  return skull_centre + direction * (skull_radii + lift);
}

namespace {

constexpr float texture_top = 1.56f;

/// Smooth shell on the skull under the locks, open at the face and the nape.
Mesh cap_mesh(const Hair& hair) {
  const bool tight = hair.back == Back::ponytail || hair.back == Back::bun ||
                     hair.back == Back::twin_tails || hair.back == Back::twin_buns ||
                     hair.back == Back::side_tail || hair.back == Back::twin_braids ||
                     hair.back == Back::drills;
  const float lift = tight ? 0.012f : 0.017f;
  const Field field = [lift](const glm::vec3& p) {
    // A little fuller behind, down to the nape.
    const float top =
        ellipsoid(p, skull_centre + glm::vec3(0, 0.002f, -0.003f), skull_radii + lift);
    const float nape = ellipsoid(p, {0, 1.325f, -0.058f}, {0.094f + lift, 0.088f, 0.076f + lift});
    return smooth_union(top, nape, 0.03f);
  };
  const Box box{{-0.16f, 1.2f, -0.18f}, {0.16f, 1.54f, 0.16f}};
  const Region covered = [&hair](const glm::vec3& p) {
    // The hairline: over the forehead, then down in front of the ears, then under them to the nape.
    const float forehead = p.y - 1.432f + 0.25f * std::abs(p.x);
    const float temple = 0.022f - p.z + 0.35f * (p.y - 1.33f);
    const float ear = p.y - 1.335f;
    const float behind = -0.028f - p.z;
    const float nape = p.y - (hair.back == Back::short_cut ? 1.268f : 1.248f);
    return std::max(forehead, std::min(temple, std::max(ear, std::min(behind, nape))));
  };
  Mesh mesh = cut(surface_of(field, box, 0.0145f), covered, 0.010f);
  return mesh;
}

/// Light from the root to the tip, and the painted ring of light with its zigzag edge.
std::vector<std::uint8_t> paint_hair(const Hair& hair, float low) {
  const Canvas canvas(1024, 512, {0, low}, {1, texture_top}, hair.colour);
  cairo_t* pen = canvas.pen();
  auto* fade = cairo_pattern_create_linear(0, texture_top, 0, low);
  const float span = texture_top - low;
  const auto stop = [&](float y, const Colour& c) {
    cairo_pattern_add_color_stop_rgb(fade, (texture_top - y) / span, c.x, c.y, c.z);
  };
  stop(texture_top, darker(hair.colour, 0.06f));
  stop(1.40f, hair.colour);
  const float tip_from = glm::mix(low, 1.40f, 0.62f);
  stop(tip_from, hair.colour);
  stop(glm::mix(low, 1.40f, 0.12f), hair.tip);
  stop(low, hair.tip);
  cairo_set_source(pen, fade);
  cairo_paint(pen);
  cairo_pattern_destroy(fade);

  // Strands: thin darker and lighter lines that run down with the locks.
  Dice dice(7);
  const auto light_strand = lighter(hair.colour, 0.22f), dark_strand = darker(hair.colour, 0.32f);
  for (int i = 0; i < 96; ++i) {
    // Not where the texture folds, front and back: triangles across the fold would smear them.
    const float x = dice.uniform(0.06f, 0.92f), w = dice.uniform(0.0012f, 0.0034f);
    const float from = dice.uniform(1.30f, 1.52f), to = from - dice.uniform(0.10f, 0.34f);
    const float drift = dice.uniform(-0.012f, 0.012f);
    const float middle = x + drift * 0.5f;
    polygon_path(
        pen,
        {{x, from}, {middle + w, (from + to) / 2}, {x + drift, to}, {middle - w, (from + to) / 2}});
    const bool dark = i % 3 != 0;
    canvas.colour(dark ? dark_strand : light_strand, dark ? 0.55f : 0.5f);
    cairo_fill(pen);
  }

  // The ring of light: a broad band with long and short teeth, tinted like the hair, and a thin one
  // below it.
  const float light = glm::dot(hair.colour, Colour(0.3f, 0.59f, 0.11f));
  const auto vivid = glm::clamp(hair.colour * glm::mix(2.4f, 1.2f, light) + 0.06f, 0.0f, 1.0f);
  const auto shine = lighter(vivid, glm::mix(0.14f, 0.68f, light));
  const auto ring_of_light = [&](float top, float height, float tooth, float alpha) {
    std::vector<glm::vec2> ring;
    constexpr int teeth = 26;
    for (int i = 0; i <= teeth; ++i)
      ring.emplace_back(float(i) / teeth,
                        top + dice.uniform(-0.001f, 0.003f) + (i % 2 ? 0.005f : 0.0f));
    for (int i = teeth; i >= 0; --i)
      ring.emplace_back(
          float(i) / teeth,
          top - height - (i % 2 ? dice.uniform(0.0f, 0.003f) : tooth * dice.uniform(0.5f, 1.0f)));
    polygon_path(pen, ring);
    canvas.colour(shine, alpha);
    cairo_fill(pen);
  };
  ring_of_light(1.458f, 0.012f, 0.022f, 0.92f);
  ring_of_light(1.424f, 0.0015f, 0.006f, 0.55f);
  return canvas.png();
}

/// The head's, or that of the chains near by.
Pull hair_pull(const std::vector<SpringChain>& chains, const glm::vec3& place, float reach) {
  if (!chains.empty()) return chain_pull(chains, place, reach);
  Pull pull;
  pull.add(Joint::head, 1);
  return pull;
}

}  // namespace

std::vector<Part> hair_parts(const Hair& hair, std::vector<SpringChain>& chains) {
  Dice dice(42);
  HairPieces pieces;
  pieces.locks = cap_mesh(hair);
  add_fringe(pieces, hair, dice);
  add_sides(pieces, hair, dice);
  add_back(pieces, hair, dice);

  const std::size_t on_head = pieces.locks.vertices.size();
  Mesh& mesh = pieces.locks;
  mesh.append(pieces.tails);
  float low = 1.30f;
  for (const auto& v : mesh.vertices) low = std::min(low, v.position.y);
  low -= 0.01f;
  for (std::size_t i = 0; i < mesh.vertices.size(); ++i) {
    Vertex& v = mesh.vertices[i];
    const auto from = v.position - skull_centre;
    const float round =
        std::acos(
            std::clamp(from.z / (glm::length(glm::vec2(from.x, from.z)) + 1e-6f), -1.0f, 1.0f)) /
        std::numbers::pi_v<float>;
    v.uv = {round, std::clamp((texture_top - v.position.y) / (texture_top - low), 0.0f, 1.0f)};
    if (i >= on_head) continue;
    auto centre = skull_centre;
    centre.y = std::min(centre.y, v.position.y + 0.02f);
    const auto away = glm::normalize(v.position - centre);
    if (glm::dot(v.normal, away) > 0) v.normal = glm::normalize(glm::mix(v.normal, away, 0.45f));
  }
  const auto register_chains = [&chains](std::vector<SpringChain>& own) {
    const auto first = chains.size();
    for (auto& chain : own) add_chain(chains, std::move(chain));
    return std::vector<SpringChain>(chains.begin() + std::ptrdiff_t(first), chains.end());
  };
  const auto lock_chains = register_chains(pieces.lock_chains);
  const auto tail_chains = register_chains(pieces.tail_chains);
  for (std::size_t i = 0; i < mesh.vertices.size(); ++i) {
    Vertex& v = mesh.vertices[i];
    hair_pull(i < on_head ? lock_chains : tail_chains, v.position, i < on_head ? 0.13f : 1.0f)
        .store(v);
  }
  skin(pieces.ties, [&](const glm::vec3& p) { return hair_pull(tail_chains, p, 0.06f); });

  Material material = plain("hair", hair.colour);
  material.colour = Colour(1);
  const float light = glm::dot(hair.colour, Colour(0.3f, 0.59f, 0.11f));
  material.shade = glm::mix(Colour(0.66f, 0.60f, 0.76f), Colour(0.80f, 0.75f, 0.88f), light);
  material.texture = paint_hair(hair, low);
  std::vector<Part> parts;
  parts.push_back({material, std::move(mesh)});
  if (!pieces.ties.indices.empty())
    parts.push_back({plain("hair tie", hair.tie), std::move(pieces.ties)});
  return parts;
}

}  // namespace psgan::characters
