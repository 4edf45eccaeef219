#include "characters/hair_tools.h"

#include <cmath>

#include "characters/rig.h"
#include "characters/sweep.h"

namespace psgan::characters {

void lock(HairPieces& pieces, const Path& path, const Shape& shape) {
  Strand s;
  s.path = path;
  s.width = shape.width;
  s.thickness = shape.thickness;
  s.root = shape.root;
  s.belly = shape.belly;
  s.tip = shape.tip;
  s.segments = 2 * shape.segments;  // the straight ones are merged again later
  s.sides = shape.sides;
  s.centre = skull_centre;
  pieces.locks.append(sweep(s));
}

glm::vec3 beside(float azimuth, float y, float out) {
  const float a = glm::radians(azimuth);
  return {std::sin(a) * (skull_radii.x + out), y,
          skull_centre.z + std::cos(a) * (skull_radii.z + out)};
}

glm::vec3 flip(glm::vec3 p, float side) { return {p.x * side, p.y, p.z}; }

void band(HairPieces& pieces, const glm::vec3& at, const glm::vec3& axis, float radius,
          float thick) {
  const auto n = glm::normalize(axis);
  auto u =
      glm::normalize(glm::cross(n, std::abs(n.y) < 0.9f ? glm::vec3(0, 1, 0) : glm::vec3(1, 0, 0)));
  const auto w = glm::cross(n, u);
  Path ring;
  for (int i = 0; i <= 12; ++i) {
    const float a = 6.2831853f * float(i) / 12;
    ring.push_back(at + (u * std::cos(a) + w * std::sin(a)) * radius);
  }
  pieces.ties.append(tube(
      ring, [thick](float) { return thick; }, 16, 6, true));
}

void tail(HairPieces& pieces, const Path& spine, float spread, int count, float width, Dice& dice,
          float wave) {
  const auto add = [&](const Path& path, float thickness, float tip) {
    Strand s;
    s.path = path;
    s.width = width;
    s.thickness = thickness;
    s.root = 0.42f;
    s.belly = 0.42f;
    s.tip = tip;
    s.segments = 10;
    s.sides = 6;
    s.centre = on_curve(spine, 0.5f);
    Mesh mesh = sweep(s);
    // One body of hair to the light: normals point away from the tail's middle.
    for (std::size_t v = 0; v < mesh.vertices.size(); ++v) {
      const float t = std::min(float(v / std::size_t(s.sides)) / float(s.segments), 1.0f);
      auto out = mesh.vertices[v].position - on_curve(spine, t);
      out.y *= 0.3f;
      if (glm::length(out) > 1e-4f)
        mesh.vertices[v].normal =
            glm::normalize(glm::mix(mesh.vertices[v].normal, glm::normalize(out), 0.7f));
    }
    pieces.tails.append(mesh);
  };
  for (int i = 0; i < count; ++i) {
    const float a = 6.2831853f * (float(i) + 0.25f) / float(count);
    Path path;
    for (std::size_t k = 0; k < spine.size(); ++k) {
      const float t = float(k) / float(spine.size() - 1);
      const float open = spread * (0.18f + std::sin(3.1416f * std::pow(t, 0.8f)) + 0.25f * t);
      const float sway = wave * std::sin(t * 9.0f) * t;
      path.push_back(spine[k] + glm::vec3(std::cos(a) * open + sway, 0,
                                          std::sin(a) * open * 0.75f + 0.5f * sway));
    }
    // Ends of different lengths: a few pointed tips rather than a brush.
    path.back().y += i % 2 ? 0.075f + dice.uniform(-0.01f, 0.02f) : dice.uniform(0.0f, 0.03f);
    add(path, width * 0.6f, 0.0f);
  }
  Path core = spine;
  core.back().y -= 0.02f;
  add(core, width, 0.0f);
}

void comb_to(HairPieces& pieces, const glm::vec3& at, float from_az, float to_az, int count) {
  for (int i = 0; i < count; ++i) {
    const float az = glm::mix(from_az, to_az, count == 1 ? 0.5f : float(i) / float(count - 1));
    const bool behind = std::abs(az) > 95;
    const auto start = behind ? on_skull(az, -50, 0.004f) : on_skull(az, 2, 0.004f);
    const auto middle_direction = glm::normalize((start + at) * 0.5f - skull_centre);
    const auto middle = skull_centre + middle_direction * (skull_radii + (i % 2 ? 0.011f : 0.018f));
    lock(pieces, {start, middle, at}, {0.050f, 0.020f, 0.5f, 0.5f, 0.30f, 6, 6});
  }
}

void braid(HairPieces& pieces, const Path& spine, float width, int links) {
  for (int i = 0; i < links; ++i) {
    const float t0 = float(i) / float(links),
                t1 = std::min(1.0f, (float(i) + 1.55f) / float(links));
    const float size = width * glm::mix(1.0f, 0.62f, t0);
    for (const float side : {-1.0f, 1.0f}) {
      const float shift = side > 0 ? 0.0f : 0.5f / float(links);
      const auto a = on_curve(spine, std::min(1.0f, t0 + shift)),
                 b = on_curve(spine, std::min(1.0f, t1 + shift));
      const glm::vec3 out(side * size * 0.42f, 0, 0);
      Strand s;
      s.path = {a + out * 0.9f, glm::mix(a, b, 0.45f) + out, b - out * 0.15f};
      s.width = size * 0.85f;
      s.thickness = size * 0.8f;
      s.root = 0.4f;
      s.belly = 0.45f;
      s.tip = 0.1f;
      s.segments = 5;
      s.sides = 7;
      s.centre = skull_centre;
      pieces.tails.append(sweep(s));
    }
  }
}

}  // namespace psgan::characters
