#include "characters/mesher.h"

#include <map>

namespace psgan::characters {
namespace {

/// Newton's steps from a point near the surface onto it.
glm::vec3 onto_surface(const Field& field, glm::vec3 p, float cell) {
  for (int step = 0; step < 3; ++step) {
    const auto g = gradient(field, p);
    const float steep = glm::dot(g, g);
    if (steep < 1e-4f) break;
    auto move = g * (-field(p) / steep);
    const float length = glm::length(move);
    if (length > cell) move *= cell / length;
    p += move;
  }
  return p;
}

}  // namespace

Mesh surface_of(const Field& field, const Box& box, float cell) {
  const glm::ivec3 cells = glm::max(glm::ivec3(glm::ceil((box.high - box.low) / cell)), 1);
  const auto step = (box.high - box.low) / glm::vec3(cells);
  const glm::ivec3 points = cells + 1;
  const auto point_index = [&](int x, int y, int z) {
    return static_cast<std::size_t>((z * points.y + y) * points.x + x);
  };
  std::vector<float> values(static_cast<std::size_t>(points.x) * points.y * points.z);
  for (int z = 0; z < points.z; ++z)
    for (int y = 0; y < points.y; ++y)
      for (int x = 0; x < points.x; ++x)
        values[point_index(x, y, z)] = field(box.low + step * glm::vec3(x, y, z));

  Mesh mesh;
  std::vector<std::int32_t> vertex_of(values.size(), -1);
  for (int z = 0; z < cells.z; ++z)
    for (int y = 0; y < cells.y; ++y)
      for (int x = 0; x < cells.x; ++x) {
        glm::vec3 sum(0);
        int crossings = 0;
        for (int corner = 0; corner < 8; ++corner)
          for (int axis = 0; axis < 3; ++axis) {
            if (corner & (1 << axis)) continue;
            const glm::ivec3 a(x + (corner & 1), y + ((corner >> 1) & 1), z + (corner >> 2));
            glm::ivec3 b = a;
            ++b[axis];
            const float va = values[point_index(a.x, a.y, a.z)];
            const float vb = values[point_index(b.x, b.y, b.z)];
            if ((va < 0) == (vb < 0)) continue;
            sum += glm::mix(glm::vec3(a), glm::vec3(b), va / (va - vb));
            ++crossings;
          }
        if (crossings == 0) continue;
        vertex_of[point_index(x, y, z)] = static_cast<std::int32_t>(mesh.vertices.size());
        Vertex v;
        v.position = onto_surface(field, box.low + step * (sum / float(crossings)), cell);
        v.normal = glm::normalize(gradient(field, v.position) + glm::vec3(0, 1e-9f, 0));
        mesh.vertices.push_back(v);
      }

  // A quad for every grid line that the surface crosses, between the four cells around it.
  const auto quad = [&](std::int32_t a, std::int32_t b, std::int32_t c, std::int32_t d) {
    if (a < 0 || b < 0 || c < 0 || d < 0) return;
    const auto at = [&](std::int32_t i) { return mesh.vertices[std::size_t(i)].position; };
    const bool first = glm::distance(at(a), at(c)) <= glm::distance(at(b), at(d));
    const auto list = first ? std::array{a, b, c, a, c, d} : std::array{b, c, d, b, d, a};
    for (const auto i : list) mesh.indices.push_back(static_cast<std::uint32_t>(i));
  };
  for (int z = 0; z < cells.z; ++z)
    for (int y = 0; y < cells.y; ++y)
      for (int x = 0; x < cells.x; ++x)
        for (int axis = 0; axis < 3; ++axis) {
          const int u = (axis + 1) % 3, w = (axis + 2) % 3;
          const glm::ivec3 a(x, y, z);
          if (a[u] == 0 || a[w] == 0) continue;
          glm::ivec3 b = a;
          ++b[axis];
          const bool inside_a = values[point_index(a.x, a.y, a.z)] < 0;
          if (inside_a == (values[point_index(b.x, b.y, b.z)] < 0)) continue;
          glm::ivec3 c1 = a, c2 = a, c3 = a;
          --c1[u];
          c2[u] = a[u] - 1, c2[w] = a[w] - 1;
          --c3[w];
          const auto id = [&](const glm::ivec3& c) {
            return vertex_of[point_index(c.x, c.y, c.z)];
          };
          if (inside_a)
            quad(id(a), id(c1), id(c2), id(c3));
          else
            quad(id(a), id(c3), id(c2), id(c1));
        }
  return mesh;
}

Mesh cut(const Mesh& mesh, const Region& region, float rim) {
  std::vector<float> inside(mesh.vertices.size());
  for (std::size_t i = 0; i < inside.size(); ++i) inside[i] = region(mesh.vertices[i].position);

  Mesh result;
  std::vector<std::int64_t> kept(mesh.vertices.size(), -1);
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> cuts;
  const auto keep = [&](std::uint32_t i) {
    if (kept[i] < 0) {
      kept[i] = static_cast<std::int64_t>(result.vertices.size());
      result.vertices.push_back(mesh.vertices[i]);
    }
    return static_cast<std::uint32_t>(kept[i]);
  };
  const auto cut_between = [&](std::uint32_t in, std::uint32_t out) {
    const auto [place, added] =
        cuts.try_emplace({in, out}, static_cast<std::uint32_t>(result.vertices.size()));
    if (added) {
      const auto &a = mesh.vertices[in], &b = mesh.vertices[out];
      float low = 0, high = 1;
      for (int step = 0; step < 10; ++step) {
        const float middle = (low + high) / 2;
        (region(glm::mix(a.position, b.position, middle)) > 0 ? low : high) = middle;
      }
      Vertex v = a;
      v.position = glm::mix(a.position, b.position, low);
      v.normal = glm::normalize(glm::mix(a.normal, b.normal, low));
      v.uv = glm::mix(a.uv, b.uv, low);
      result.vertices.push_back(v);
    }
    return place->second;
  };

  std::vector<std::pair<std::uint32_t, std::uint32_t>> border;
  for (std::size_t t = 0; t + 2 < mesh.indices.size(); t += 3) {
    std::array<std::uint32_t, 3> c{mesh.indices[t], mesh.indices[t + 1], mesh.indices[t + 2]};
    const auto count = std::count_if(c.begin(), c.end(), [&](auto i) { return inside[i] > 0; });
    if (count == 0) continue;
    if (count == 3) {
      for (const auto i : c) result.indices.push_back(keep(i));
      continue;
    }
    // Turn the triangle so that its odd corner comes first.
    while ((inside[c[0]] > 0) != (count == 1) || (inside[c[1]] > 0) == (count == 1) ||
           (inside[c[2]] > 0) == (count == 1))
      std::rotate(c.begin(), c.begin() + 1, c.end());
    if (count == 1) {
      const auto a = keep(c[0]), b = cut_between(c[0], c[1]), d = cut_between(c[0], c[2]);
      for (const auto i : {a, b, d}) result.indices.push_back(i);
      border.emplace_back(b, d);
    } else {
      const auto b = keep(c[1]), d = keep(c[2]);
      const auto e = cut_between(c[1], c[0]), f = cut_between(c[2], c[0]);
      for (const auto i : {e, b, d, e, d, f}) result.indices.push_back(i);
      border.emplace_back(f, e);
    }
  }
  if (rim <= 0) return result;

  // Every border vertex gets two copies: one on the edge, whose normal leans out over the edge so
  // that an inverted-hull outline also follows the hem, and one turned in.
  std::map<std::uint32_t, glm::vec3> across;
  for (const auto& [a, b] : border) {
    const auto &va = result.vertices[a], &vb = result.vertices[b];
    const auto edge = vb.position - va.position;
    if (glm::dot(edge, edge) < 1e-14f) continue;
    const auto out = glm::normalize(glm::cross(edge, va.normal));
    across[a] += out;
    across[b] += out;
  }
  std::map<std::uint32_t, std::uint32_t> copies;
  for (const auto& [i, out] : across) {
    Vertex edge = result.vertices[i];
    const auto n = edge.normal;
    edge.normal = glm::normalize(n + glm::normalize(out + n * 1e-6f) * 0.8f);
    Vertex inner = result.vertices[i];
    inner.position -= n * rim;
    copies[i] = static_cast<std::uint32_t>(result.vertices.size());
    result.vertices.push_back(edge);
    result.vertices.push_back(inner);
  }
  for (const auto& [a, b] : border) {
    if (!copies.count(a) || !copies.count(b)) continue;
    const auto ea = copies[a], eb = copies[b];
    for (const auto i : {eb, ea, ea + 1, eb, ea + 1, eb + 1}) result.indices.push_back(i);
  }
  return result;
}

}  // namespace psgan::characters
