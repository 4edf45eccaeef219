#include "characters/sweep.h"

#include <algorithm>
#include <cmath>

namespace psgan::characters {

glm::vec3 on_curve(const std::vector<glm::vec3>& points, float t) {
  const int last = static_cast<int>(points.size()) - 1;
  const float along = std::clamp(t, 0.0f, 1.0f) * float(last);
  const int i = std::min(static_cast<int>(along), last - 1);
  const float u = along - float(i);
  const auto at = [&](int k) {
    if (k < 0) return points[0] * 2.0f - points[1];
    if (k > last) return points[std::size_t(last)] * 2.0f - points[std::size_t(last - 1)];
    return points[std::size_t(k)];
  };
  const auto a = at(i - 1), b = at(i), c = at(i + 1), d = at(i + 2);
  return 0.5f * (2.0f * b + (c - a) * u + (2.0f * a - 5.0f * b + 4.0f * c - d) * u * u +
                 (3.0f * b - a - 3.0f * c + d) * u * u * u);
}

namespace {

glm::vec3 tangent_at(const std::vector<glm::vec3>& path, float t) {
  constexpr float e = 0.01f;
  return glm::normalize(on_curve(path, std::min(t + e, 1.0f)) -
                        on_curve(path, std::max(t - e, 0.0f)));
}

/// Joins rings of equal size into a surface; rings run counter-clockwise seen against the path.
void join_rings(Mesh& mesh, int rings, int sides) {
  for (int r = 0; r + 1 < rings; ++r)
    for (int s = 0; s < sides; ++s) {
      const auto id = [&](int ring, int side) {
        return static_cast<std::uint32_t>(ring * sides + side % sides);
      };
      const auto a = id(r, s), b = id(r, s + 1), c = id(r + 1, s + 1), d = id(r + 1, s);
      for (const auto i : {a, b, c, a, c, d}) mesh.indices.push_back(i);
    }
}

void close_end(Mesh& mesh, int ring, int sides, const glm::vec3& place, const glm::vec3& normal,
               bool first) {
  Vertex v;
  v.position = place;
  v.normal = normal;
  const auto middle = static_cast<std::uint32_t>(mesh.vertices.size());
  mesh.vertices.push_back(v);
  for (int s = 0; s < sides; ++s) {
    const auto a = static_cast<std::uint32_t>(ring * sides + s);
    const auto b = static_cast<std::uint32_t>(ring * sides + (s + 1) % sides);
    if (first)
      for (const auto i : {middle, b, a}) mesh.indices.push_back(i);
    else
      for (const auto i : {middle, a, b}) mesh.indices.push_back(i);
  }
}

}  // namespace

Mesh sweep(const Strand& k) {
  Mesh mesh;
  const int rings = k.segments + 1;
  for (int r = 0; r < rings; ++r) {
    const float t = float(r) / float(k.segments);
    const auto p = on_curve(k.path, t);
    const auto along = tangent_at(k.path, t);
    auto centre = k.centre;
    if (k.upright) centre.y = std::min(centre.y, p.y);
    auto out = p - centre;
    out -= along * glm::dot(out, along);
    out = glm::length(out) > 1e-5f ? glm::normalize(out) : glm::vec3(0, 0, 1);
    const auto across = glm::cross(out, along);
    // Width: from the root's share swelling to full, then tapering like a brush stroke.
    float share;
    if (t < k.belly) {
      const float u = t / k.belly;
      share = glm::mix(k.root, 1.0f, u * (2 - u));
    } else {
      const float u = (t - k.belly) / (1 - k.belly);
      share = glm::mix(1.0f, k.tip, std::pow(u, 1.75f));
    }
    share = std::max(share, 0.015f);
    const float w = 0.5f * k.width * share;
    const float h = 0.5f * k.thickness * std::sqrt(share);
    for (int s = 0; s < k.sides; ++s) {
      const float angle = 6.2831853f * float(s) / float(k.sides);
      const float c = std::cos(angle), d = std::sin(angle);
      Vertex v;
      // The section curves round the head: its edges lie nearer to the centre.
      const float bend = 0.55f * w * c * c;
      v.position = p + across * (w * c) + out * (h * d - bend * std::min(1.0f, w / 0.03f));
      v.normal = glm::normalize(across * (c * 0.55f) + out * (d + 0.35f));
      v.uv = {float(s) / float(k.sides), t};
      mesh.vertices.push_back(v);
    }
  }
  join_rings(mesh, rings, k.sides);
  close_end(mesh, 0, k.sides, on_curve(k.path, 0), -tangent_at(k.path, 0), true);
  close_end(mesh, k.segments, k.sides, on_curve(k.path, 1), tangent_at(k.path, 1), false);
  return mesh;
}

Mesh tube(const std::vector<glm::vec3>& path, const std::function<float(float)>& radius,
          int segments, int sides, bool closed_loop) {
  Mesh mesh;
  const int rings = closed_loop ? segments : segments + 1;
  glm::vec3 side{1, 0, 0};
  for (int r = 0; r < rings; ++r) {
    const float t = float(r) / float(segments);
    const auto p = on_curve(path, t);
    const auto along = tangent_at(path, t);
    if (r == 0 && std::abs(glm::dot(side, along)) > 0.8f) side = {0, 0, 1};
    side = glm::normalize(side - along * glm::dot(side, along));
    const auto up = glm::cross(along, side);
    for (int s = 0; s < sides; ++s) {
      const float angle = 6.2831853f * float(s) / float(sides);
      Vertex v;
      v.normal = side * std::cos(angle) + up * std::sin(angle);
      v.position = p + v.normal * radius(t);
      v.uv = {float(s) / float(sides), t};
      mesh.vertices.push_back(v);
    }
  }
  join_rings(mesh, rings, sides);
  if (closed_loop) {
    for (int s = 0; s < sides; ++s) {
      const auto a = std::uint32_t((rings - 1) * sides + s);
      const auto b = std::uint32_t((rings - 1) * sides + (s + 1) % sides);
      const auto c = std::uint32_t((s + 1) % sides), d = std::uint32_t(s);
      for (const auto i : {a, b, c, a, c, d}) mesh.indices.push_back(i);
    }
  } else {
    close_end(mesh, 0, sides, on_curve(path, 0), -tangent_at(path, 0), true);
    close_end(mesh, segments, sides, on_curve(path, 1), tangent_at(path, 1), false);
  }
  return mesh;
}

Mesh lathe(const std::vector<glm::vec2>& corners, int sides) {
  // Rounded: two points of a smooth curve for each given one.
  std::vector<glm::vec3> curve;
  for (const auto& c : corners) curve.emplace_back(c, 0);
  const int count = 2 * (static_cast<int>(corners.size()) - 1) + 1;
  std::vector<glm::vec2> profile;
  for (int i = 0; i < count; ++i) {
    auto p = glm::vec2(on_curve(curve, float(i) / float(count - 1)));
    p.x = std::max(p.x, 0.0f);
    profile.push_back(p);
  }
  Mesh mesh;
  for (std::size_t r = 0; r < profile.size(); ++r)
    for (int s = 0; s < sides; ++s) {
      const float angle = 6.2831853f * float(s) / float(sides);
      Vertex v;
      v.position = {profile[r].x * std::sin(angle), profile[r].y, profile[r].x * std::cos(angle)};
      v.uv = {float(s) / float(sides), float(r) / float(profile.size() - 1)};
      mesh.vertices.push_back(v);
    }
  for (int r = 0; r + 1 < static_cast<int>(profile.size()); ++r)
    for (int s = 0; s < sides; ++s) {
      const auto id = [&](int ring, int side) {
        return std::uint32_t(ring * sides + side % sides);
      };
      const auto a = id(r, s), b = id(r + 1, s), c = id(r + 1, s + 1), d = id(r, s + 1);
      if (profile[std::size_t(r) + 1].x > 1e-5f)
        for (const auto i : {a, b, c}) mesh.indices.push_back(i);
      if (profile[std::size_t(r)].x > 1e-5f)
        for (const auto i : {a, c, d}) mesh.indices.push_back(i);
    }
  smooth_normals(mesh);
  return mesh;
}

}  // namespace psgan::characters
